import { randomUUID } from 'node:crypto'
import type { LineSettlement } from '#app/domain/handover/settle-line.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { Measure, OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'
import type { DeskBy } from './write-settlement.server.ts'

/** A lot sold from at the stall, with the offer's price as it is now. */
export type StallLot = {
  id: number
  householdId: number
  offerId: number
  productId: number
  villageCode: string
  unitPriceFen: number
  referencePriceFen: number
  pieceUnit: string | null
  measure: Measure
}

type StallRow = Omit<StallLot, 'measure'> & {
  available: number
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  least: number | null
  most: number | null
}

async function readStallLot(tx: Transaction, event: LockedEvent, lotId: number): Promise<StallRow | null> {
  const [row] = await tx.$queryRaw<StallRow[]>`
    SELECT l.id, l.household_id AS "householdId", l.available, o.id AS "offerId", o.product_id AS "productId",
      o.village_code AS "villageCode", o.unit_price_fen AS "unitPriceFen", o.reference_price_fen AS "referencePriceFen",
      p.piece_unit AS "pieceUnit", p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step,
      p.usual_piece_grams_least AS least, p.usual_piece_grams_most AS most
    FROM lot l JOIN offer o ON o.id = l.offer_id JOIN product p ON p.id = o.product_id
    JOIN pickup_event_village v ON v.village_code = o.village_code AND v.event_id = ${event.id}
    WHERE l.id = ${lotId} AND l.state = 'approved'
      AND ${toDateColumn(event.businessDay)}::date BETWEEN l.available_from AND l.available_to`
  return row ?? null
}

/**
 * Takes a quantity that no order has reserved out of a lot, if the lot still has it: one guarded statement.
 * Refuses `not-found` for a lot that this event does not serve or that is not for its day, and `not-enough` with
 * `available`.
 */
export async function takeFromStall(
  tx: Transaction,
  event: LockedEvent,
  lotId: number,
  quantity: number,
): Promise<Verdict<StallLot, 'not-found' | 'not-enough'>> {
  const row = await readStallLot(tx, event, lotId)
  if (!row) return refuse('not-found')
  const taken = await tx.$executeRaw`
    UPDATE lot SET available = available - ${quantity}::int, given = given + ${quantity}::int
    WHERE id = ${lotId} AND state = 'approved' AND available >= ${quantity}::int`
  if (taken === 0) {
    const now = await readStallLot(tx, event, lotId)
    return refuse('not-enough', { available: now?.available ?? 0 })
  }
  const { available: _, orderedBy, pricedBy, step, least, most, ...lot } = row
  const usualPieceGrams = most === null ? null : { least: least ?? 1, most }
  return accept({ ...lot, measure: { orderedBy, pricedBy, step, usualPieceGrams } })
}

/** The order and its one line, already handed over: the same rows as of any order. The order's id is the operation's. */
export async function writeWalkUpOrder(
  tx: Transaction,
  by: DeskBy,
  sale: StallSale,
): Promise<{ id: string }> {
  const { event, operationId } = by
  await tx.order.create({
    data: {
      id: operationId,
      countyCode: event.countyCode,
      kind: 'walk-up',
      capacity: 'personal',
      payBy: 'desk',
      totalFen: sale.settlement.amountFen,
    },
    select: { id: true },
  })
  return writeStallLine(tx, by, sale, {
    orderId: operationId,
    lineNumber: 1,
    substitutesId: null,
    state: sale.settlement.outcome,
    allocation: { state: 'settled', operationId },
  })
}

type StallSale = { lot: StallLot; quantity: number; settlement: LineSettlement }

/** A line of goods chosen at the stall, held at what they come to, with its allocation to their lot. */
async function writeStallLine(
  tx: Transaction,
  { event }: DeskBy,
  { lot, quantity, settlement }: StallSale,
  { allocation, ...line }: StallLine,
): Promise<{ id: string }> {
  const { countyCode } = event
  const lineId = randomUUID()
  await tx.orderLine.create({
    data: {
      ...line,
      id: lineId,
      countyCode,
      offerId: lot.offerId,
      productId: lot.productId,
      villageCode: lot.villageCode,
      eventId: event.id,
      quantity,
      orderedBy: lot.measure.orderedBy,
      pricedBy: lot.measure.pricedBy,
      pieceUnit: lot.pieceUnit,
      usualPieceGramsLeast: lot.measure.usualPieceGrams?.least ?? null,
      usualPieceGramsMost: lot.measure.usualPieceGrams?.most ?? null,
      unitPriceFen: lot.unitPriceFen,
      referencePriceFen: lot.referencePriceFen,
      heldAmountFen: settlement.amountFen,
      heldBaseFen: settlement.baseFen,
    },
    select: { id: true },
  })
  await tx.allocation.create({
    data: {
      ...allocation,
      id: randomUUID(),
      orderLineId: lineId,
      countyCode,
      lotId: lot.id,
      householdId: lot.householdId,
      quantity,
      amountFen: settlement.amountFen,
      ruleName: 'chosen-at-the-stall',
      ruleVersion: '1',
      businessDay: toDateColumn(event.businessDay),
    },
    select: { id: true },
  })
  return { id: lineId }
}

type StallLine = {
  orderId: string
  lineNumber: number
  substitutesId: string | null
  state: OrderLineState
  allocation: { state: 'reserved' } | { state: 'settled'; operationId: string }
}

/**
 * Other goods for a line of an order that is held: a line of the same order after all it has, placed until it is
 * settled, so that what was paid ahead stays with the order until then.
 */
export async function writeSubstituteLine(
  tx: Transaction,
  by: DeskBy,
  line: { orderId: string; substitutesId: string },
  sale: StallSale,
): Promise<{ id: string }> {
  const last = await tx.orderLine.aggregate({
    where: { orderId: line.orderId },
    _max: { lineNumber: true },
  })
  return writeStallLine(tx, by, sale, {
    ...line,
    lineNumber: (last._max.lineNumber ?? 0) + 1,
    state: 'placed',
    allocation: { state: 'reserved' },
  })
}

/** A sale at the stall that was taken back is no order: its goods, held for it again, go back to the stall. */
export async function cancelWalkUp(tx: Transaction, orderId: string): Promise<void> {
  const where = { orderLine: { orderId }, state: 'reserved' }
  const held = await tx.allocation.findMany({ where, select: { lotId: true, quantity: true } })
  for (const { lotId, quantity } of held) {
    await tx.$executeRaw`
      UPDATE lot SET available = available + ${quantity}::int, reserved = reserved - ${quantity}::int WHERE id = ${lotId}`
  }
  await tx.allocation.updateMany({ where, data: { state: 'released' } })
  await tx.orderLine.updateMany({ where: { orderId }, data: { state: 'cancelled' } })
  await tx.order.update({ where: { id: orderId }, data: { cancelledAt: new Date() }, select: { id: true } })
}
