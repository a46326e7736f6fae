/** What of an order's goods was gone before the desk, and why, as its buyer was told. */
import { readDatabase } from '#app/db/client.server.ts'
import { isLossReason, type LossReason } from '#app/domain/catalogue/loss.ts'
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'

/** How much less an order has of an offer for one reason, in its base unit. */
export type GoodsLoss = { less: number; why: LossReason }

type Line = { offerId: number; state: string; cancelReason: string | null }

/** Tells of the lines of an offer in one state: where some were cancelled for it, of those, else of those that are left. */
export type LossesOf = (lines: readonly Line[]) => GoodsLoss[]

export async function readOrderLosses(orderId: string, lines: readonly Line[]): Promise<LossesOf> {
  const notices = await readDatabase().notice.findMany({
    where: { orderId, kind: 'goods-lost' },
    orderBy: { id: 'asc' },
    select: { facts: true },
  })
  const facts = notices.map((notice) => notice.facts as Extract<NoticeFacts, { kind: 'goods-lost' }>)
  const isGone = (line: Line) => line.cancelReason === 'goods-lost'
  const gone = new Set(lines.filter(isGone).map(({ offerId }) => offerId))
  return (some) => {
    const [first] = some
    if (!first) return []
    const isTold = gone.has(first.offerId) ? some.some(isGone) : first.state !== 'cancelled'
    const less = new Map<LossReason, number>()
    for (const { offerId, before, after, why } of isTold ? facts : []) {
      if (offerId !== first.offerId || !isLossReason(why)) continue
      less.set(why, (less.get(why) ?? 0) + before - after)
    }
    return [...less].map(([why, sum]) => ({ less: sum, why }))
  }
}
