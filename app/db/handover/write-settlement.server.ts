import { randomUUID } from 'node:crypto'
import { type EarnedShare, earnedShare, type LotTerms } from '#app/domain/handover/earned-share.ts'
import type { GoodsMove } from '#app/domain/handover/move-goods.ts'
import type { LineSettlement } from '#app/domain/handover/settle-line.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import { type HouseholdShare, saleSettled } from '#app/domain/ledger/sale.ts'
import { drawFor } from '#app/domain/payment/prepaid.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { readPrepaid } from '../payment/prepaid-order.server.ts'
import { refundSurplus } from '../payment/refund-surplus.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'
import { standingsOn } from './household-standing.server.ts'
import type { LockedLine, LockedOrder } from './lock-order.server.ts'
import { readLotTerms, termsOf } from './lot-terms.server.ts'
import { settlementCause } from './settlement-cause.server.ts'
import { shareNoShow } from './share-no-show.server.ts'
import { writePayment } from './write-payment.server.ts'

/** Under which operation, at which event, by whom. */
export type DeskBy = { event: LockedEvent; operationId: string; actorId: number }

/** What a settlement did to its lots, and what each of them was topped up by. */
export type MovedGoods = { moves: readonly GoodsMove[]; toppedUp: ReadonlyMap<number, number> }

/**
 * Settles a held line: what was handed over, what was not, the sale in the ledger, the agency's charge where the
 * order is on its account, and the line's last state. The goods have been moved before.
 */
export async function writeLineOutcome(
  tx: Transaction,
  by: DeskBy,
  order: LockedOrder,
  line: LockedLine,
  settlement: LineSettlement,
  { moves, toppedUp }: MovedGoods,
): Promise<void> {
  const noShowShareFen = await shareNoShow(tx, by, order, line, settlement)
  const settled = { id: line.id, productId: line.productId, measure: line.snapshot.measure, order }
  await writeSettlement(tx, by, settled, settlement, { noShowShareFen, toppedUp })
  if (order.payBy === 'agency-account') {
    await writePayment(tx, by, order, { method: 'agency-account', dueFen: settlement.amountFen })
  } else {
    const dueFen = drawFor(await readPrepaid(tx, order.id), settlement.amountFen)
    await writePayment(tx, by, order, { method: 'prepaid', dueFen })
  }
  const gave = new Set(moves.filter((move) => move.giveReserved > 0).map((move) => move.lotId))
  const idsWhere = (hasGiven: boolean) =>
    line.allocations.filter((part) => gave.has(part.lotId) === hasGiven).map((part) => part.id)
  const { operationId } = by
  for (const [hasGiven, state] of [[true, 'settled'] as const, [false, 'released'] as const]) {
    await tx.allocation.updateMany({
      where: { id: { in: idsWhere(hasGiven) } },
      data: { state, operationId },
    })
  }
  await tx.orderLine.update({
    where: { id: line.id },
    data: { state: settlement.outcome },
    select: { id: true },
  })
  await refundWhenComplete(tx, by, order)
}

/** Once nothing of the order is left at the event, what was paid ahead for more than was given goes back, in one. */
async function refundWhenComplete(tx: Transaction, by: DeskBy, order: LockedOrder): Promise<void> {
  const { event, operationId, actorId } = by
  const left = await tx.orderLine.count({ where: { orderId: order.id, eventId: event.id, state: 'placed' } })
  if (left > 0) return
  const { id, agencyId, capacity } = order
  await refundSurplus(
    tx,
    { id, countyCode: event.countyCode, agencyId, capacity },
    { cause: 'not-handed-over', businessDay: event.businessDay, actorId, operationId },
  )
}

/** What a settled line is reported under. */
export type SettledLine = {
  id: string
  productId: number
  measure: Measure
  order: { id: string; agencyId: number | null; capacity: BuyerCapacity }
}

/**
 * What was handed over of a line and what was not, and the sale in the ledger; the goods are moved elsewhere.
 * `noShowShareFen` is what was shared for what nobody came for; `toppedUp` what each lot was topped up by.
 */
export async function writeSettlement(
  tx: Transaction,
  by: DeskBy,
  line: SettledLine,
  settlement: LineSettlement,
  {
    noShowShareFen = 0,
    toppedUp = new Map(),
  }: { noShowShareFen?: number; toppedUp?: ReadonlyMap<number, number> } = {},
): Promise<void> {
  const { event, operationId, actorId } = by
  const row = {
    operationId,
    countyCode: event.countyCode,
    orderLineId: line.id,
    eventId: event.id,
    recordedBy: actorId,
  }
  const cause = await settlementCause(tx, event, line.id)
  const terms = await readLotTerms(tx, settlement.shares)
  const shares = settlement.shares.map((share) => earnedShare(share, line.measure, termsOf(terms, share)))
  await tx.handover.createMany({
    data: shares.map((share, i) => ({
      ...row,
      id: randomUUID(),
      ...share,
      toppedUp:
        i === shares.findIndex(({ lotId }) => lotId === share.lotId) ? (toppedUp.get(share.lotId) ?? 0) : 0,
    })),
  })
  await tx.shortfall.createMany({
    data: settlement.shortfalls.map((shortfall, i, all) => ({
      ...row,
      id: randomUUID(),
      ...shortfall,
      noShowShareFen: i === all.findIndex(({ kind }) => kind === 'no-show') ? noShowShareFen : 0,
    })),
  })
  const journal = saleSettled({
    cause,
    sale: {
      orderId: line.order.id,
      orderLineId: line.id,
      productId: line.productId,
      eventId: event.id,
      agencyId: line.order.agencyId,
      capacity: line.order.capacity,
    },
    shares: await attributedShares(tx, event, shares, terms),
  })
  if (journal) await appendJournal(tx, { actorId, journal })
}

async function attributedShares(
  tx: Transaction,
  event: LockedEvent,
  shares: readonly EarnedShare[],
  terms: ReadonlyMap<number, LotTerms>,
): Promise<HouseholdShare[]> {
  const standings = await standingsOn(
    tx,
    shares.map((share) => share.householdId),
    event.businessDay,
  )
  return shares.map((share) => {
    const { householdId, baseFen, premiumFen, marginFen, leadFeeFen } = share
    const { purchase, lead } = termsOf(terms, share)
    const standing = standings.get(householdId)
    invariant(standing, 'every household that gave something belongs somewhere')
    return {
      householdId,
      ...standing,
      baseFen,
      premiumFen,
      margin: purchase && { cooperativeId: purchase.cooperativeId, amountFen: marginFen },
      leadFee: lead && { householdId: lead.householdId, amountFen: leadFeeFen },
    }
  })
}
