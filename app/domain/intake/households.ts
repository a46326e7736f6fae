/**
 * A roster, one row a person, checked into households.
 * Invariant: a household with a fault as a whole, or with a fault in its head's row, is refused at the row that
 * shows it, with its other rows held. A fault in another member refuses that row alone: one wrong digit in a
 * grandchild's number must not take the household's goods off the list.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import { parseMoneyUnit } from './figures.ts'
import { repeatedClaims } from './household-claims.ts'
import type { HouseholdFact } from './household-fact.ts'
import type { KnownHousehold, PlacedContext } from './known.ts'
import { indexPlaces, likelyTown, townOfTitles } from './places.ts'
import { ROSTER, type RosterKey } from './roster-columns.ts'
import { type RosterRow, readRosterRow } from './roster-rows.ts'
import { type Checked, type Fault, groupByRow, type RefusedRow, type Sheet } from './sheet.ts'
import { isUnitNote, moneyUnitOfTitles, readTable, type Table } from './table.ts'

export type HouseholdsContext = PlacedContext

export type CheckedHouseholds = Checked<HouseholdFact>

/** Checks a roster. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkHouseholds(
  sheet: Sheet,
  context: HouseholdsContext,
): Verdict<CheckedHouseholds, FileRefusalCode> {
  const read = readTable(sheet, ROSTER)
  if (!read.ok) return read
  const table = read.value
  if (!table.has('kinship') && !table.has('headName')) {
    return refuse('column-missing', { columns: '与户主关系 (relation to head)', row: table.headerRow })
  }
  const unit = incomeUnit(table)
  if (!unit.ok) return unit
  const places = indexPlaces(context)
  const hint = {
    strictTown: townOfTitles(places, table.titles),
    likelyTown: likelyTown(
      places,
      table.rows.map((row) => table.text(row, 'village')),
    ),
  }
  const reading = { table, places, hint, today: context.today, incomeUnitFen: unit.value }
  const rows = table.rows.map((row) => readRosterRow(reading, row))
  const { households, repeated } = groupHouseholds(table, rows)
  const claims = repeatedClaims(table, rows)
  for (const row of rows) {
    const claimed = claims.get(row.row)
    if (claimed !== undefined) row.personFaults = [...row.personFaults, ...claimed]
  }
  const known = new Map(context.households.map((household) => [household.number, household]))
  const villages = new Set(context.villages.map((village) => village.code))
  return accept(
    collect(
      table,
      rows,
      repeated,
      households.map((group) => judge(table, group, known, villages)),
    ),
  )
}

function incomeUnit(table: Table<RosterKey>): Verdict<number, FileRefusalCode> {
  const note = table.note('income')
  const unit = note === null ? null : parseMoneyUnit(note.replace(/[/·每](人|年|户|均).*$/, ''))
  if (unit === null && note !== null && isUnitNote(note)) {
    return refuse('header-unit-unknown', { column: table.header('income'), unit: note, row: table.headerRow })
  }
  return accept((unit ?? moneyUnitOfTitles(table.titles))?.fenPerOne ?? 100)
}

/**
 * Rows with one number are one household, wherever they stand. A later, separate block with a head of its own
 * is another household under a number that is taken: it is refused and leaves the first one whole.
 */
function groupHouseholds(table: Table<RosterKey>, rows: readonly RosterRow[]) {
  const groups = new Map<string, { rows: RosterRow[]; hasHead: boolean }>()
  const repeated: RosterRow[][] = []
  for (const block of blocksOf(rows)) {
    const [first] = block
    if (first === undefined || first.number === '') continue
    const hasHead = block.some((row) => row.member.isHead)
    const group = groups.get(first.number)
    if (group === undefined) groups.set(first.number, { rows: [...block], hasHead })
    else if (hasHead && group.hasHead) {
      const facts = { row: group.rows[0]?.row ?? 0 }
      const taken = table.fault(first.row, 'number', 'household-number-repeated', facts)
      first.householdFaults = [...first.householdFaults, taken]
      repeated.push(block)
    } else {
      group.rows.push(...block)
      group.hasHead ||= hasHead
    }
  }
  return { households: [...groups.values()].map((group) => group.rows), repeated }
}

/** Runs of neighbouring rows with the same number. */
function blocksOf(rows: readonly RosterRow[]): RosterRow[][] {
  const blocks: RosterRow[][] = []
  for (const row of rows) {
    const block = blocks.at(-1)
    if (block !== undefined && block[0]?.number === row.number) block.push(row)
    else blocks.push([row])
  }
  return blocks
}

type Judged = { rows: readonly RosterRow[]; fact: HouseholdFact | null; faults: Fault[]; warnings: Fault[] }

function judge(
  table: Table<RosterKey>,
  rows: readonly RosterRow[],
  known: ReadonlyMap<string, KnownHousehold>,
  villages: ReadonlySet<string>,
): Judged {
  const heads = rows.filter((row) => row.member.isHead)
  const head = heads[0] ?? rows[0]
  if (head === undefined) return { rows, fact: null, faults: [], warnings: [] }
  const whole = [...rows.flatMap((row) => row.householdFaults), ...disagreements(table, rows, heads, head)]
  const before = known.get(head.number)
  const moved = before !== undefined && head.villageCode !== null && before.villageCode !== head.villageCode
  if (moved && !villages.has(before.villageCode)) {
    whole.push(table.fault(head.row, 'number', 'household-of-another-place'))
  }
  const personal = rows.flatMap((row) => row.personFaults)
  const isRefused = whole.length > 0 || head.personFaults.length > 0
  const warnings = rows.flatMap((row) => row.warnings)
  if (moved) warnings.push(table.fault(head.row, 'village', 'household-moves'))
  const fact = isRefused ? null : householdFact(table, rows, head, warnings)
  return { rows, fact, faults: [...whole, ...personal], warnings }
}

