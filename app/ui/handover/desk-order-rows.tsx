import { Check } from 'lucide-react'
import { formatAmount, formatMoney, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { Icon } from '#app/ui/primitives/icon.tsx'

export type DeskStanding = 'waiting' | 'started' | 'owed' | 'done' | 'absent'

export type ShownDeskOrder = {
  href: string
  pickupCode: string
  buyer: string
  agency: string | null
  lineCount: number
  standing: DeskStanding
  outstandingFen: number
  queue: { number: number } | null
}

const standings: Record<DeskStanding, () => string> = {
  waiting: m.desk_standing_waiting,
  started: m.desk_standing_started,
  owed: m.desk_standing_owed,
  done: m.desk_standing_done,
  absent: m.desk_standing_absent,
}

/** Who bought, for their agency or alone. */
export function buyerWords({ buyer, agency }: { buyer: string; agency: string | null }): string {
  return agency === null ? buyer : m.organizer_buyer_of({ agency, buyer })
}

/** Every order a line, a tap away: who, the code, and in amber what is still owed. */
export function DeskOrderRows({ orders }: { orders: readonly ShownDeskOrder[] }) {
  return (
    <div>
      {orders.map((order) => (
        <a
          key={order.href}
          href={order.href}
          className={classNames('dl', order.standing === 'done' && 'done')}
        >
          <span className="mark">{order.standing === 'done' && <Icon of={Check} />}</span>
          <span>
            <span className="what">{buyerWords(order)}</span>
            <br />
            <span className="soft">
              {[
                m.desk_row_code({ code: formatPickupCode(order.pickupCode) }),
                m.desk_row_lines({ count: order.lineCount }),
                ...(order.queue ? [m.desk_queue_number({ number: order.queue.number })] : []),
              ].reduce((first, second) => m.joined({ first, second }))}
            </span>
          </span>
          <OrderStanding order={order} />
        </a>
      ))}
    </div>
  )
}

function OrderStanding({ order }: { order: ShownDeskOrder }) {
  const { standing, outstandingFen } = order
  if (outstandingFen > 0) {
    return (
      <Chip tone="look">
        <span className="num">{m.desk_row_owed({ amount: formatAmount(outstandingFen) })}</span>
      </Chip>
    )
  }
  if (outstandingFen < 0) {
    return (
      <Chip tone="look">
        <span className="num">{m.desk_row_owed_back({ amount: formatAmount(-outstandingFen) })}</span>
      </Chip>
    )
  }
  const tone = standing === 'done' ? 'ok' : 'plain'
  return standing === 'waiting' ? (
    <span className="soft">{standings.waiting()}</span>
  ) : (
    <Chip tone={tone}>{standings[standing]()}</Chip>
  )
}

/** What is owed of an order, in amber. */
export function OwedChip({ outstandingFen }: { outstandingFen: number }) {
  return (
    <Chip tone="look">
      <span className="num">{m.desk_owed({ amount: formatMoney(outstandingFen) })}</span>
    </Chip>
  )
}
