/** Whether a colleague may collect an order, event by event, and under which code. */
import { readDatabase } from '#app/db/client.server.ts'
import { readColleagues } from '#app/db/ordering/colleagues.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { isCollectorOpen } from '#app/domain/ordering/colleague-collects.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'

/** `isOpen`: the buyer may still say otherwise. The code is six digits, for the orders it counts; null until let. */
export type CollectingByColleagues = {
  isOpen: boolean
  code: string | null
  orderCount: number
}

/** By an event and the order's lines there; null where it is not to be decided, as for who has left the agency. */
export type CollectingOf = (
  eventId: number,
  lines: readonly OrderLineState[],
) => CollectingByColleagues | null

/** The code is for as long as something is left to collect; to be let by one is offered only where colleagues are. */
export async function readOrderCollecting(
  scope: Scope,
  order: { id: string; agencyId: number | null },
): Promise<CollectingOf> {
  const isMember = order.agencyId !== null && scope.agencyIds.includes(order.agencyId)
  const events = isMember ? await readColleagues(readDatabase(), order.id) : []
  return (eventId, lines) => {
    const there = events.find((one) => one.eventId === eventId)
    if (!there || !lines.includes('placed')) return null
    const isOpen = isCollectorOpen(lines)
    const { mayCollect, groupCode, hasColleague, orderCount } = there
    if (mayCollect) return { isOpen, code: groupCode, orderCount }
    return isOpen && hasColleague ? { isOpen, code: null, orderCount } : null
  }
}
