/** Does about promised goods that are gone what was planned: goods, orders, money and the buyers' notices. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '#app/domain/access/roles.ts'
import type { LossReason } from '#app/domain/catalogue/loss.ts'
import { civilDateOf, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import { LOSS_RULE } from '#app/domain/lots/lost-goods.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { holdLines } from '#app/domain/ordering/order-lines.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { writeNotice } from '../notices/write-notice.server.ts'
import { type RuledPart, resetLines } from '../ordering/change-lines.server.ts'
import { type PlacedLine, readPlacedLines } from '../ordering/lock-own-order.server.ts'
import { keepOrderInStep } from '../ordering/release-lines.server.ts'
import { refundSurplus } from '../payment/refund-surplus.server.ts'
import { writeBringLists } from '../pickup/write-bring-lists.server.ts'
import type { HitLine, LossPlan } from './loss-plan.server.ts'

type Because = { changeId: string; why: LossReason; at: Date }
/** What decided the parts that a line keeps, by line and lot. */
type KeptRules = Map<string, NonNullable<RuledPart['by']>>

/** All rows the plan speaks of are held. Returns how many orders became shorter. */
export async function applyLoss(
  tx: Transaction,
  actor: Actor,
  lotId: number,
  plan: LossPlan,
  because: Because,
): Promise<number> {
  const lineIds = plan.losses.map((loss) => loss.lineId)
  const lines = await readPlacedLines(tx, { id: { in: lineIds } })
  const rules = await readRules(tx, lineIds)
  for (const loss of plan.losses) {
    const line = lines.find(({ id }) => id === loss.lineId)
    const hit = plan.lines.find(({ lineId }) => lineId === loss.lineId)
    invariant(line && hit, 'a line that is planned for is there')
    await applyToLine(tx, lotId, plan, { line, hit, loss, rules })
  }
  const orders = shortenedOrders(plan)
  for (const [orderId, less] of orders) await tellOrder(tx, actor, { orderId, less, plan }, because)
  await correctLists(tx, plan)
  return orders.length
}

/** Orders that become shorter, by id, with how much each loses. */
function shortenedOrders(plan: LossPlan): [string, number][] {
  const orders = new Map<string, number>()
  for (const { lineId, without } of plan.losses.filter((loss) => loss.without > 0)) {
    const hit = plan.lines.find((line) => line.lineId === lineId)
    if (hit) orders.set(hit.orderId, (orders.get(hit.orderId) ?? 0) + without)
  }
  return [...orders].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function readRules(tx: Transaction, lineIds: string[]): Promise<KeptRules> {
  const rows = await tx.allocation.findMany({
    where: { orderLineId: { in: lineIds }, state: 'reserved' },
    select: { orderLineId: true, lotId: true, ruleName: true, ruleVersion: true, businessDay: true },
  })
  return new Map(
    rows.map(({ orderLineId, lotId, businessDay, ...rule }) => [
      `${orderLineId} ${lotId}`,
      { ...rule, businessDay: fromDateColumn(businessDay) },
    ]),
  )
}

/** Gives up what the line has of the lost goods, takes what others give, and holds it at what is left. */
async function applyToLine(
  tx: Transaction,
  lotId: number,
  { measure, householdOf, rule }: LossPlan,
  of: { line: PlacedLine; hit: HitLine; loss: LossPlan['losses'][number]; rules: KeptRules },
): Promise<void> {
  const { line, hit, loss, rules } = of
  const { unitPriceFen, referencePriceFen } = line
  const { countyCode } = await tx.orderLine.findUniqueOrThrow({
    where: { id: line.id },
    select: { countyCode: true },
  })
  const taken = loss.shares.reduce((sum, share) => sum + share.quantity, 0)
  const [first] = line.allocations
  invariant(first, 'a placed line has allocations')
  const parts = new Map<number, RuledPart>()
  for (const { lotId: of, householdId, quantity } of line.allocations) {
    const kept = of === lotId ? quantity - taken - loss.without : quantity
    const by = rules.get(`${line.id} ${of}`)
    if (kept > 0) parts.set(of, { lotId: of, quantity: kept, householdId, countyCode, by })
  }
  for (const { lotId: of, quantity } of loss.shares) {
    const householdId = householdOf.get(of)
    invariant(householdId !== undefined, 'goods are taken over by a lot that was read')
    const kept = parts.get(of)
    parts.set(of, { lotId: of, quantity: quantity + (kept?.quantity ?? 0), householdId, countyCode })
  }
  const left = line.quantity - loss.without
  const [held] = left > 0 ? holdLines({ quantity: left, measure, unitPriceFen, referencePriceFen }) : []
  await resetLines(
    tx,
    [{ line, held: held ?? null }],
    [...parts.values()].sort((a, b) => a.lotId - b.lotId),
    { ...rule, businessDay: hit.eventDay },
    randomUUID,
    'goods-lost',
  )
}

/** Keeps an order's total in step, gives back what was paid ahead for what is gone, and tells its buyer. */
async function tellOrder(
  tx: Transaction,
  actor: Actor,
  of: { orderId: string; less: number; plan: LossPlan },
  { changeId, why, at }: Because,
): Promise<void> {
  const { orderId, less, plan } = of
  const { totalFen } = await keepOrderInStep(tx, orderId)
  const order = await tx.order.findUniqueOrThrow({
    where: { id: orderId },
    select: { id: true, countyCode: true, accountId: true, agencyId: true, capacity: true },
  })
  const { countyCode, accountId } = order
  const refundedFen = await refundSurplus(
    tx,
    { ...order, capacity: order.capacity as BuyerCapacity },
    { cause: 'goods-lost', businessDay: civilDateOf(at), actorId: actor.accountId },
  )
  const hits = plan.lines.filter((line) => line.orderId === orderId)
  const lost = hits.flatMap(({ lineId, lineNumber }) => {
    const loss = plan.losses.find((one) => one.lineId === lineId)
    return loss && loss.without > 0 ? [{ lineNumber, less: loss.without }] : []
  })
  const { offerId } = await tx.orderLine.findFirstOrThrow({
    where: { id: { in: hits.map(({ lineId }) => lineId) } },
    select: { offerId: true },
  })
  const left = await tx.orderLine.aggregate({
    where: { orderId, offerId, state: 'placed' },
    _sum: { quantity: true },
  })
  const after = left._sum.quantity ?? 0
  await recordActivity(tx, {
    countyCode,
    actorId: actor.accountId,
    act: 'order:lose-goods',
    subjectKind: 'order',
    subjectId: orderId,
    facts: {
      changeId,
      offerId,
      lines: lost.map(({ lineNumber }) => lineNumber),
      less,
      why,
      refundedFen,
      ...LOSS_RULE,
    },
  })
  await writeNotice(tx, {
    countyCode,
    accountId,
    orderId,
    onceKey: onceKeys.goodsLost(orderId, changeId),
    facts: { kind: 'goods-lost', offerId, before: after + less, after, why, totalFen, refundedFen, lost },
  })
}

/** What is brought to an event that is cut off is another list now: the next number, in the same act. */
async function correctLists(tx: Transaction, plan: LossPlan): Promise<void> {
  const hit = plan.lines.filter(({ lineId }) => plan.losses.some((loss) => loss.lineId === lineId))
  const events = await tx.pickupEvent.findMany({
    where: { id: { in: hit.map(({ eventId }) => eventId) }, state: 'cut-off' },
    orderBy: { id: 'asc' },
    select: { id: true, countyCode: true },
  })
  for (const event of events) await writeBringLists(tx, event)
}
