import { groupParts } from '#app/domain/pickup/pick-lists.ts'
import { formatCount, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { QrCode } from '#app/ui/primitives/qr-code.tsx'
import {
  householdAlias,
  type ShownListOrder,
  type ShownListPart,
  type ShownLists,
  stallWords,
  totalsOf,
  totalsWords,
} from './list-words.ts'

/** What a parcel's label has room for; of more it says how many kinds there are. */
const MOST_GOODS = 2

/** A label for each line of each household (every weighed animal its own), or one for each order. */
export function EventLabels({ lists, each }: { lists: ShownLists; each: 'line' | 'parcel' }) {
  const ofOrder = groupParts(lists.parts, ({ orderId }) => orderId)
  const labels = lists.orders.flatMap((order) => {
    const own = ofOrder.get(order.id) ?? []
    const parcels = each === 'parcel' ? [own] : linesOf(own)
    return parcels.map((parts) => ({ order, parts }))
  })
  if (labels.length === 0) return <p>{m.lists_none()}</p>
  return (
    <ul className="labels">
      {labels.map(({ order, parts }) => (
        <Label key={labelKey(order, parts)} lists={lists} order={order} parts={parts} />
      ))}
    </ul>
  )
}

function linesOf(parts: readonly ShownListPart[]): ShownListPart[][] {
  return [...groupParts(parts, ({ lineId, householdId }) => `${lineId} ${householdId}`).values()]
}

function labelKey(order: ShownListOrder, parts: readonly ShownListPart[]): string {
  return `${order.id} ${parts[0]?.lineId} ${parts[0]?.householdId}`
}

function Label({
  lists,
  order,
  parts,
}: {
  lists: ShownLists
  order: ShownListOrder
  parts: readonly ShownListPart[]
}) {
  const { pickupCode, number, buyer } = order
  const all = totalsOf(lists, parts)
  const goods = totalsWords(all.slice(0, MOST_GOODS))
  const households = new Set(parts.map(({ householdId }) => householdId))
  const [only] = lists.households.filter(({ id }) => households.has(id))
  return (
    <li className="parcel-label">
      <QrCode text={pickupCode} label={m.pickup_code_qr({ code: pickupCode })} />
      <div>
        <b className="label-code">{formatPickupCode(pickupCode)}</b>
        <span>{m.lists_order_of({ number, buyer })}</span>
        <b>
          {all.length > MOST_GOODS ? m.lists_label_more({ goods, count: formatCount(all.length) }) : goods}
        </b>
        <span>
          {stallWords(lists, parts)} {only && households.size === 1 && householdAlias(only)}
        </span>
      </div>
    </li>
  )
}
