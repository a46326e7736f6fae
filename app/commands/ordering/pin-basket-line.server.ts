import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type PinBasketLineCode = 'not-allowed' | 'not-found' | 'event-does-not-serve'

/**
 * Fixes the event at which an offer in the actor's basket shall be collected, or with null leaves it to the plan.
 * Whether the event still has room and enough of it is said by the plan, not here.
 */
export async function pinBasketLine(
  actor: Actor,
  _scope: Scope,
  input: { offerId: number; eventId: number | null },
): Promise<Verdict<null, PinBasketLineCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<null, PinBasketLineCode>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return refuse('not-found')
    if (input.eventId !== null) {
      const serving = await tx.$queryRaw<{ id: number }[]>`
        SELECT v.event_id AS id FROM pickup_event_village v JOIN offer o ON o.village_code = v.village_code
        JOIN pickup_event e ON e.id = v.event_id AND e.state <> 'draft'
        WHERE v.event_id = ${input.eventId}::int AND o.id = ${input.offerId}::int`
      if (serving.length === 0) return refuse('event-does-not-serve')
    }
    const { count } = await tx.basketLine.updateMany({
      where: { basketId: basket.id, offerId: input.offerId },
      // One event for all of it is no longer two.
      data: { pinnedEventId: input.eventId, ...(input.eventId === null ? {} : { inTwo: false }) },
    })
    return count === 0 ? refuse('not-found') : accept(null)
  })
}
