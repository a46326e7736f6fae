import type { LotTerms } from '#app/domain/handover/earned-share.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Transaction } from '../client.server.ts'

/** What the households of these lots agreed to beside the price, by lot. */
export async function readLotTerms(
  tx: Transaction,
  of: readonly { lotId: number }[],
): Promise<Map<number, LotTerms>> {
  if (of.length === 0) return new Map()
  const lots = await tx.lot.findMany({
    where: { id: { in: of.map((part) => part.lotId) } },
    select: {
      id: true,
      purchasePriceFen: true,
      leadHouseholdId: true,
      leadFeeFen: true,
      offer: { select: { cooperativeId: true } },
    },
  })
  return new Map(
    lots.map(({ id, purchasePriceFen, leadHouseholdId, leadFeeFen, offer: { cooperativeId } }) => [
      id,
      {
        purchase:
          cooperativeId === null || purchasePriceFen === null
            ? null
            : { cooperativeId, priceFen: purchasePriceFen },
        lead:
          leadHouseholdId === null || leadFeeFen === null
            ? null
            : { householdId: leadHouseholdId, feeFen: leadFeeFen },
      },
    ]),
  )
}

export function termsOf(terms: ReadonlyMap<number, LotTerms>, { lotId }: { lotId: number }): LotTerms {
  const found = terms.get(lotId)
  invariant(found, `lot ${lotId} gave and is not there`)
  return found
}
