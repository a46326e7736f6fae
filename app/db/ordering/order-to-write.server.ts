/** A decided basket as the rows that the guarded statement writes. */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import type { EventTarget } from '#app/domain/ordering/joining.ts'
import { sumParts } from '#app/domain/ordering/order-lines.ts'
import { type AllocatedGoods, lotOf } from './allocated-goods.server.ts'
import type { PlannedBasket } from './planned-basket.server.ts'
import type { BasketGoods } from './read-basket.server.ts'
import type { ReadOpenOrder } from './read-open-orders.server.ts'
import { eventDay, type Supply } from './read-supply.server.ts'
import type { AllocationToWrite, LineToWrite, OrderToWrite } from './write-order.server.ts'

export type NewId = () => string

/** What of an order the plan does not say. */
export type OrderHead = Pick<
  OrderToWrite,
  'countyCode' | 'accountId' | 'agencyId' | 'capacity' | 'payBy' | 'placementKey' | 'contentHash'
>

export type OrderTarget = EventTarget<ReadOpenOrder>

/** An order of the placement: one there was, or the new one, with what is added to it. */
type Written = { id: string; order: ReadOpenOrder | null; lineCount: number; moreFen: number }

/**
 * The rows of a placement: lines numbered as the basket has them, on from those the order has, each weighed animal a
 * line of its own. `targets` say for each event of the plan which order it goes to.
 */
export function orderToWrite(
  head: OrderHead,
  planned: PlannedBasket,
  allocated: readonly AllocatedGoods[],
  targets: readonly OrderTarget[],
  newId: NewId,
): OrderToWrite {
  const { basket, supply, plan, request } = planned
  const id = newId()
  const newOrderId = newId()
  const orders = new Map<string, Written>()
  const lines: LineToWrite[] = []
  const allocations: AllocationToWrite[] = []
  for (const part of allocated) {
    const order = targetOf(targets, part.event.id).order
    const orderId = order?.id ?? newOrderId
    const written = orders.get(orderId) ?? { id: orderId, order, lineCount: 0, moreFen: 0 }
    const from = (order?.lastLineNumber ?? 0) + written.lineCount + 1
    const own = part.held.map((held, i) => ({ ...lineRow(newId(), from + i, part, held), orderId }))
    written.lineCount += own.length
    written.moreFen += sumParts(part.held).amountFen
    orders.set(orderId, written)
    lines.push(...own)
    allocations.push(...allocationRows(part, supply, own, newId))
  }
  const opened = orders.get(newOrderId)
  const events = [...new Map(allocated.map(({ event }) => [event.id, event])).values()]
  return {
    ...head,
    id,
    basket: { id: basket.id, version: basket.version },
    remainder: { basketId: newId(), goods: planned.left },
    opened: opened ? { id: opened.id, totalFen: opened.moreFen } : null,
    joined: [...orders.values()].flatMap(({ order, moreFen }) =>
      order ? [{ id: order.id, version: order.version, moreFen }] : [],
    ),
    events: events.map((event) => ({
      id: event.id,
      startsAt: event.startsAt.toISOString(),
      newRooms: targetOf(targets, event.id).hasRoom ? 0 : 1,
    })),
    rooms: events.flatMap((event) => {
      const { order, hasRoom } = targetOf(targets, event.id)
      return hasRoom
        ? []
        : [{ eventId: event.id, orderId: order?.id ?? newOrderId, pickupCode: order?.pickupCode ?? null }]
    }),
    offers: [...new Set(allocated.map((part) => part.goods))].map((goods) => ({
      id: goods.offerId,
      unitPriceFen: goods.unitPriceFen,
      referencePriceFen: goods.referencePriceFen,
    })),
    lots: lotsTaken(allocated),
    lines,
    allocations,
    dispatch: {
      ruleVersion: plan.ruleVersion,
      inputs: {
        dispatch: request,
        allocation: allocated.map(({ key, requests }) => ({ line: key, requests })),
      },
      plan: {
        dispatch: plan,
        allocation: allocated.map(({ key, ruleName, ruleVersion, parts }) => ({
          line: key,
          ruleName,
          ruleVersion,
          parts,
        })),
      },
    },
    activities: [...orders.values()].map(({ id: orderId, order, lineCount, moreFen }) => ({
      orderId,
      act: order ? 'order:join' : 'order:place',
      facts: { placementId: id, lines: lineCount, totalFen: moreFen, payBy: head.payBy },
    })),
    notice: {
      countyCode: head.countyCode,
      accountId: head.accountId,
      orderId: opened?.id ?? [...orders.keys()][0] ?? null,
      onceKey: onceKeys.orderPlaced(id),
      facts: {
        kind: 'order-placed',
        events: events.map((event) => ({
          eventId: event.id,
          startsAt: event.startsAt.toISOString(),
          endsAt: event.endsAt.toISOString(),
        })),
        totalFen: planned.shown.totalFen,
        isEstimate: lines.some((line) => line.pricedBy === 'jin'),
        payBy: head.payBy,
      },
    },
  }
}