/** What the rows of one household must agree on, each disagreement at the row that differs. */
function disagreements(
  table: Table<RosterKey>,
  rows: readonly RosterRow[],
  heads: readonly RosterRow[],
  head: RosterRow,
): Fault[] {
  const faults: Fault[] = []
  const at = (row: RosterRow | undefined, key: RosterKey, code: Fault['code'], facts?: Fault['facts']) => {
    if (row !== undefined) faults.push(table.fault(row.row, key, code, facts))
  }
  const kinship = table.has('kinship') ? 'kinship' : 'headName'
  if (heads.length === 0) at(head, kinship, 'head-missing')
  at(heads[1], kinship, 'head-repeated', { row: head.row })
  const miscounted = rows.find((row) => row.headcount !== null && row.headcount !== rows.length)
  at(miscounted, 'headcount', 'headcount-differs', { stated: miscounted?.headcount ?? 0, rows: rows.length })
  const category = head.category ?? rows.find((row) => row.category !== null)?.category ?? null
  if (category === null && rows.every((row) => row.householdFaults.length === 0)) {
    at(head, 'category', 'category-missing')
  }
  const other = rows.find((row) => row.category !== null && row.category !== category)
  at(other, 'category', 'category-differs')
  at(
    rows.find(
      (row) => row.villageCode !== null && head.villageCode !== null && row.villageCode !== head.villageCode,
    ),
    'village',
    'village-differs',
  )
  return faults
}

function householdFact(
  table: Table<RosterKey>,
  rows: readonly RosterRow[],
  head: RosterRow,
  warnings: Fault[],
): HouseholdFact | null {
  const category = head.category ?? rows.find((row) => row.category !== null)?.category
  if (head.villageCode === null || category === undefined || category === null) return null
  const sound = rows.filter((row) => row.personFaults.length === 0)
  const first = <Value>(pick: (row: RosterRow) => Value | null): Value | null =>
    pick(head) ?? rows.map(pick).find((value) => value !== null) ?? null
  const income = first((row) => row.incomeFen)
  const differing = rows.find((row) => row.incomeFen !== null && row.incomeFen !== income)
  if (differing) warnings.push(table.fault(differing.row, 'income', 'income-differs'))
  if (rows.every((row) => row.headcount === null)) {
    warnings.push(table.fault(head.row, 'headcount', 'headcount-counted', { rows: rows.length }))
  }
  const card = first((row) => row.bankCard)
  const second = sound.find((row) => row.bankCard !== null && row.bankCard !== card)
  if (second) warnings.push(table.fault(second.row, 'bankCard', 'bank-card-several'))
  const bankName = first((row) => row.bankName || null)
  return {
    row: head.row,
    number: head.number,
    villageCode: head.villageCode,
    gridNumber: first((row) => row.gridNumber),
    category,
    headcount: rows.length,
    members: sound.map((row) => row.member),
    refusedMemberCount: rows.length - sound.length,
    bank: bankName === null && card === null ? null : { name: bankName ?? '', card },
    perHeadIncomeFen: income,
    remark: head.remark,
  }
}

function collect(
  table: Table<RosterKey>,
  rows: readonly RosterRow[],
  repeated: readonly RosterRow[][],
  judged: readonly Judged[],
): CheckedHouseholds {
  const accepted = judged.flatMap((household) => (household.fact === null ? [] : [household.fact]))
  const nameless = rows.filter((row) => row.number === '').flatMap((row) => row.personFaults)
  const refused: RefusedRow[] = [
    ...groupByRow(nameless),
    ...repeated.flatMap((block) =>
      groupFaults(
        block,
        block.flatMap((row) => [...row.householdFaults, ...row.personFaults]),
      ),
    ),
    ...judged.flatMap((household) => groupFaults(household.rows, household.faults)),
  ]
  const stands = new Set(accepted.map(({ number }) => number))
  return {
    headerRow: table.headerRow,
    heldNumbers: [...new Set(rows.map(({ number }) => number))].filter(
      (number) => number !== '' && !stands.has(number),
    ),
    rows: rows.length,
    acceptedRows: accepted.reduce((sum, fact) => sum + fact.members.length, 0),
    accepted,
    refused: refused.sort((a, b) => a.row - b.row),
    warnings: [...table.warnings, ...judged.flatMap((household) => household.warnings)],
  }
}

/** The faults of one household by row; its other rows go with the first of them. */
function groupFaults(rows: readonly RosterRow[], faults: readonly Fault[]): RefusedRow[] {
  const faulty = new Set(faults.map((fault) => fault.row))
  const first = Math.min(...faulty)
  return groupByRow(faults, (row) =>
    row === first ? rows.map((other) => other.row).filter((other) => !faulty.has(other)) : [],
  )
}
