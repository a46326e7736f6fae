/**
 * The income report's shape: which levels there are, and what its columns are called.
 * Invariant: at each level the rows, `unassigned` among them, add up to the level above.
 */
import { mulDivHalfUp } from '#app/domain/kernel/money.ts'

export const INCOME_LEVELS = ['household', 'grid', 'village', 'town', 'area', 'county'] as const
export type IncomeLevel = (typeof INCOME_LEVELS)[number]

/** Column keys of the exported file, in order. */
export const INCOME_COLUMNS = [
  'division_code',
  'division_name',
  'household_no',
  'household',
  'category',
  'headcount',
  'sales_fen',
  'base_fen',
  'premium_fen',
  'per_head_fen',
  'orders',
  'last_sale_on',
] as const

/** The name of the row for what belongs to no child of its parent. */
export const UNASSIGNED = 'unassigned'

export type IncomeRow = {
  /** A division, grid or area; at household level the household's village or grid. */
  divisionCode: string
  divisionName: string
  isUnassigned: boolean
  householdId: number | null
  householdNumber: string | null
  /** The name for those who may see it, else the alias. */
  household: string | null
  category: string | null
  headcount: number
  salesFen: number
  baseFen: number
  premiumFen: number
  orderCount: number
  lastSaleOn: string | null
}

export function isIncomeLevel(text: string): text is IncomeLevel {
  return (INCOME_LEVELS as readonly string[]).includes(text)
}

/** The level that a row of `level` opens into; null where there is nothing below. */
export function levelBelow(level: IncomeLevel): IncomeLevel | null {
  const below: Record<IncomeLevel, IncomeLevel | null> = {
    county: 'town',
    area: 'town',
    town: 'village',
    village: 'household',
    grid: 'household',
    household: null,
  }
  return below[level]
}

/** Income per head, half up; null where nobody is counted. */
export function perHeadFen(row: Pick<IncomeRow, 'salesFen' | 'headcount'>): number | null {
  if (row.headcount < 1) return null
  return row.salesFen < 0
    ? -mulDivHalfUp(-row.salesFen, 1, row.headcount)
    : mulDivHalfUp(row.salesFen, 1, row.headcount)
}

/** The cells of a row of the exported file, in the order of INCOME_COLUMNS; what does not apply is empty. */
export function incomeCells(row: IncomeRow): (string | number | null)[] {
  return [
    row.divisionCode,
    row.isUnassigned ? UNASSIGNED : row.divisionName,
    row.householdNumber,
    row.household,
    row.category,
    row.isUnassigned ? null : row.headcount,
    row.salesFen,
    row.baseFen,
    row.premiumFen,
    row.isUnassigned ? null : perHeadFen(row),
    row.orderCount,
    row.lastSaleOn,
  ]
}
