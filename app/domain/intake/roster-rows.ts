/**
 * One row of a roster, one person: what can be said of it without looking at any other row.
 * Invariant: a fault of the person and a fault of the household as a whole are kept apart.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { type CategoryCode, parseCategory } from './category-words.ts'
import { incomeFen, parseCount, parseMoneyCell } from './figures.ts'
import type { MemberFact } from './household-fact.ts'
import { type IdNumber, parseBankCard, parseIdNumber, parsePhone, parseSex } from './identity.ts'
import { findVillage, type PlaceHint, type PlaceIndex } from './places.ts'
import type { RosterKey } from './roster-columns.ts'
import type { Fault, SheetRow } from './sheet.ts'
import { formulaFault, type Table } from './table.ts'
import { cleanName, isLostNumber, squeezedText } from './text.ts'

export type RosterRow = {
  row: number
  number: string
  member: MemberFact
  villageCode: string | null
  gridNumber: number | null
  category: CategoryCode | null
  headcount: number | null
  incomeFen: number | null
  bankName: string
  bankCard: string | null
  remark: string
  personFaults: readonly Fault[]
  householdFaults: readonly Fault[]
  warnings: readonly Fault[]
}

/** Most rows have no fault: they share one empty list, or a large roster would hold three for every person. */
const NONE: readonly Fault[] = []

function faultList(...lists: readonly Fault[][]): readonly Fault[] {
  const faults = lists.flat()
  return faults.length === 0 ? NONE : faults
}

/** What reading every row needs beside the row. */
export type RosterReading = {
  table: Table<RosterKey>
  places: PlaceIndex
  hint: PlaceHint
  today: CivilDate
  /** Fen to one of what incomes are given in. */
  incomeUnitFen: number
}

const HEAD_WORDS = new Set([
  '户主',
  '本人',
  '户主本人',
  '本人或户主',
  '本人户主',
  'head',
  'householder',
  'self',
])
const PERSON_KEYS: readonly RosterKey[] = ['name', 'idNumber', 'phone', 'bankCard']
const HOUSEHOLD_KEYS: readonly RosterKey[] = [
  'number',
  'village',
  'town',
  'kinship',
  'category',
  'headcount',
  'income',
]

export function readRosterRow(reading: RosterReading, row: SheetRow): RosterRow {
  const { table } = reading
  const broken = formulaFault(table, row, PERSON_KEYS)
  const brokenHousehold = formulaFault(table, row, HOUSEHOLD_KEYS)
  const person = broken === null ? readPerson(reading, row) : { ...nobody(table, row), faults: [broken] }
  const household =
    brokenHousehold === null ? readHousehold(reading, row) : { ...nowhere, faults: [brokenHousehold] }
  return {
    row: row.row,
    number: table.text(row, 'number').replace(/\s+/g, ''),
    member: person.member,
    bankName: table.written(row, 'bankName'),
    bankCard: person.bankCard,
    remark: table.written(row, 'remark'),
    villageCode: household.villageCode,
    gridNumber: household.gridNumber,
    category: household.category,
    headcount: household.headcount,
    incomeFen: household.incomeFen,
    personFaults: faultList(numberFaults(table, row), person.faults),
    householdFaults: faultList(household.faults),
    warnings: faultList(person.warnings, household.warnings),
  }
}

function numberFaults(table: Table<RosterKey>, row: SheetRow): Fault[] {
  const number = table.text(row, 'number')
  if (number === '') return [table.fault(row.row, 'number', 'household-number-missing')]
  return isLostNumber(number) ? [table.fault(row.row, 'number', 'long-number-lost')] : []
}

type Person = { member: MemberFact; bankCard: string | null; faults: Fault[]; warnings: Fault[] }

function nobody(table: Table<RosterKey>, row: SheetRow): Person {
  const member: MemberFact = {
    row: row.row,
    name: cleanName(table.text(row, 'name')),
    isHead: isHead(table, row),
    kinship: table.text(row, 'kinship'),
    idNumber: null,
    bornOn: null,
    sex: null,
    phone: null,
    personNumber: table.text(row, 'personNumber') || null,
  }
  return { member, bankCard: null, faults: [], warnings: [] }
}

/** The head by kinship, or by name where the file names the head instead. */
function isHead(table: Table<RosterKey>, row: SheetRow): boolean {
  const kinship = squeezedText(table.text(row, 'kinship'))
  if (kinship !== '') return HEAD_WORDS.has(kinship)
  const head = cleanName(table.text(row, 'headName'))
  return head !== '' && head === cleanName(table.text(row, 'name'))
}

