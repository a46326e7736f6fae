/**
 * Numbers that can belong to one person or one household only, within a file.
 * Invariant: the earlier row keeps the number; a row refused for another fault still holds its claim.
 */
import type { RosterKey } from './roster-columns.ts'
import type { RosterRow } from './roster-rows.ts'
import type { Fault } from './sheet.ts'
import type { Table } from './table.ts'

/** Per row, the faults of identity numbers and bank cards that an earlier row of the file has. */
export function repeatedClaims(table: Table<RosterKey>, rows: readonly RosterRow[]): Map<number, Fault[]> {
  const faults = new Map<number, Fault[]>()
  const people = new Map<string, RosterRow>()
  const cards = new Map<string, RosterRow>()
  const add = (row: RosterRow, key: RosterKey, code: Fault['code'], earlier: RosterRow) =>
    faults.set(row.row, [
      ...(faults.get(row.row) ?? []),
      table.fault(row.row, key, code, { row: earlier.row }),
    ])
  for (const row of rows) {
    const { idNumber } = row.member
    const twin = idNumber === null ? undefined : people.get(idNumber)
    if (twin !== undefined) {
      const inside = twin.number === row.number
      add(row, 'idNumber', inside ? 'id-repeated-in-household' : 'id-of-another-household', twin)
    } else if (idNumber !== null) people.set(idNumber, row)
    const owner = row.bankCard === null ? undefined : cards.get(row.bankCard)
    if (owner === undefined && row.bankCard !== null) cards.set(row.bankCard, row)
    else if (owner !== undefined && owner.number !== row.number) {
      add(row, 'bankCard', 'bank-card-of-another-household', owner)
    }
  }
  return faults
}
