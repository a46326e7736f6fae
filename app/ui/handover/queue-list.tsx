import { formatTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { stallsWords } from './desk-line.ts'
import { buyerWords } from './desk-order-rows.tsx'

export type QueuedOrder = {
  href: string
  buyer: string
  agency: string | null
  waitingCount: number
  queue: { number: number; cameAt: string; calledBy: string | null } | null
  stalls: number[]
}

type Place = Pick<QueuedOrder, 'queue' | 'waitingCount'>

/** How many have come, were not called yet and still have something to collect. */
export function waitingInQueue(orders: readonly Place[]): number {
  return orders.filter(isWaiting).length
}

export function isWaiting({ queue, waitingCount }: Place): boolean {
  return queue !== null && queue.calledBy === null && waitingCount > 0
}

/** The queue in its order; each a tap away, called or not. */
export function QueueList({ orders }: { orders: readonly QueuedOrder[] }) {
  return (
    <div>
      {orders.map((order) => (
        <a key={order.href} href={order.href} className="dl queued">
          <b className="num">{order.queue?.number}</b>
          <span>
            <span className="what">{buyerWords(order)}</span>
            <br />
            <span className="soft">
              {order.queue?.calledBy
                ? m.desk_queue_called_by({ by: order.queue.calledBy })
                : m.desk_queue_came({ at: formatTime(order.queue?.cameAt ?? '') })}
            </span>
          </span>
          <span className="soft nb">{stallsWords(order.stalls)}</span>
        </a>
      ))}
    </div>
  )
}
