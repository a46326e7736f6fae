import { readExpectedCash } from '#app/db/handover/close-facts.server.ts'
import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import { raiseException } from '#app/db/handover/event-exceptions.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CashPieces, countCash as countPieces } from '#app/domain/handover/cash-box.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type CountCashInput = {
  operationId: string
  eventId: number
  pieces: CashPieces
  /** Why the count is not what the ledger expects; empty where they agree. */
  differenceReason: string
  /** Who looks into the difference; null for whoever counts. Ignored where there is none. */
  ownerId?: number | null
}

export type CashCounted = { expectedFen: number; countedFen: number }

/**
 * Records what lies in the cash box once the desk is done, beside what the ledger expects. The newest count is the
 * count. Refuses `cash-difference-unexplained` with `expectedFen` and `countedFen` where they part without a reason;
 * with one the difference is an exception that somebody looks into.
 */
export async function countCash(actor: Actor, scope: Scope, input: CountCashInput) {
  const { operationId, eventId, pieces, ownerId = null } = input
  const differenceReason = input.differenceReason.trim()
  const countedFen = countPieces(pieces)
  return inDeskOperation<CashCounted, 'cash-difference-unexplained' | 'exception-owner-unknown'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'cash-count', content: { countedFen, differenceReason, ownerId } },
    async (tx, event) => {
      const expectedFen = await readExpectedCash(tx, event.id)
      const differs = countedFen !== expectedFen
      if (differs && differenceReason === '') {
        return refuse('cash-difference-unexplained', { expectedFen, countedFen })
      }
      const { id: cashCountId } = await tx.cashCount.create({
        data: {
          eventId: event.id,
          countyCode: event.countyCode,
          expectedFen,
          countedFen,
          pieces,
          differenceReason: differs ? differenceReason : null,
          countedBy: actor.accountId,
        },
        select: { id: true },
      })
      if (differs) {
        const amountFen = countedFen - expectedFen
        const of = { kind: 'cash-difference' as const, cashCountId, amountFen, reason: differenceReason }
        const raised = await raiseException(tx, event, of, { ownerId, actorId: actor.accountId })
        if (!raised) return refuse('exception-owner-unknown')
      }
      return accept({ value: { expectedFen, countedFen }, facts: { expectedFen, countedFen } })
    },
  )
}
