/** Goods fetched from home: households whose lots may grow at this event, sold out ones too, and what was just recorded. */
import { readDatabase } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { StallHousehold, StallLot, WalkUp } from './walk-up.server.ts'
import { readStall } from './walk-up.server.ts'

export type TopUp = Omit<WalkUp, 'sold'> & {
  /** What was added a moment ago, and to whose lot. */
  added: { household: StallHousehold; lot: StallLot; quantity: number } | null
}

/** `addedId` is the operation that recorded it; `asked` as at the stall. */
export async function readTopUp(
  actor: Actor,
  scope: Scope,
  eventId: number,
  query: { asked: string; householdId: number | null; addedId: string | null },
): Promise<TopUp | null> {
  const stall = await readStall(actor, scope, eventId, { ...query, alsoSoldOut: true })
  if (stall === null) return null
  const { addedId } = query
  const change =
    addedId !== null && isUuid(addedId)
      ? await readDatabase().lotChange.findUnique({
          where: { id: addedId },
          select: { lotId: true, quantity: true },
        })
      : null
  const { bar, households, chosen, all } = stall
  const household = all.find((each) => each.lots.some((lot) => lot.lotId === change?.lotId))
  const lot = household?.lots.find((each) => each.lotId === change?.lotId)
  return {
    bar,
    households,
    chosen,
    added: change && household && lot ? { household, lot, quantity: change.quantity } : null,
  }
}
