/**
 * Which events are near their cut-off with few orders.
 * Invariant: an event that is cut off or full is never one of them.
 */

const NEAR_HOURS = 72
const FEW_PERCENT = 20
const MS_PER_HOUR = 3_600_000

/** Within three days of the cut-off with less than a fifth of its room taken. */
export function hasFewOrders(
  event: { ordersTaken: number; capacityOrders: number; cutOffAt: Date },
  now: Date,
): boolean {
  const hours = (event.cutOffAt.getTime() - now.getTime()) / MS_PER_HOUR
  return hours > 0 && hours <= NEAR_HOURS && event.ordersTaken * 100 < event.capacityOrders * FEW_PERCENT
}
