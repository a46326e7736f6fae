import type { Role } from '#app/domain/access/roles.ts'
import type { Position } from '#app/domain/access/tiers.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Transaction } from '../client.server.ts'

type Placed = {
  role: string
  scopeCode: string | null
  agencyId: number | null
  agency: { countyCode: string } | null
}

/** What `toPosition` needs of an assignment or an invitation. */
export const POSITION_COLUMNS = {
  role: true,
  scopeCode: true,
  agencyId: true,
  agency: { select: { countyCode: true } },
} as const

/** A row with a role as a position, its county read off the division or the agency. */
export function toPosition(row: Placed): Position {
  const countyCode = row.scopeCode === null ? row.agency?.countyCode : countyOf(row.scopeCode)
  invariant(countyCode !== undefined, 'a role is over a division or in an agency')
  return { role: row.role as Role, scopeCode: row.scopeCode, agencyId: row.agencyId, countyCode }
}

/** The roles an account holds now, with their counties. */
export async function readPositions(tx: Transaction, accountId: number): Promise<Position[]> {
  const rows = await tx.assignment.findMany({
    where: { accountId, endedAt: null },
    orderBy: { id: 'asc' },
    select: POSITION_COLUMNS,
  })
  return rows.map(toPosition)
}

/** The county that an account's own acts are recorded under: that of its first role, ended or not. */
export async function countyOfAccount(tx: Transaction, accountId: number): Promise<string> {
  const first = await tx.assignment.findFirst({
    where: { accountId },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'asc' }],
    select: POSITION_COLUMNS,
  })
  invariant(first, 'every account was made with a role')
  return toPosition(first).countyCode
}
