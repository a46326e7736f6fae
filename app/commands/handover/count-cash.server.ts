import { readExpectedCash } from '#app/db/handover/close-facts.server.ts'
import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CashPieces, countCash as countPieces } from '#app/domain/handover/cash-box.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type CountCashInput = {
  operationId: string
  eventId: number
  pieces: CashPieces
  /** Why the count is not what the ledger expects; empty where they agree. */
  differenceReason: string
}

export type CashCounted = { expectedFen: number; countedFen: number }

/**
 * Records what lies in the cash box once the desk is done, beside what the ledger expects. The newest count is the
 * count. Refuses `cash-difference-unexplained` with `expectedFen` and `countedFen` where they part without a reason.
 */
export async function countCash(actor: Actor, scope: Scope, input: CountCashInput) {
  const { operationId, eventId, pieces } = input
  const differenceReason = input.differenceReason.trim()
  const countedFen = countPieces(pieces)
  return inDeskOperation<CashCounted, 'cash-difference-unexplained'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'cash-count', content: { countedFen, differenceReason } },
    async (tx, event) => {
      const expectedFen = await readExpectedCash(tx, event.id)
      const differs = countedFen !== expectedFen
      if (differs && differenceReason === '') {
        return refuse('cash-difference-unexplained', { expectedFen, countedFen })
      }
      await tx.cashCount.create({
        data: {
          eventId: event.id,
          countyCode: event.countyCode,
          expectedFen,
          countedFen,
          differenceReason: differs ? differenceReason : null,
          countedBy: actor.accountId,
        },
        select: { id: true },
      })
      return accept({ value: { expectedFen, countedFen }, facts: { expectedFen, countedFen } })
    },
  )
}
