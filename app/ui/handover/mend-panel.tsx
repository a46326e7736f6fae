/** What a desk mends of what it recorded: goods brought back, an act taken back. Folded away; one tap on a reason does it. */
import { SHORTFALL_REASONS } from '#app/domain/handover/shortfall-reasons.ts'
import { type UndoReason, undoReasons } from '#app/domain/handover/undo-reasons.ts'
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { formatInstant, formatMoney, formatQuantity, formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
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
        {line.given.length > 0 && <ReturnForm line={line} operationId={operationId} />}
        <UndoForm undoneId={line.settledBy} operationId={operationId} hint={m.desk_undo_line_hint()} />
      </div>
    </details>
  )
}

function ReturnForm({ line, operationId }: { line: ShownLine; operationId: string }) {
  const [first] = line.given
  const isPiece = isWeighedPiece(line)
  const isAlone = line.given.length === 1
  const isOne = isPiece || (isAlone && line.orderedBy === 'piece' && first?.quantity === 1)
  return (
    <form method="post">
      <input type="hidden" name="act" value="return" />
      <input type="hidden" name="operationId" value={operationId} />
      <input type="hidden" name="line" value={line.id} />
      <input type="hidden" name="counted" value={isPiece ? 'pieces' : countedAs(line)} />
      <fieldset className="stack">
        <legend className="label">{m.desk_return_title()}</legend>
        {isAlone ? (
          <input type="hidden" name="lot" value={first?.lotId} />
        ) : (
          <Choice
            legend={m.desk_return_from()}
            name="lot"
            id={`lot-${line.id}`}
            look="list"
            chosen={String(first?.lotId)}
            options={line.given.map((part) => ({
              value: String(part.lotId),
              label: m.joined({
                first: householdWords(part.household),
                second: formatQuantity(part.quantity, line),
              }),
            }))}
          />
        )}
        {isOne ? (
          <input type="hidden" name="quantity" value="1" />
        ) : (
          <TextInput
            name="quantity"
            id={`back-${line.id}`}
            label={
              isScaleLine(line) ? m.desk_return_weight() : m.desk_return_count({ unit: formatUnit(line) })
            }
            inputMode={isScaleLine(line) ? 'decimal' : 'numeric'}
            autoComplete="off"
            defaultValue={isScaleLine(line) ? '' : '1'}
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
