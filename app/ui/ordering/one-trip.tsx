import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'
import { type EventShown, eventInShort, type GoodsShown, goodsNames } from './words.ts'

/** What it would take to fetch the basket in one trip: which event, and what would have to wait for which. */
export function OneTrip({
  trip,
}: {
  trip: { event: EventShown; leftOut: { goods: GoodsShown; event: EventShown }[] }
}) {
  return (
    <div className="mt-5">
      <Note title={m.ordering_basket_one_title()}>
        <p>
          {m.ordering_basket_one({
            event: eventInShort(trip.event),
            names: goodsNames(trip.leftOut.map((line) => line.goods)),
          })}
        </p>
        <ul>
          {trip.leftOut.map(({ goods, event }) => (
            <li key={`${goods.offerId} ${event.startsAt}`}>
              {m.ordering_basket_one_wait({ name: goodsNames([goods]), event: eventInShort(event) })}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}