function readPerson(reading: RosterReading, row: SheetRow): Person {
  const { table, today } = reading
  const person = nobody(table, row)
  const { member, faults, warnings } = person
  const refuse = (key: RosterKey, code: Fault['code'], facts?: Fault['facts']) =>
    faults.push(table.fault(row.row, key, code, facts))
  if (member.name === '') refuse('name', 'person-name-missing')

  if (table.text(row, 'idNumber') !== '') {
    const id = parseIdNumber(table.text(row, 'idNumber'), today)
    if (id.ok) {
      member.idNumber = id.value.number
      member.bornOn = id.value.bornOn
      warnings.push(...idWarnings(table, row, id.value))
    } else refuse('idNumber', id.code, id.facts)
  } else if (member.isHead) refuse('idNumber', 'id-missing')
  else warnings.push(table.fault(row.row, 'idNumber', 'id-not-given'))

  member.sex = parseSex(table.text(row, 'sex'))
  if (member.sex === null && table.text(row, 'sex') !== '')
    warnings.push(table.fault(row.row, 'sex', 'sex-unknown'))
  if (member.kinship === '' && table.has('kinship')) {
    warnings.push(table.fault(row.row, 'kinship', 'kinship-missing'))
  }
  member.phone = table.text(row, 'phone') === '' ? null : parsePhone(table.text(row, 'phone'))
  if (member.phone === null && table.text(row, 'phone') !== '') refuse('phone', 'phone-invalid')

  if (table.text(row, 'bankCard') !== '') {
    const card = parseBankCard(table.text(row, 'bankCard'))
    if (card.ok) person.bankCard = card.value
    else refuse('bankCard', card.code, card.facts)
  }
  return person
}

function idWarnings(table: Table<RosterKey>, row: SheetRow, id: IdNumber): Fault[] {
  const sex = parseSex(table.text(row, 'sex'))
  const differs = sex !== null && sex !== id.sex
  return [
    ...(differs ? [table.fault(row.row, 'sex', 'sex-differs-from-id')] : []),
    ...(id.form === 'fifteen-digits' ? [table.fault(row.row, 'idNumber', 'id-fifteen-digits')] : []),
  ]
}

type Household = Pick<RosterRow, 'villageCode' | 'gridNumber' | 'category' | 'headcount' | 'incomeFen'> & {
  faults: Fault[]
  warnings: Fault[]
}

const nowhere: Household = {
  villageCode: null,
  gridNumber: null,
  category: null,
  headcount: null,
  incomeFen: null,
  faults: [],
  warnings: [],
}

function readHousehold(reading: RosterReading, row: SheetRow): Household {
  const { table } = reading
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const refuse = (key: RosterKey, code: Fault['code'], facts?: Fault['facts']) =>
    faults.push(table.fault(row.row, key, code, facts))

  const village = findVillage(reading.places, table.text(row, 'village'), {
    ...reading.hint,
    townText: table.text(row, 'town'),
  })
  if (!village.ok) refuse(village.code.startsWith('town-') ? 'town' : 'village', village.code, village.facts)

  const gridNumber = parseGrid(table.text(row, 'grid'))
  if (gridNumber === null && table.text(row, 'grid') !== '')
    warnings.push(table.fault(row.row, 'grid', 'grid-unreadable'))

  const category = parseCategory(table.text(row, 'category'))
  if (category === null && table.text(row, 'category') !== '') {
    refuse('category', 'category-unknown', { category: table.text(row, 'category') })
  }
  const headcount = parseCount(table.text(row, 'headcount'), 1)
  if (headcount === null && table.text(row, 'headcount') !== '') {
    refuse('headcount', 'headcount-unreadable', { value: table.text(row, 'headcount') })
  }
  const money = parseMoneyCell(table.text(row, 'income'))
  const income =
    money === null ? null : incomeFen(money.value, money.unit?.fenPerOne ?? reading.incomeUnitFen)
  if (income === null && table.text(row, 'income') !== '') {
    refuse('income', 'income-unreadable', { value: table.text(row, 'income') })
  }
  return {
    villageCode: village.ok ? village.value : null,
    gridNumber,
    category,
    headcount,
    incomeFen: income,
    faults,
    warnings,
  }
}

const CHINESE_DIGITS = '零一二三四五六七八九'

/** The number of a grid from `第1网格`, `网格03`, `第十二网格`, `510981100212-01`; null for none of 1 to 99. */
export function parseGrid(raw: string): number | null {
  const text = squeezedText(raw)
  const digits = /^\d{12}-(\d{2})$/.exec(text)?.[1] ?? /^\D*(\d{1,2})\D*$/.exec(text)?.[1]
  if (digits !== undefined) return inGridRange(Number(digits))
  const words = /^[^零一二三四五六七八九十]*([零一二三四五六七八九十]{1,3})[^零一二三四五六七八九十]*$/.exec(
    text,
  )?.[1]
  if (words === undefined) return null
  const [tens, ones] = words.includes('十') ? words.split('十') : ['零', words]
  const ten = tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens ?? '')
  const one = ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones ?? '')
  return ten < 0 || one < 0 ? null : inGridRange(ten * 10 + one)
}

function inGridRange(number: number): number | null {
  return number >= 1 && number <= 99 ? number : null
}
