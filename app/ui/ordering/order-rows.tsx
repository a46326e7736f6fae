import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { OrderState } from '#app/domain/ordering/order-states.ts'
import { formatAbout, formatMoney, formatPickupCode, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { DateBadge } from '#app/ui/primitives/date-badge.tsx'
import { orderStateWord, stateTone } from './state-words.ts'
import { goodsNames } from './words.ts'

export type OrderRowShown = {
  id: string
  number: number
  placedAt: string
  state: OrderState
  pickupCode: string
  amountFen: number
  isEstimate: boolean
  goods: { nameZh: string; nameEn: string }[]
  next: { startsAt: string; endsAt: string; village: string } | null
}

/** Orders as links: what, when and where next, under which code. */
export function OrderRows({ orders }: { orders: readonly OrderRowShown[] }) {
  return (
    <ul>
      {orders.map((order) => (
        <OrderRow key={order.id} order={order} />
      ))}
    </ul>
  )
}

function OrderRow({ order }: { order: OrderRowShown }) {
  const { next } = order
  const amount = formatMoney(order.amountFen)
  return (
    <li className="trip-head border-b border-line py-4">
      <DateBadge date={civilDateOf(new Date(next?.startsAt ?? order.placedAt))} />
      <div>
        <h2 className="text-3">
          <a href={paths.order(order.id)}>{goodsNames(order.goods)}</a>
        </h2>
        <p className="soft">
          {next
            ? m.ordering_orders_next({
                time: formatPickupTime(next.startsAt, next.endsAt),
                village: next.village,
              })
            : m.ordering_orders_number({ number: order.number })}
        </p>
        {next && <p>{m.ordering_order_title({ code: formatPickupCode(order.pickupCode) })}</p>}
        <p className="flex flex-wrap items-center gap-3">
          <Chip tone={stateTone(order.state)}>{orderStateWord(order.state)}</Chip>
          {order.state !== 'cancelled' && (
            <b className="nb">{order.isEstimate ? formatAbout(amount) : amount}</b>
          )}
        </p>
      </div>
    </li>
  )
}