function targetOf(targets: readonly OrderTarget[], eventId: number): OrderTarget {
  const target = targets.find((one) => one.eventId === eventId)
  invariant(target, `event ${eventId} goes to no order`)
  return target
}

/** An order line of these goods at this event, at today's prices, which are copied here for good. */
export function lineRow(
  id: string,
  lineNumber: number,
  { goods, event }: { goods: BasketGoods; event: { id: number } },
  held: { quantity: number; amountFen: number; baseFen: number },
): Omit<LineToWrite, 'orderId'> {
  const { measure } = goods
  return {
    id,
    lineNumber,
    countyCode: goods.countyCode,
    offerId: goods.offerId,
    productId: goods.productId,
    villageCode: goods.villageCode,
    eventId: event.id,
    quantity: held.quantity,
    orderedBy: measure.orderedBy,
    pricedBy: measure.pricedBy,
    pieceUnit: goods.pieceUnit,
    usualPieceGramsLeast: measure.usualPieceGrams?.least ?? null,
    usualPieceGramsMost: measure.usualPieceGrams?.most ?? null,
    unitPriceFen: goods.unitPriceFen,
    referencePriceFen: goods.referencePriceFen,
    noShowSharePercent: goods.noShowSharePercent,
    heldAmountFen: held.amountFen,
    heldBaseFen: held.baseFen,
  }
}

/** The allocations of these goods to their lines, which are in the order the shares name them by. */
export function allocationRows(
  part: AllocatedGoods,
  supply: Supply,
  lines: readonly { id: string }[],
  newId: NewId,
): AllocationToWrite[] {
  const businessDay = eventDay(part.event)
  return part.shares.map((share) => {
    const { countyCode, householdId } = lotOf(supply, share.lotId)
    const lineId = lines[share.lineIndex]?.id ?? ''
    const { lotId, quantity, amountFen } = share
    const { ruleName, ruleVersion } = part
    const id = newId()
    return {
      id,
      lineId,
      countyCode,
      lotId,
      householdId,
      quantity,
      amountFen,
      ruleName,
      ruleVersion,
      businessDay,
    }
  })
}

/** Each lot once: all that the order takes of it, and the first and last day it must be there. */
function lotsTaken(allocated: readonly AllocatedGoods[]): OrderToWrite['lots'] {
  const taken = new Map<number, OrderToWrite['lots'][number]>()
  for (const part of allocated) {
    const day = eventDay(part.event)
    for (const { lotId, quantity } of part.parts) {
      const before = taken.get(lotId)
      taken.set(lotId, {
        id: lotId,
        offerId: part.goods.offerId,
        quantity: quantity + (before?.quantity ?? 0),
        firstDay: before && before.firstDay < day ? before.firstDay : day,
        lastDay: before && before.lastDay > day ? before.lastDay : day,
      })
    }
  }
  return [...taken.values()]
}
