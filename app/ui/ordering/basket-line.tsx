import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Select } from '#app/ui/primitives/text-input.tsx'
import { GoodsDetail } from './goods-detail.tsx'
import { QuantityForm } from './quantity-form.tsx'
import { TripLine } from './trip.tsx'
import { type EventShown, eventInFull, type GoodsShown, quantityOf } from './words.ts'

export type BasketLineShown = {
  key: string
  goods: GoodsShown
  quantity: number
  wholeQuantity: number
  mostQuantity: number
  amountFen: number
  isEstimate: boolean
  heldGrams: number | null
  pinnedEventId: number | null
  choices: (EventShown & { id: number })[]
}

/** The id of the field with how much of an offer is in the basket. */
export function basketFieldId(offerId: number): string {
  return `quantity-${offerId}`
}

/** One thing in the basket, with how much, where else, and a way out. `linesTo` and `planTo` take its forms. */
export function BasketLine({
  line,
  linesTo,
  planTo,
  error,
}: {
  line: BasketLineShown
  linesTo: string
  planTo: string
  error?: string
}) {
  const { goods } = line
  return (
    <TripLine
      name={productName(goods)}
      drawing={goods.drawing}
      kind={goods.kind}
      amountFen={line.amountFen}
      isEstimate={line.isEstimate}
      detail={<GoodsDetail goods={goods} quantity={line.quantity} heldGrams={line.heldGrams} />}
    >
      {line.quantity === line.wholeQuantity ? (
        <QuantityForm
          goods={goods}
          quantity={line.quantity}
          mostQuantity={line.mostQuantity}
          id={basketFieldId(goods.offerId)}
          action={linesTo}
          change="set"
          drop="remove"
          dropLabel={m.ordering_basket_remove()}
          error={error}
        />
      ) : (
        <p className="soft">
          {m.ordering_basket_part({
            whole: quantityOf(goods, line.wholeQuantity),
            quantity: quantityOf(goods, line.quantity),
          })}
        </p>
      )}
      <PinForm line={line} action={planTo} />
    </TripLine>
  )
}

/** Where else it could be collected; nothing where there is no choice. */
function PinForm({ line, action }: { line: BasketLineShown; action: string }) {
  const { goods, choices, pinnedEventId } = line
  if (choices.length < 2 && pinnedEventId === null) return null
  return (
    <details className="basis-full">
      <summary>{m.ordering_basket_pin()}</summary>
      <form method="post" action={action} className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="offerId" value={goods.offerId} />
        <Select
          label={m.ordering_basket_pin_label({ name: productName(goods) })}
          hideLabel
          name="eventId"
          id={`event-${goods.offerId}`}
          defaultValue={pinnedEventId ?? ''}
          placeholder={m.ordering_basket_pin_none()}
          options={choices.map((event) => ({ value: String(event.id), label: eventInFull(event) }))}
        />
        <Button name="intent" value="pin">
          {m.ordering_basket_pin_do()}
        </Button>
      </form>
    </details>
  )
}
