/**
 * Sales income as postings make it: what is kept beside the ledger per household and day, and reported.
 * Invariant: only base and premium count, up when a household is credited and down when it is debited.
 */
import { parseAccount } from './accounts.ts'
import { type HouseholdCategory, isSalesPart, type Journal, type Posting } from './journal.ts'

/** What a journal changes in one household's income where it belonged then; amounts may be negative. */
export type IncomeChange = {
  householdId: number
  villageCode: string
  gridCode: string | null
  category: HouseholdCategory
  baseFen: number
  premiumFen: number
}

/** The changes a journal makes, one for each household, place and category, in the order of its postings. */
export function salesIncome(journal: Pick<Journal, 'postings'>): IncomeChange[] {
  const changes = new Map<string, IncomeChange>()
  for (const posting of journal.postings) {
    const { householdId, villageCode, gridCode, category } = posting.dims
    const isSale =
      isSalesPart(posting.part) && householdId !== null && villageCode !== null && category !== null
    if (!isSale) continue
    const key = [householdId, villageCode, gridCode, category].join(' ')
    const change = changes.get(key) ?? {
      householdId,
      villageCode,
      gridCode,
      category,
      baseFen: 0,
      premiumFen: 0,
    }
    const signedFen = isCredited(posting) ? posting.amountFen : -posting.amountFen
    if (posting.part === 'base') change.baseFen += signedFen
    else change.premiumFen += signedFen
    changes.set(key, change)
  }
  return [...changes.values()]
}

function isCredited(posting: Posting): boolean {
  return parseAccount(posting.to)?.kind === 'household'
}
