import type { ReactNode } from 'react'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'

type Answer = { values: Record<string, string>; errors: Record<string, string> } | null
type Shown = {
  event: { state: string; capacityOrders: number; ordersTaken: number }
  changeId: string
  /** The event's own times and place. */
  begun: Record<string, string>
  answer: Answer
}

/** Three ways an event changes, each a form behind its heading. */
export function ChangeForms({ event, changeId, begun, answer }: Shown) {
  const isOf = (kind: string) => answer?.values.kind === kind
  const fieldOf = (kind: string) => (name: string) => ({
    id: `${kind}-${name}`,
    name,
    defaultValue: (isOf(kind) ? answer?.values[name] : undefined) ?? begun[name] ?? '',
    error: isOf(kind) ? answer?.errors[name] : undefined,
  })
  const field = fieldOf('move')
  return (
    <div className="stack">
      <Kind kind="cancel" label={m.organizer_change_cancel()} {...{ changeId, isOpen: isOf('cancel') }}>
        <Reason {...fieldOf('cancel')('reason')} />
      </Kind>
      <Kind kind="shrink" label={m.organizer_change_shrink()} {...{ changeId, isOpen: isOf('shrink') }}>
        <TextInput
          {...fieldOf('shrink')('capacityOrders')}
          label={m.organizer_change_orders()}
          hint={m.organizer_change_orders_now({
            most: formatCount(event.capacityOrders),
            taken: formatCount(event.ordersTaken),
          })}
          inputMode="numeric"
          required
        />
        <Reason {...fieldOf('shrink')('reason')} />
      </Kind>
      <Kind kind="move" label={m.organizer_change_move()} {...{ changeId, isOpen: isOf('move') }}>
        <TextInput {...field('day')} label={m.organizer_field_day()} type="date" required />
        <div className="two">
          <TextInput {...field('startsAt')} label={m.organizer_field_starts()} type="time" required />
          <TextInput {...field('endsAt')} label={m.organizer_field_ends()} type="time" required />
        </div>
        <TextInput {...field('place')} label={m.organizer_field_place()} maxLength={60} required />
        {event.state === 'cut-off' ? (
          <>
            <input type="hidden" name="cutOffDay" value={begun.cutOffDay} />
            <input type="hidden" name="cutOffAt" value={begun.cutOffAt} />
          </>
        ) : (
          <div className="two">
            <TextInput {...field('cutOffDay')} label={m.organizer_field_cut_off_day()} type="date" required />
            <TextInput {...field('cutOffAt')} label={m.organizer_field_cut_off_time()} type="time" required />
          </div>
        )}
        <Reason {...field('reason')} />
      </Kind>
    </div>
  )
}

function Kind({
  kind,
  label,
  changeId,
  isOpen,
  children,
}: {
  kind: string
  label: string
  changeId: string
  isOpen: boolean
  children: ReactNode
}) {
  return (
    <details open={isOpen}>
      <summary>{label}</summary>
      <form method="post" className="stack">
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="changeId" value={changeId} />
        {children}
        <p>
          <Button>{m.organizer_change_plan()}</Button>
        </p>
      </form>
    </details>
  )
}

function Reason(field: { id: string; name: string; defaultValue: string; error: string | undefined }) {
  return (
    <TextInput
      {...field}
      label={m.organizer_change_reason()}
      hint={m.organizer_change_reason_hint()}
      maxLength={200}
      required
    />
  )
}
