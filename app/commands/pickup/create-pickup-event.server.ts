import { type EventPlanRefusal, writePlannedEvent } from '#app/db/pickup/write-planned-event.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { EventPlan } from '#app/domain/pickup/plan-event.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Writes a planned event as a draft. Its villages must exist and lie in the organizer's scope. */
export async function createPickupEvent(
  actor: Actor,
  scope: Scope,
  plan: EventPlan,
  deps = liveDeps,
): Promise<Verdict<{ eventId: number }, 'not-allowed'> | EventPlanRefusal> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const by = { actorId: actor.accountId, scope, now: deps.now() }
  return inTransaction((tx) => writePlannedEvent(tx, by, plan))
}
