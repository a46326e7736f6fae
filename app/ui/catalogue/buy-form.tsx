import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import type { StockShown } from '#app/ui/primitives/stock-pip.tsx'

/** The form's id, for a button that stands outside it. */
export const BUY_FORM = 'buy'

/** Asks how much, in pieces or 斤 as the product is ordered, and puts it into the basket. */
export function BuyForm({
  offerId,
  product,
  stock,
}: {
  offerId: number
  product: Pick<Measure, 'orderedBy' | 'step'> & { pieceUnit: string | null }
  stock: StockShown
}) {
  const perUnit = product.orderedBy === 'weight' ? GRAMS_PER_JIN : 1
  const step = product.step / perUnit
  const unit = formatUnit(product)
  return (
    <form id={BUY_FORM} method="post" action={paths.basket()}>
      <input type="hidden" name="offerId" value={offerId} />
      <Stepper
        label={m.store_quantity({ unit })}
        name="quantity"
        value={Math.max(step, 1)}
        min={step}
        max={stock.state === 'left' ? stock.quantity / perUnit : undefined}
        step={step}
        unit={unit}
        required
      />
    </form>
  )
}
