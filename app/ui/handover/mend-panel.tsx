/** What a desk mends of what it recorded: goods brought back, an act taken back. Folded away; one tap on a reason does it. */
import { SHORTFALL_REASONS } from '#app/domain/handover/shortfall-reasons.ts'
import { type UndoReason, undoReasons } from '#app/domain/handover/undo-reasons.ts'
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { formatInstant, formatMoney, formatQuantity, formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { countedAs, householdWords, isScaleLine, reasonWords, type ShownLine } from './desk-line.ts'

const reasons: Record<UndoReason, () => string> = {
  'wrong-figure': m.desk_undo_wrong_figure,
  'wrong-line': m.desk_undo_wrong_line,
  'wrong-buyer': m.desk_undo_wrong_buyer,
  'tapped-by-mistake': m.desk_undo_tapped_by_mistake,
}

type MendLineProps = { line: ShownLine & { settledBy: string }; operationId: string }

/** Of a settled line: what of it is brought back, and the whole of it back on the scale. */
export function MendLine({ line, operationId }: MendLineProps) {
  return (
    <details>
      <summary className="linkish">{m.desk_mend()}</summary>
      <div className="stack">
        {line.given.map((part) => (
          <ReturnForm key={part.lotId} line={line} part={part} operationId={operationId} />
        ))}
        <UndoForm undoneId={line.settledBy} operationId={operationId} hint={m.desk_undo_line_hint()} />
      </div>
    </details>
  )
}

function ReturnForm({
  line,
  part,
  operationId,
}: {
  line: ShownLine
  part: ShownLine['given'][number]
  operationId: string
}) {
  const isPiece = isWeighedPiece(line)
  const isOne = isPiece || (line.orderedBy === 'piece' && part.quantity === 1)
  return (
    <form method="post" className="stack">
      <input type="hidden" name="act" value="return" />
      <input type="hidden" name="operationId" value={operationId} />
      <input type="hidden" name="line" value={line.id} />
      <input type="hidden" name="lot" value={part.lotId} />
      <input type="hidden" name="counted" value={isPiece ? 'pieces' : countedAs(line)} />
      <fieldset className="stack">
        <legend className="label">
          {m.desk_return_title({ household: householdWords(part.household) })}
        </legend>
        {isOne ? (
          <input type="hidden" name="quantity" value="1" />
        ) : (
          <TextInput
            name="quantity"
            id={`back-${line.id}-${part.lotId}`}
            label={
              isScaleLine(line) ? m.desk_return_weight() : m.desk_return_count({ unit: formatUnit(line) })
            }
            hint={m.desk_line_given({ quantity: formatQuantity(part.quantity, line) })}
            inputMode={isScaleLine(line) ? 'decimal' : 'numeric'}
            autoComplete="off"
            required
          />
        )}
        <div className="two">
          {SHORTFALL_REASONS.returned.map((reason) => (
            <Button key={reason} name="reason" value={reason} size="big">
              {reasonWords(reason)}
            </Button>
          ))}
        </div>
        <p className="hint">{m.desk_return_hint()}</p>
      </fieldset>
    </form>
  )
}

function UndoForm({ undoneId, operationId, hint }: { undoneId: string; operationId: string; hint: string }) {
  return (
    <form method="post">
      <input type="hidden" name="act" value="undo" />
      <input type="hidden" name="operationId" value={operationId} />
      <input type="hidden" name="undone" value={undoneId} />
      <fieldset className="stack">
        <legend className="label">{m.desk_undo()}</legend>
        <p className="hint">{hint}</p>
        <div className="two">
          {undoReasons.map((reason) => (
            <Button key={reason} name="reason" value={reason} size="big">
              {reasons[reason]()}
            </Button>
          ))}
        </div>
      </fieldset>
    </form>
  )
}

type ShownPayment = { operationId: string; method: 'cash' | 'qr'; paidFen: number; takenAt: string }

function paymentWords({ method, paidFen }: ShownPayment): string {
  const amount = formatMoney(Math.abs(paidFen))
  if (paidFen < 0) return method === 'qr' ? m.desk_back_qr({ amount }) : m.desk_back_cash({ amount })
  return method === 'qr' ? m.desk_pay_qr({ amount }) : m.desk_pay_cash({ amount })
}

/** What was taken for the order at this desk, and given back, each to be taken back itself. */
export function PaymentList({
  payments,
  operationId,
  isOpen,
}: {
  payments: readonly ShownPayment[]
  operationId: string
  isOpen: boolean
}) {
  if (payments.length === 0) return null
  return (
    <section className="stack" aria-labelledby="payments-title">
      <h2 id="payments-title">{m.desk_payments()}</h2>
      {payments.map((payment) => (
        <div key={payment.operationId}>
          <p>
            <b className="num">{paymentWords(payment)}</b>{' '}
            <span className="soft nb">{formatInstant(payment.takenAt)}</span>
          </p>
          {isOpen && (
            <details>
              <summary className="linkish">{m.desk_undo_payment()}</summary>
              <UndoForm
                undoneId={payment.operationId}
                operationId={operationId}
                hint={m.desk_undo_payment_hint()}
              />
            </details>
          )}
        </div>
      ))}
    </section>
  )
}
