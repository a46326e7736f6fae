import { database } from '#app/db/client.server.ts'
import { readAgainRequest } from '#app/db/ordering/read-again.server.ts'
import { keepPlan } from '#app/db/pickup/event-changes.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { planAgain, type TermValue } from '#app/domain/dispatch/plan-again.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'
import { loadSolve, SOLVER_SETTINGS } from '#app/gateways/highs.server.ts'

/**
 * Plans the lines of an event that is to change, and keeps the plan with all that it was made from. It blocks its
 * thread while it solves, so that it is run in a process of its own. `onTerm` is told of each term as it is decided.
 */
export async function planEventChange(
  _actor: SystemActor,
  asked: { changeId: string; eventId: number; change: EventChange },
  onTerm: (terms: readonly TermValue[]) => void = () => {},
): Promise<boolean> {
  const [request, solve] = await Promise.all([
    inTransaction((tx) => readAgainRequest(tx, asked)),
    loadSolve(),
  ])
  const terms: TermValue[] = []
  const plan = planAgain(request, solve, (term) => {
    terms.push(term)
    onTerm(terms)
  })
  return keepPlan(database(), asked.changeId, { request, plan, settings: SOLVER_SETTINGS })
}
