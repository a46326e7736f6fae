/** What of an order's goods was gone before the desk, and why, as its buyer was told. */
import { readDatabase } from '#app/db/client.server.ts'
import { isLossReason, type LossReason } from '#app/domain/catalogue/loss.ts'
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'

/** How much less lines have than was ordered, for one reason, in the product's base unit. */
export type GoodsLoss = { less: number; why: LossReason }

/** What these lines of the order lost. */
export type LossesOf = (lines: readonly { lineNumber: number }[]) => GoodsLoss[]

export async function readOrderLosses(orderId: string): Promise<LossesOf> {
  const notices = await readDatabase().notice.findMany({
    where: { orderId, kind: 'goods-lost' },
    orderBy: { id: 'asc' },
    select: { facts: true },
  })
  const told = notices.map((notice) => notice.facts as Extract<NoticeFacts, { kind: 'goods-lost' }>)
  return (lines) => {
    const numbers = new Set(lines.map(({ lineNumber }) => lineNumber))
    const lessBy = new Map<LossReason, number>()
    for (const { why, lost } of told) {
      if (!isLossReason(why)) continue
      for (const { lineNumber, less } of lost) {
        if (numbers.has(lineNumber)) lessBy.set(why, (lessBy.get(why) ?? 0) + less)
      }
    }
    return [...lessBy].map(([why, less]) => ({ less, why }))
  }
}
