import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Button, LinkButton } from '#app/ui/primitives/button.tsx'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { ProduceDrawing } from '#app/ui/primitives/produce-drawing.tsx'
import { BasketQuantity, basketFieldId, QUANTITIES_FORM } from './basket-quantity.tsx'
import { UNDER } from './trip.tsx'
import { type EventShown, eventInShort, type GoodsShown, quantityOf } from './words.ts'

export type UnplacedShown = {
  goods: GoodsShown
  quantity: number
  mostQuantity: number
  pinnedEventId: number | null
  isSoldOut: boolean
  code: 'no-event' | 'too-much-for-one-event' | 'overlap' | 'pin-not-met'
  most: number | null
  split: { event: EventShown; quantity: number }[] | null
  cause: 'closed' | 'too-late' | 'too-much' | 'overlap' | null
  overlaps: EventShown | null
}

/** Why something in the basket goes nowhere, in one sentence. */
export function whyUnplaced({ goods, isSoldOut, code, most, cause, overlaps }: UnplacedShown): string {
  if (isSoldOut) return m.ordering_basket_un_sold_out()
  const mostShown = quantityOf(goods, most ?? 0)
  const event = overlaps ? eventInShort(overlaps) : ''
  switch (code) {
    case 'no-event':
      return m.ordering_basket_un_no_event()
    case 'too-much-for-one-event':
      return m.ordering_basket_un_too_much({ most: mostShown })
    case 'overlap':
      return m.ordering_basket_un_overlap({ event })
    case 'pin-not-met':
      if (cause === 'too-late') return m.ordering_basket_un_pin_too_late()
      if (cause === 'too-much') return m.ordering_basket_un_pin_too_much({ most: mostShown })
      if (cause === 'overlap') return m.ordering_basket_un_pin_overlap({ event })
      return m.ordering_basket_un_pin_closed()
  }
}

/** What can't be collected as it is, why, and what can be done: less of it, another event, or in two. */
export function UnplacedGoods({
  unplaced,
  firstIndex,
  planTo,
  errors,
}: {
  unplaced: readonly UnplacedShown[]
  /** The place of the first in the form of all quantities. */
  firstIndex: number
  /** Where the forms for where are sent. */
  planTo: string
  errors: Record<string, string>
}) {
  if (unplaced.length === 0) return null
  return (
    <section className="trip" aria-labelledby="unplaced">
      <h2 id="unplaced">{m.ordering_basket_unplaced_title()}</h2>
      <p className="soft">{m.ordering_basket_unplaced_kept()}</p>
      <ul className="lines">
        {unplaced.map((line, i) => (
          <li key={line.goods.offerId} className="line small">
            <ProduceDrawing drawing={line.goods.drawing} kind={line.goods.kind} size={52} />
            <div className="col-span-2">
              <h3>{productName(line.goods)}</h3>
              <p className="soft">{line.goods.village}</p>
              <p>{whyUnplaced(line)}</p>
            </div>
            <div className={UNDER}>
              {line.isSoldOut ? (
                <RemoveButton goods={line.goods} />
              ) : (
                <BasketQuantity
                  {...line}
                  index={firstIndex + i}
                  error={errors[basketFieldId(line.goods.offerId)]}
                />
              )}
              {line.split && <SplitOffer line={line} action={planTo} />}
              {line.pinnedEventId !== null && !line.isSoldOut && (
                <UnpinForm offerId={line.goods.offerId} action={planTo} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** All that is left to do with what is sold out. */
function RemoveButton({ goods }: { goods: GoodsShown }) {
  return (
    <LinkButton form={QUANTITIES_FORM} name="remove" value={goods.offerId} formNoValidate>
      {m.ordering_basket_remove()}
      <HiddenText>{m.ordering_basket_remove_of({ name: productName(goods) })}</HiddenText>
    </LinkButton>
  )
}

function SplitOffer({ line, action }: { line: UnplacedShown; action: string }) {
  const [first, second] = line.split ?? []
  if (!first || !second) return null
  return (
    <form method="post" action={action} className="basis-full stack">
      <input type="hidden" name="offerId" value={line.goods.offerId} />
      <p>
        {m.ordering_basket_split({
          first: eventInShort(first.event),
          firstQuantity: quantityOf(line.goods, first.quantity),
          second: eventInShort(second.event),
          secondQuantity: quantityOf(line.goods, second.quantity),
        })}
      </p>
      <p>
        <Button name="intent" value="divide">
          {m.ordering_basket_split_do()}
        </Button>
      </p>
    </form>
  )
}

function UnpinForm({ offerId, action }: { offerId: number; action: string }) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="offerId" value={offerId} />
      <input type="hidden" name="eventId" value="" />
      <Button name="intent" value="pin">
        {m.ordering_basket_pin_drop()}
      </Button>
    </form>
  )
}
