import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { formatInstant, formatInstantDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'

type MovedEvent = { id: number; state: PickupEventState; startsAt: string; cutOffAt: string }

/** What an organizer may do with an event as it stands: one button, and why it is the one. */
export function EventMoves({ event }: { event: MovedEvent }) {
  switch (event.state) {
    case 'draft':
      return <Move event={event} to="open" label={m.organizer_do_open()} why={m.organizer_do_open_why()} />
    case 'open':
      return <Note>{m.organizer_waiting_cut_off({ instant: formatInstant(event.cutOffAt) })}</Note>
    case 'cut-off':
      return (
        <Move
          event={event}
          to="running"
          label={m.organizer_do_start()}
          why={m.organizer_waiting_start({ day: formatInstantDay(event.startsAt) })}
        />
      )
    case 'running':
      return (
        <>
          <ButtonLink tone="go" size="big" href={paths.desk(event.id)}>
            {m.organizer_to_desk()}
          </ButtonLink>
          <Move
            event={event}
            to="closing"
            label={m.organizer_do_closing()}
            why={m.organizer_do_closing_why()}
            isLesser
          />
        </>
      )
    case 'closing':
      return (
        <>
          <ButtonLink tone="go" size="big" href={paths.deskClose(event.id)}>
            {m.organizer_to_close()}
          </ButtonLink>
          <Move event={event} to="running" label={m.organizer_do_reopen()} isLesser />
        </>
      )
    case 'closed':
      return <Note tone="ok">{m.organizer_over_note()}</Note>
    case 'cancelled':
      return <Note>{m.organizer_cancelled_note()}</Note>
  }
}

/** One step of an event, as it was shown: if it has moved on meanwhile, nothing happens. */
function Move({
  event,
  to,
  label,
  why,
  isLesser,
}: {
  event: MovedEvent
  to: 'open' | 'running' | 'closing'
  label: string
  why?: string
  isLesser?: boolean
}) {
  return (
    <form method="post">
      <input type="hidden" name="from" value={event.state} />
      <Button name="to" value={to} tone={isLesser ? 'plain' : 'go'} size="big">
        {label}
      </Button>
      {why && <p className="hint">{why}</p>}
    </form>
  )
}
