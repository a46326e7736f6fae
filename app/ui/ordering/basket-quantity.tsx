import { typedQuantity } from '#app/domain/ordering/order-lines.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import type { GoodsShown } from './words.ts'

/** The one form that all quantities of the basket are in: whichever button is pressed, no typed figure is lost. */
export const QUANTITIES_FORM = 'quantities'

/** The id of the field with how much of an offer is in the basket. */
export function basketFieldId(offerId: number): string {
  return `quantity-${offerId}`
}

/** How much of something is in the basket, and a way out. `index` is its place in the form. */
export function BasketQuantity({
  goods,
  quantity,
  mostQuantity,
  index,
  error,
}: {
  goods: GoodsShown
  quantity: number
  mostQuantity: number
  index: number
  error?: string
}) {
  const { measure } = goods
  const name = productName(goods)
  const unit = formatUnit({ orderedBy: measure.orderedBy, pieceUnit: goods.pieceUnit })
  const step = typedQuantity(measure, measure.step)
  return (
    <>
      <input type="hidden" form={QUANTITIES_FORM} name={`lines[${index}].offerId`} value={goods.offerId} />
      <Stepper
        label={m.ordering_basket_quantity({ name, unit })}
        hideLabel
        name={`lines[${index}].quantity`}
        id={basketFieldId(goods.offerId)}
        value={typedQuantity(measure, quantity)}
        min={step}
        max={typedQuantity(measure, mostQuantity)}
        step={step}
        unit={unit}
        required
        error={error}
        form={QUANTITIES_FORM}
      />
      <Button form={QUANTITIES_FORM} name="intent" value="set">
        {m.word_change()}
        <HiddenText>{m.ordering_basket_remove_of({ name })}</HiddenText>
      </Button>
      <LinkButton form={QUANTITIES_FORM} name="remove" value={goods.offerId} formNoValidate>
        {m.ordering_basket_remove()}
        <HiddenText>{m.ordering_basket_remove_of({ name })}</HiddenText>
      </LinkButton>
    </>
  )
}
