import { formatDate, formatInstant, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'

export type ShownException = {
  id: number
  kind: 'cash-difference' | 'handed-over-unpaid'
  orderNumber: number | null
  amountFen: number
  reason: string
  owner: string
  dueOn: string
  isOverdue: boolean
  isRaisedByReader: boolean
  settled: { finding: string; at: string } | null
  /** The event it is of, where that isn't said by the page. */
  event?: { words: string; href: string }
}

/** What it is, in a sentence. */
export function exceptionWords({ kind, orderNumber, amountFen }: ShownException): string {
  if (kind === 'handed-over-unpaid')
    return m.exception_kind_unpaid({ orderNumber: orderNumber ?? 0, amount: formatMoney(amountFen) })
  return amountFen > 0
    ? m.exception_kind_cash_over({ amount: formatMoney(amountFen) })
    : m.exception_kind_cash_under({ amount: formatMoney(-amountFen) })
}

/** Differences one under the other, with who looks into each and until when; `canSettle` adds the form to say what was found. */
export function ExceptionList({
  exceptions,
  canSettle,
}: {
  exceptions: readonly ShownException[]
  canSettle: boolean
}) {
  if (exceptions.length === 0) return <p className="soft">{m.exception_none()}</p>
  return (
    <ul className="stack">
      {exceptions.map((exception) => (
        <li key={exception.id} className="stack">
          <p>
            <b>{exceptionWords(exception)}</b>{' '}
            {exception.isOverdue && <Chip tone="bad">{m.exception_overdue()}</Chip>}
          </p>
          {exception.event && (
            <p>
              <a href={exception.event.href}>{exception.event.words}</a>
            </p>
          )}
          <p className="soft">
            {m.exception_told({
              reason: exception.reason,
              owner: exception.owner,
              day: formatDate(exception.dueOn),
            })}
          </p>
          {exception.settled ? (
            <p>
              {m.exception_settled({
                finding: exception.settled.finding,
                at: formatInstant(exception.settled.at),
              })}
            </p>
          ) : (
            canSettle && <SettleForm exception={exception} />
          )}
        </li>
      ))}
    </ul>
  )
}

function SettleForm({ exception: { id, isRaisedByReader } }: { exception: ShownException }) {
  if (isRaisedByReader) return <p className="hint">{m.exception_own_entry()}</p>
  return (
    <form method="post" className="stack">
      <input type="hidden" name="exceptionId" value={id} />
      <TextInput
        id={`finding-${id}`}
        name="finding"
        label={m.exception_finding()}
        maxLength={200}
        autoComplete="off"
        required
      />
      <Button>{m.exception_settle_do()}</Button>
    </form>
  )
}
