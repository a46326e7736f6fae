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
          {waitingFor(trip.leftOut).map(([event, goods]) => (
            <li key={event}>{m.ordering_basket_one_wait({ name: goodsNames(goods), event })}</li>
          ))}
        </ul>
      </Note>
    </div>
  )
}

/** What can wait, by the event it can wait for, soonest first. */
function waitingFor(
  leftOut: readonly { goods: GoodsShown; event: EventShown }[],
): [event: string, goods: GoodsShown[]][] {
  const sorted = [...leftOut].sort((a, b) => a.event.startsAt.localeCompare(b.event.startsAt))
  const byEvent = new Map<string, GoodsShown[]>()
  for (const { goods, event } of sorted) {
    const key = eventInShort(event)
    byEvent.set(key, [...(byEvent.get(key) ?? []), goods])
  }
  return [...byEvent]
}
