/**
 * A register of pairings checked: which helper of which agency has which household, since when.
 * Invariant: a household gets one helper from one day; a later day is a new pairing, the same day is refused.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import { findHousehold, type HouseholdFinder, householdFinder } from './household-finder.ts'
import { parsePhone } from './identity.ts'
import type { PlacedContext } from './known.ts'
import { parseDate } from './moments.ts'
import {
  COMMON_IGNORED,
  HEAD_NAMES,
  NUMBER_NAMES,
  NUMBER_PATTERNS,
  PHONE_NAMES,
  PHONE_PATTERNS,
  TOWN_NAMES,
  VILLAGE_NAMES,
  VILLAGE_PATTERNS,
} from './roster-columns.ts'
import { type Checked, type Fault, groupByRow, type Sheet, type SheetRow } from './sheet.ts'
import { formulaFault, readTable, type Table, type TableSpec } from './table.ts'
import { cleanName } from './text.ts'

export type PairingsContext = PlacedContext

export type PairingFact = {
  row: number
  agencyName: string
  helperName: string
  helperTitle: string | null
  helperPhone: string | null
  villageCode: string
  householdNumber: string
  startsOn: CivilDate
}

export type CheckedPairings = Checked<PairingFact>

type PairingKey =
  | 'town'
  | 'village'
  | 'number'
  | 'headName'
  | 'agency'
  | 'helper'
  | 'title'
  | 'phone'
  | 'startsOn'

const PAIRINGS: TableSpec<PairingKey> = {
  background: ['town', 'village', 'agency'],
  ignored: COMMON_IGNORED,
  columns: [
    { key: 'number', required: true, names: NUMBER_NAMES, patterns: NUMBER_PATTERNS },
    { key: 'village', required: true, names: VILLAGE_NAMES, patterns: VILLAGE_PATTERNS },
    { key: 'town', names: TOWN_NAMES },
    { key: 'headName', names: HEAD_NAMES },
    {
      key: 'agency',
      required: true,
      names: [
        '帮扶单位',
        '结对单位',
        '单位',
        '单位名称',
        '帮扶部门',
        '责任单位',
        '帮扶单位名称',
        '工作单位',
        '所在单位',
        '结对帮扶单位',
        'agency',
        'agency name',
        'organization',
        'paired agency',
      ],
      patterns: [
        /(帮扶|结对|责任|工作|所在|派出)(单位|部门|机关)(名称|全称)?$/,
        /^(helping|paired)?(agency|organi[sz]ation)/,
      ],
    },
    {
      key: 'helper',
      required: true,
      names: [
        '帮扶责任人',
        '帮扶人',
        '帮扶干部',
        '责任人',
        '结对干部',
        '帮扶责任人姓名',
        '干部姓名',
        '帮扶人姓名',
        '结对人',
        '结对责任人',
        '姓名',
        '帮扶联系人',
        'helper',
        'helper name',
        'name',
        'responsible person',
      ],
      patterns: [/(帮扶|结对|联系|包户)(责任)?(人|干部)(员)?(姓名|名字)?$/, /^helper/],
    },
    {
      key: 'title',
      names: [
        '职务',
        '职务职级',
        '职称',
        '岗位',
        '职位',
        '职级',
        '帮扶人职务',
        'title',
        'position',
        'helper title',
        'job title',
        'post',
      ],
      patterns: [/(职务|职位|职级)$/],
    },
    { key: 'phone', names: PHONE_NAMES, patterns: PHONE_PATTERNS },
    {
      key: 'startsOn',
      required: true,
      names: [
        '结对开始日期',
        '结对日期',
        '结对时间',
        '结对开始时间',
        '帮扶开始日期',
        '帮扶开始时间',
        '开始日期',
        '起始日期',
        '开始结对日期',
        '结对起始日期',
        '帮扶日期',
        '帮扶时间',
        '开始时间',
        '起始时间',
        'start date',
        'since',
        'from',
        'paired since',
        'starts on',
      ],
      patterns: [
        /(结对|帮扶)(关系)?(建立|确定|开始|起始|起)?(的)?(日期|时间|日)$/,
        /^(pairing)?(start|since)/,
      ],
    },
  ],
}

/** Checks a register of pairings. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkPairings(
  sheet: Sheet,
  context: PairingsContext,
): Verdict<CheckedPairings, FileRefusalCode> {
  const read = readTable(sheet, PAIRINGS)
  if (!read.ok) return read
  const table = read.value
  const finder = householdFinder(context)
  const rows = table.rows.map((row) => checkRow(table, finder, row))
  const facts = rows.flatMap((row) => (row.fact === null ? [] : [row.fact]))
  const taken = alreadyPaired(table, facts)
  const accepted = facts.filter((fact) => !taken.refused.has(fact.row))
  return accept({
    headerRow: table.headerRow,
    rows: rows.length,
    acceptedRows: accepted.length,
    accepted,
    refused: groupByRow([...rows.flatMap((row) => row.faults), ...taken.refused.values()]),
    warnings: [...table.warnings, ...taken.warnings],
  })
}

function checkRow(
  table: Table<PairingKey>,
  finder: HouseholdFinder,
  row: SheetRow,
): { fact: PairingFact | null; faults: Fault[] } {
  const broken = formulaFault(
    table,
    row,
    PAIRINGS.columns.map((column) => column.key),
  )
  if (broken !== null) return { fact: null, faults: [broken] }
  const faults: Fault[] = []
  const place = findHousehold(finder, table, row)
  if (!place.ok) faults.push(place.fault)
  const agencyName = table.text(row, 'agency')
  if (agencyName === '') faults.push(table.fault(row.row, 'agency', 'agency-missing'))
  const helperName = cleanName(table.text(row, 'helper'))
  if (helperName === '') faults.push(table.fault(row.row, 'helper', 'helper-missing'))
  const phone = table.text(row, 'phone')
  const helperPhone = phone === '' ? null : parsePhone(phone)
  if (phone !== '' && helperPhone === null) faults.push(table.fault(row.row, 'phone', 'phone-invalid'))
  const startsOn = parseDate(table.text(row, 'startsOn'))
  if (startsOn === null) {
    faults.push(table.unreadable(row, 'startsOn', 'date-unreadable'))
  }
  if (faults.length > 0 || !place.ok || startsOn === null) return { fact: null, faults }
  const { number, villageCode } = place
  const helperTitle = table.written(row, 'title') || null
  return {
    fact: {
      row: row.row,
      agencyName,
      helperName,
      helperTitle,
      helperPhone,
      villageCode,
      householdNumber: number,
      startsOn,
    },
    faults,
  }
}

/** Rows that pair a household again: with another helper on the same day refused, else remarked on. */
function alreadyPaired(table: Table<PairingKey>, facts: readonly PairingFact[]) {
  const byHousehold = new Map<string, PairingFact>()
  const refused = new Map<number, Fault>()
  const warnings: Fault[] = []
  for (const fact of facts) {
    const earlier = byHousehold.get(fact.householdNumber)
    if (earlier === undefined) {
      byHousehold.set(fact.householdNumber, fact)
      continue
    }
    const isSame = JSON.stringify({ ...fact, row: 0 }) === JSON.stringify({ ...earlier, row: 0 })
    const code = isSame ? 'row-repeated' : 'household-paired-again'
    if (!isSame && fact.startsOn === earlier.startsOn) {
      refused.set(fact.row, table.fault(fact.row, 'number', 'household-paired-twice', { row: earlier.row }))
    } else warnings.push(table.fault(fact.row, 'number', code, { row: earlier.row }))
  }
  return { refused, warnings }
}
