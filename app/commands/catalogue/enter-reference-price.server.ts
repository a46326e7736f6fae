import { type WrittenPrices, writeReferencePrices } from '#app/db/catalogue/reference-prices.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import {
  type PriceEntry,
  type PriceEntryFault,
  priceEntryFaults,
} from '#app/domain/catalogue/reference-price.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type PriceEntryRefusal = Refusal<'price-entry-refused'> & { faults: PriceEntryFault[] }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Adds a market price to the county's table. What is there is never changed: the newest day counts. */
export async function enterReferencePrice(
  actor: Actor,
  scope: Scope,
  input: { countyCode: string; entry: PriceEntry },
  deps = liveDeps,
): Promise<Verdict<WrittenPrices, 'not-found'> | PriceEntryRefusal> {
  const { countyCode, entry } = input
  const isReached = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'price:enter') || !isReached) return refuse('not-found')
  const now = deps.now()
  const faults = priceEntryFaults(entry, civilDateOf(now))
  return inTransaction(async (tx) => {
    const isKnown = (await tx.product.count({ where: { key: entry.productKey } })) === 1
    if (!isKnown) faults.unshift({ field: 'productKey', refusal: refuse('product-missing') })
    if (faults.length > 0) return { ...refuse('price-entry-refused'), faults }
    return accept(await writeReferencePrices(tx, { actorId: actor.accountId, countyCode, now }, [entry]))
  })
}
