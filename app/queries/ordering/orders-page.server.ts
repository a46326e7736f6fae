/** The actor's own orders, newest first, a page at a time. */
import { readDatabase } from '#app/db/client.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type OrderLineState, type OrderState, orderStateOf } from '#app/domain/ordering/order-states.ts'

export type OrderRow = {
  id: string
  number: number
  placedAt: string
  state: OrderState
  pickupCode: string
  /** Held, or billed where the desk has settled it. */
  amountFen: number
  isEstimate: boolean
  /** Each product once, in the order it was ordered in. */
  goods: { nameZh: string; nameEn: string }[]
  /** The next event at which something is still to be collected. */
  next: { startsAt: string; endsAt: string; village: string } | null
}

export type OrdersPage = {
  orders: OrderRow[]
  /** The number to go on after; null on the last page. */
  nextAfter: number | null
}

const PAGE = 20

/** `after` is the number of the last order of the page before. */
export async function readOrdersPage(actor: Actor, scope: Scope, after: number | null): Promise<OrdersPage> {
  const db = readDatabase()
  const rows = await db.order.findMany({
    where: { ...ownOrders(actor, scope), ...(after === null ? {} : { number: { lt: after } }) },
    orderBy: { number: 'desc' },
    take: PAGE + 1,
    select: {
      id: true,
      number: true,
      placedAt: true,
      pickupCode: true,
      lines: {
        orderBy: { lineNumber: 'asc' },
        select: {
          productId: true,
          state: true,
          pricedBy: true,
          heldAmountFen: true,
          handovers: { select: { amountFen: true } },
          event: { select: { startsAt: true, endsAt: true, villageCode: true } },
        },
      },
    },
  })
  const shown = rows.slice(0, PAGE)
  const lines = shown.flatMap((order) => order.lines)
  const [products, villages] = await Promise.all([
    db.product.findMany({
      where: { id: { in: lines.map((line) => line.productId) } },
      select: { id: true, nameZh: true, nameEn: true },
    }),
    db.division.findMany({
      where: { code: { in: lines.map((line) => line.event.villageCode) } },
      select: { code: true, shortName: true },
    }),
  ])
  const villageName = (code: string) => villages.find((village) => village.code === code)?.shortName ?? ''
  return {
    nextAfter: rows.length > PAGE ? (shown.at(-1)?.number ?? null) : null,
    orders: shown.map((order) => {
      const [next] = order.lines
        .filter((line) => line.state === 'placed')
        .map((line) => line.event)
        .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
      return {
        id: order.id,
        number: order.number,
        placedAt: order.placedAt.toISOString(),
        state: orderStateOf(order.lines.map((line) => line.state as OrderLineState)),
        pickupCode: order.pickupCode ?? '',
        amountFen: amountOf(order.lines),
        isEstimate: order.lines.some((line) => line.state === 'placed' && line.pricedBy === 'jin'),
        goods: [...new Set(order.lines.map((line) => line.productId))].flatMap((id) => {
          const product = products.find((one) => one.id === id)
          return product ? [{ nameZh: product.nameZh, nameEn: product.nameEn }] : []
        }),
        next: next
          ? {
              startsAt: next.startsAt.toISOString(),
              endsAt: next.endsAt.toISOString(),
              village: villageName(next.villageCode),
            }
          : null,
      }
    }),
  }
}

function amountOf(
  lines: readonly { state: string; heldAmountFen: bigint; handovers: { amountFen: bigint }[] }[],
): number {
  let fen = 0n
  for (const line of lines) {
    if (line.state === 'placed') fen += line.heldAmountFen
    for (const handover of line.handovers) fen += handover.amountFen
  }
  return safeFen(fen)
}
