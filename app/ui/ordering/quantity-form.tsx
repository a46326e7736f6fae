import { typedQuantity } from '#app/domain/ordering/order-lines.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Stepper } from '#app/ui/primitives/stepper.tsx'
import type { GoodsShown } from './words.ts'

/** Changes how much of something there is, or drops it: two buttons, told apart by `intent`. Enter changes. */
export function QuantityForm({
  goods,
  quantity,
  mostQuantity,
  eventId,
  id,
  action,
  change,
  drop,
  dropLabel,
  error,
}: {
  goods: GoodsShown
  quantity: number
  mostQuantity: number
  /** Sent along, where an offer is told apart by its event. */
  eventId?: number
  /** Of the field. */
  id: string
  action: string
  /** What `intent` says for each of the buttons. */
  change: string
  drop: string
  dropLabel: string
  error?: string
}) {
  const { measure } = goods
  const name = productName(goods)
  const unit = formatUnit({ orderedBy: measure.orderedBy, pieceUnit: goods.pieceUnit })
  const step = typedQuantity(measure, measure.step)
  return (
    <form method="post" action={action} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="offerId" value={goods.offerId} />
      {eventId !== undefined && <input type="hidden" name="eventId" value={eventId} />}
      <Stepper
        label={m.ordering_basket_quantity({ name, unit })}
        hideLabel
        name="quantity"
        id={id}
        value={typedQuantity(measure, quantity)}
        min={step}
        max={typedQuantity(measure, mostQuantity)}
        step={step}
        unit={unit}
        required
        error={error}
      />
      <Button name="intent" value={change}>
        {m.word_change()}
        <HiddenText>{m.ordering_basket_remove_of({ name })}</HiddenText>
      </Button>
      <LinkButton name="intent" value={drop} formNoValidate>
        {dropLabel}
        <HiddenText>{m.ordering_basket_remove_of({ name })}</HiddenText>
      </LinkButton>
    </form>
  )
}
