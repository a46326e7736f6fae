import { kindOfLoss, LOSS_REASONS, type LossReason } from '#app/domain/catalogue/loss.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatDate, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { lossWords } from './change-words.ts'
import type { ShownProduct } from './words.ts'

type PreviewProps = {
  product: ShownProduct
  takenOver: number
  shortened: readonly {
    number: number
    eventDay: CivilDate
    isPastCutOff: boolean
    before: number
    after: number
  }[]
  beyond: { quantity: number }
  /** Why the rest can't be settled here. */
  beyondWords: string
}

/** What would become of the orders, before anything is done. */
export function LossPreview({ product, takenOver, shortened, beyond, beyondWords }: PreviewProps) {
  const quantity = (count: number) => formatQuantity(count, product)
  const isNone = takenOver === 0 && shortened.length === 0 && beyond.quantity === 0
  return (
    <>
      {isNone && <p>{m.listing_loss_none()}</p>}
      {takenOver > 0 && <p>{m.listing_loss_taken_over({ quantity: quantity(takenOver) })}</p>}
      {shortened.length > 0 && (
        <section className="stack">
          <Table
            caption={m.listing_loss_shortened()}
            rows={shortened}
            rowKey={({ number, eventDay }) => `${number} ${eventDay}`}
            columns={[
              {
                key: 'order',
                heading: m.listing_loss_order(),
                isRowHeading: true,
                cell: ({ number, eventDay, isPastCutOff }) => (
                  <>
                    {number} <small className="below">{formatDate(eventDay)}</small>
                    {isPastCutOff && <small className="below">{m.listing_loss_after_cut_off()}</small>}
                  </>
                ),
              },
              {
                key: 'before',
                heading: m.listing_loss_before(),
                numeric: true,
                cell: ({ before }) => quantity(before),
              },
              {
                key: 'after',
                heading: m.listing_loss_after(),
                numeric: true,
                cell: ({ after }) => <b>{quantity(after)}</b>,
              },
            ]}
          />
          <Note>{m.listing_loss_next()}</Note>
        </section>
      )}
      {beyond.quantity > 0 && (
        <Note tone="bad" title={m.listing_loss_in_the_way({ quantity: quantity(beyond.quantity) })}>
          {beyondWords}
        </Note>
      )}
    </>
  )
}

type FormProps = {
  /** Made with the form, so that one sent twice is one change. */
  changeId: string
  quantity: number
  expected: number
  shown: string
  why: LossReason
  mayConfirm: boolean
  error?: string
}

/** Why, of the reasons that allow what is shown, and the one tap that does it. */
export function LossForm({ changeId, quantity, expected, shown, why, mayConfirm, error }: FormProps) {
  if (!mayConfirm) return null
  const alike = LOSS_REASONS.filter((reason) => kindOfLoss(reason) === kindOfLoss(why))
  return (
    <form method="post" className="stack">
      <input type="hidden" name="changeId" value={changeId} />
      <input type="hidden" name="quantity" value={quantity} />
      <input type="hidden" name="expected" value={expected} />
      <input type="hidden" name="shown" value={shown} />
      <Choice
        name="why"
        legend={m.listing_loss_why()}
        options={alike.map((reason) => ({ value: reason, label: lossWords(reason) }))}
        chosen={why}
        error={error}
        required
      />
      <Button wide>{m.listing_loss_confirm()}</Button>
    </form>
  )
}
