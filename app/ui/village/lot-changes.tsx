import { RECOUNT_REASONS } from '#app/domain/catalogue/recount.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { formatQuantity, formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import { lossReasons, recountReasonWords } from './change-words.ts'
import type { ShownProduct } from './words.ts'

type FormProps = {
  product: ShownProduct
  step: number
  /** Made with the form, so that one sent twice is one change. */
  changeId: string
  answer: { values: Record<string, string>; errors: Record<string, string> } | null
}

function stepOf({ product, step }: Pick<FormProps, 'product' | 'step'>): number {
  return product.orderedBy === 'weight' ? step / GRAMS_PER_JIN : step
}

/** Goods that died, spoiled or were lost: how many, and to what. */
export function WriteOffForm({ product, step, changeId, answer }: FormProps) {
  const unit = formatUnit(product)
  return (
    <section>
      <h2>{m.listing_write_off()}</h2>
      <form method="post" className="stack">
        <input type="hidden" name="act" value="write-off" />
        <input type="hidden" name="changeId" value={changeId} />
        <input type="hidden" name="countedBy" value={product.orderedBy} />
        <Stepper
          name="quantity"
          label={m.listing_write_off_count({ unit })}
          unit={unit}
          value={answer?.values.quantity ?? stepOf({ product, step })}
          min={stepOf({ product, step })}
          step={stepOf({ product, step })}
          error={answer?.errors.quantity}
          required
        />
        <Choice
          name="reason"
          legend={m.listing_write_off_why()}
          options={lossReasons().map((reason) => ({ value: reason, label: reason }))}
          chosen={answer?.values.reason}
          error={answer?.errors.reason}
          required
        />
        <Button wide>{m.listing_write_off_do()}</Button>
      </form>
    </section>
  )
}

/** All that is there, counted anew, and why it differs from the books. */
export function RecountForm({
  product,
  step,
  changeId,
  expected,
  reserved,
  answer,
}: FormProps & { expected: number; reserved: number }) {
  const unit = formatUnit(product)
  return (
    <section>
      <h2>{m.listing_recount()}</h2>
      <form method="post" className="stack">
        <input type="hidden" name="act" value="recount" />
        <input type="hidden" name="changeId" value={changeId} />
        <input type="hidden" name="countedBy" value={product.orderedBy} />
        <input type="hidden" name="expected" value={expected} />
        <Stepper
          name="counted"
          label={m.listing_recount_count({ unit })}
          hint={m.listing_recount_hint({
            expected: formatQuantity(expected, product),
            reserved: formatQuantity(reserved, product),
          })}
          unit={unit}
          value={answer?.values.counted ?? ''}
          step={stepOf({ product, step })}
          error={answer?.errors.counted}
          required
        />
        <Choice
          name="why"
          look="list"
          legend={m.listing_recount_why()}
          options={RECOUNT_REASONS.map((why) => ({ value: why, label: recountReasonWords(why) }))}
          chosen={answer?.values.why}
          error={answer?.errors.why}
          required
        />
        <Button wide>{m.listing_recount_do()}</Button>
      </form>
    </section>
  )
}
