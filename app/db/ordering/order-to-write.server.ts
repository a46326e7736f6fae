/** A decided basket as the rows that the guarded statement writes. */
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { type AllocatedGoods, lotOf } from './allocated-goods.server.ts'
import type { PlannedBasket } from './planned-basket.server.ts'
import type { BasketGoods } from './read-basket.server.ts'
import { eventDay, type Supply } from './read-supply.server.ts'
import type { AllocationToWrite, LineToWrite, OrderToWrite } from './write-order.server.ts'

export type NewId = () => string

/** What of an order the plan does not say. */
export type OrderHead = Pick<
  OrderToWrite,
  'countyCode' | 'accountId' | 'agencyId' | 'capacity' | 'payBy' | 'placementKey' | 'contentHash'
>

/** The rows of an order: lines numbered as the basket has them, each weighed animal a line of its own. */
export function orderToWrite(
  head: OrderHead,
  planned: PlannedBasket,
  allocated: readonly AllocatedGoods[],
  newId: NewId,
): OrderToWrite {
  const { basket, supply, plan, request, shown } = planned
  const lines: LineToWrite[] = []
  const allocations: AllocationToWrite[] = []
  for (const part of allocated) {
    const own = part.held.map((held, i) => lineRow(newId(), lines.length + i + 1, part, held))
    lines.push(...own)
    allocations.push(...allocationRows(part, supply, own, newId))
  }
  const id = newId()
  const events = [...new Map(allocated.map(({ event }) => [event.id, event])).values()]
  return {
    ...head,
    id,
    totalFen: shown.totalFen,
    basket: { id: basket.id, version: basket.version },
    remainder: { basketId: newId(), goods: planned.left },
    events: events.map((event) => ({ id: event.id, startsAt: event.startsAt.toISOString() })),
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
    activityFacts: { lines: lines.length, totalFen: shown.totalFen, payBy: head.payBy },
    notice: {
      countyCode: head.countyCode,
      accountId: head.accountId,
      orderId: id,
      onceKey: onceKeys.orderPlaced(id),
      facts: {
        kind: 'order-placed',
        events: events.map((event) => ({
          eventId: event.id,
          startsAt: event.startsAt.toISOString(),
          endsAt: event.endsAt.toISOString(),
        })),
        totalFen: shown.totalFen,
        isEstimate: lines.some((line) => line.pricedBy === 'jin'),
        payBy: head.payBy,
      },
    },
  }
}

/** An order line of these goods at this event, at today's prices, which are copied here for good. */
export function lineRow(
  id: string,
  lineNumber: number,
  { goods, event }: { goods: BasketGoods; event: { id: number } },
  held: { quantity: number; amountFen: number; baseFen: number },
): LineToWrite {
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
