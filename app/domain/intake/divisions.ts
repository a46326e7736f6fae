/**
 * A list of divisions checked into a tree.
 * Invariant: a division's code lies in its parent's scope, and its parent is in the file or known already.
 */
import {
  ancestorCode,
  type DivisionLevel,
  isDivisionCode,
  isInScope,
  levelOfCode,
  scopePrefix,
} from '#app/domain/kernel/ids.ts'
import { accept, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import { type Checked, type Fault, groupByRow, type Sheet, type SheetRow } from './sheet.ts'
import { formulaFault, readTable, type Table, type TableSpec } from './table.ts'
import { isLostNumber, squeezedText } from './text.ts'

export type DivisionsContext = { divisions: readonly { code: string; name: string }[] }

export type DivisionFact = {
  row: number
  code: string
  name: string
  level: DivisionLevel
  /** Null for a province. */
  parentCode: string | null
}

export type CheckedDivisions = Checked<DivisionFact>

type DivisionKey = 'code' | 'name' | 'level' | 'parent'

const DIVISIONS: TableSpec<DivisionKey> = {
  background: [],
  ignored: ['序号', 'no', '备注', '退回原因', 'reasonrefused'],
  columns: [
    {
      key: 'code',
      required: true,
      names: [
        '区划代码',
        '行政区划代码',
        '代码',
        '编码',
        '统计用区划代码',
        '区划编码',
        'code',
        'division code',
        'id',
      ],
      patterns: [/^(统计用)?(行政)?区划(代码|编码|号码)$/],
    },
    {
      key: 'name',
      required: true,
      names: ['名称', '区划名称', '行政区划名称', '单位名称', '地名', 'name', 'division name'],
    },
    { key: 'level', names: ['级别', '层级', '区划级别', '行政级别', '级次', 'level', 'tier'] },
    {
      key: 'parent',
      names: [
        '上级代码',
        '上级区划代码',
        '父级代码',
        '上级编码',
        '上级',
        '所属上级代码',
        '父代码',
        'parent code',
        'parent_code',
        'parent',
      ],
      patterns: [/^(上级|父级|所属)(行政)?(区划)?(代码|编码)$/],
    },
  ],
}

const LEVEL_WORDS: Readonly<Record<string, DivisionLevel>> = {
  省: 'province',
  省级: 'province',
  自治区: 'province',
  直辖市: 'province',
  province: 'province',
  市: 'prefecture',
  市级: 'prefecture',
  地级: 'prefecture',
  地市级: 'prefecture',
  市州: 'prefecture',
  prefecture: 'prefecture',
  city: 'prefecture',
  县: 'county',
  县级: 'county',
  区县: 'county',
  区县级: 'county',
  county: 'county',
  乡镇: 'town',
  乡级: 'town',
  乡镇级: 'town',
  镇: 'town',
  乡: 'town',
  街道: 'town',
  town: 'town',
  township: 'town',
  村: 'village',
  村级: 'village',
  行政村: 'village',
  社区: 'village',
  village: 'village',
}

/** The names of provinces to villages run from large to small. */
const ORDER: readonly DivisionLevel[] = ['province', 'prefecture', 'county', 'town', 'village']

/** Checks a list of divisions. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkDivisions(
  sheet: Sheet,
  context: DivisionsContext,
): Verdict<CheckedDivisions, FileRefusalCode> {
  const read = readTable(sheet, DIVISIONS)
  if (!read.ok) return read
  const table = read.value
  const known = new Map(context.divisions.map((division) => [division.code, division.name]))
  const codes = new Set([...known.keys(), ...table.rows.map((row) => codeOf(table, row))])
  const firstRows = new Map<string, number>()
  const rows = table.rows.map((row) => checkRow(table, row, codes, firstRows))
  const accepted = rows.flatMap((row) => (row.fact === null ? [] : [row.fact]))
  const renamed = accepted.filter((fact) => known.has(fact.code) && known.get(fact.code) !== fact.name)
  return accept({
    headerRow: table.headerRow,
    rows: rows.length,
    acceptedRows: accepted.length,
    accepted,
    refused: groupByRow(rows.flatMap((row) => row.faults)),
    warnings: [
      ...table.warnings,
      ...renamed.map((fact) =>
        table.fault(fact.row, 'name', 'division-changes', {
          before: known.get(fact.code) ?? '',
          after: fact.name,
        }),
      ),
    ],
  })
}

function codeOf(table: Table<DivisionKey>, row: SheetRow): string {
  return table.text(row, 'code').replace(/\s+/g, '')
}

function checkRow(
  table: Table<DivisionKey>,
  row: SheetRow,
  codes: ReadonlySet<string>,
  firstRows: Map<string, number>,
): { fact: DivisionFact | null; faults: Fault[] } {
  const broken = formulaFault(table, row, ['code', 'name', 'level', 'parent'])
  if (broken !== null) return { fact: null, faults: [broken] }
  const code = codeOf(table, row)
  if (isLostNumber(code)) return { fact: null, faults: [table.fault(row.row, 'code', 'long-number-lost')] }
  if (!isDivisionCode(code)) {
    return { fact: null, faults: [table.unreadable(row, 'code', 'division-code-invalid')] }
  }
  const faults: Fault[] = []
  const earlier = firstRows.get(code)
  if (earlier === undefined) firstRows.set(code, row.row)
  else faults.push(table.fault(row.row, 'code', 'division-code-repeated', { row: earlier }))
  const name = table.text(row, 'name')
  if (name === '') faults.push(table.fault(row.row, 'name', 'division-name-missing'))

  const level = levelOfCode(code)
  const stated = table.text(row, 'level')
  const meant = stated === '' ? level : LEVEL_WORDS[squeezedText(stated)]
  if (meant === undefined)
    faults.push(table.fault(row.row, 'level', 'division-level-unknown', { level: stated }))
  else if (meant !== level)
    faults.push(table.fault(row.row, 'level', 'division-level-differs', { level: stated }))

  const parentCode = table.text(row, 'parent').replace(/\s+/g, '') || nearestParent(code, level, codes)
  const parentFault = parentCode === null ? orphan(level) : wrongParent(code, level, parentCode, codes)
  if (parentFault !== null) {
    faults.push(
      table.fault(row.row, table.has('parent') ? 'parent' : 'code', parentFault, {
        parent: parentCode ?? '',
      }),
    )
  }
  return faults.length > 0
    ? { fact: null, faults }
    : { fact: { row: row.row, code, name, level, parentCode }, faults }
}

/** The closest division above that is in the file or known; null where there is none. */
function nearestParent(code: string, level: DivisionLevel, codes: ReadonlySet<string>): string | null {
  const above = ORDER.slice(0, ORDER.indexOf(level)).reverse()
  return above.map((one) => ancestorCode(code, one)).find((one) => codes.has(one)) ?? null
}

function orphan(level: DivisionLevel): Fault['code'] | null {
  return level === 'province' ? null : 'division-parent-unknown'
}

function wrongParent(
  code: string,
  level: DivisionLevel,
  parentCode: string,
  codes: ReadonlySet<string>,
): Fault['code'] | null {
  if (!isDivisionCode(parentCode)) return 'division-parent-wrong'
  const isAbove = ORDER.indexOf(levelOfCode(parentCode)) < ORDER.indexOf(level)
  if (!isAbove || !isInScope(scopePrefix(parentCode), code)) return 'division-parent-wrong'
  return codes.has(parentCode) ? null : 'division-parent-unknown'
}
