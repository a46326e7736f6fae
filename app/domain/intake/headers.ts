/**
 * Finding the header of a table made by an office, and which column means what.
 * Columns are matched by meaning: any order, other spellings, merged titles above, a header of one row or two.
 * Invariant: a key gets at most one column and a column at most one key.
 */
import { squeezedText } from './text.ts'

/** What a column may be called. `names` are whole headers, the first the usual one; `patterns` catch the rest. */
export type ColumnSpec<Key extends string> = {
  key: Key
  names: readonly string[]
  patterns?: readonly RegExp[]
  required?: boolean
}

export type Column = {
  index: number
  /** The header's text in the file, on one line. */
  header: string
  /** What its brackets say, `元/斤`; null where there are none. */
  note: string | null
}

export type Header<Key extends string> = {
  row: number
  columns: Partial<Record<Key, Column>>
  /** Columns with a header that means nothing to this kind of file. */
  unused: Column[]
  /** Columns that repeat a meaning already taken. */
  repeated: Column[]
}

type Candidate = { row: number; cells: readonly string[] }

/** Rows looked at for a header; offices put titles, dates and units above it, not whole pages. */
const ROWS_SEARCHED = 30

const BRACKETED = /[([{【〔〈<]([^)\]}】〕〉>]*)[)\]}】〕〉>]/g

/** A unit that follows the name without brackets: 收入:元, 单价/元, 数量斤. */
const TRAILING_UNIT =
  /^(.{2,}?)[:/、,-]?([万千]?元(?:\/(?:斤|公斤|千克|kg|只|个))?|公斤|千克|市斤|斤|kg|yuan)$/

/** A header without marks, both with and without its unit or remark, and that by itself. */
export function headerForms(raw: string): { bare: string; full: string; note: string | null } {
  const squeezed = squeezedText(raw).replaceAll('帐', '账')
  const outside = squeezed.replace(BRACKETED, '')
  const trailing = TRAILING_UNIT.exec(outside)
  const notes = [...squeezed.matchAll(BRACKETED)].map((match) => match[1] ?? '')
  if (notes.length === 0 && trailing !== null) notes.push(trailing[2] ?? '')
  const strip = (text: string) => text.replace(/[\s*:、,/\-_.#'"“”‘’。;?!|\\()[\]{}【】〔〕〈〉<>]/g, '')
  return {
    bare: strip(notes.length > 0 && trailing !== null ? (trailing[1] ?? '') : outside),
    full: strip(squeezed),
    note: notes.length === 0 ? null : notes.join(' '),
  }
}

function score<Key extends string>(spec: ColumnSpec<Key>, names: ReadonlySet<string>, raw: string): number {
  const { bare, full } = headerForms(raw)
  if (full === '') return 0
  if (names.has(bare)) return 4
  if (names.has(full)) return 3
  const patterns = spec.patterns ?? []
  if (bare !== '' && patterns.some((pattern) => pattern.test(bare))) return 2
  return patterns.some((pattern) => pattern.test(full)) ? 1 : 0
}

/** Which column means which key in a row taken as the header; the better match wins, then the earlier column. */
function matchColumns<Key extends string>(
  specs: readonly ColumnSpec<Key>[],
  candidate: Candidate,
): Header<Key> {
  const names = specs.map((spec) => new Set(spec.names.map((name) => headerForms(name).full)))
  const claims = candidate.cells.flatMap((raw, index) =>
    specs.map((spec, at) => ({ key: spec.key, index, at, points: score(spec, names[at] ?? new Set(), raw) })),
  )
  claims.sort((a, b) => b.points - a.points || a.index - b.index || a.at - b.at)
  const columns: Partial<Record<Key, Column>> = {}
  const taken = new Set<number>()
  const meaningful = new Set<number>()
  for (const claim of claims) {
    if (claim.points === 0) break
    meaningful.add(claim.index)
    if (columns[claim.key] !== undefined || taken.has(claim.index)) continue
    columns[claim.key] = columnAt(candidate, claim.index)
    taken.add(claim.index)
  }
  const rest = candidate.cells
    .map((_, index) => index)
    .filter((index) => !taken.has(index) && squeezedText(candidate.cells[index] ?? '') !== '')
  return {
    row: candidate.row,
    columns,
    unused: rest.filter((index) => !meaningful.has(index)).map((index) => columnAt(candidate, index)),
    repeated: rest.filter((index) => meaningful.has(index)).map((index) => columnAt(candidate, index)),
  }
}

function columnAt(candidate: Candidate, index: number): Column {
  const header = (candidate.cells[index] ?? '').replace(/\s+/g, ' ').trim()
  return { index, header, note: headerForms(header).note }
}

/** A header of two rows as one: the lower cell, or the upper where the lower is empty or repeats it. */
function stacked(upper: Candidate, lower: Candidate): Candidate[] {
  const width = Math.max(upper.cells.length, lower.cells.length)
  const at = (row: Candidate, i: number) => row.cells[i] ?? ''
  let group = ''
  const groups = Array.from({ length: width }, (_, i) => {
    if (squeezedText(at(upper, i)) !== '') group = at(upper, i)
    return group
  })
  const plain = groups.map((_, i) => (squeezedText(at(lower, i)) === '' ? at(upper, i) : at(lower, i)))
  const joined = plain.map((text, i) => (squeezedText(at(lower, i)) === '' ? text : `${groups[i]}${text}`))
  return [
    { row: lower.row, cells: plain },
    { row: lower.row, cells: joined },
  ]
}

/** The row, or pair of rows, that names most columns; null where no row names two. */
export function findHeader<Key extends string>(
  specs: readonly ColumnSpec<Key>[],
  rows: readonly Candidate[],
): Header<Key> | null {
  const searched = rows.slice(0, ROWS_SEARCHED)
  let best: Header<Key> | null = null
  let most = 1
  searched.forEach((row, i) => {
    const next = searched[i + 1]
    const candidates = next === undefined ? [row] : [row, ...stacked(row, next)]
    candidates.forEach((candidate, form) => {
      const header = matchColumns(specs, candidate)
      // A pair must name more than its upper row alone, or the first row of the table would join the header.
      const named = Object.keys(header.columns).length - (form === 0 ? 0 : 0.5)
      if (named > most) {
        best = header
        most = named
      }
    })
  })
  return best
}

/** The keys a file must have a column for and has not. */
export function missingColumns<Key extends string>(
  specs: readonly ColumnSpec<Key>[],
  header: Header<Key>,
): ColumnSpec<Key>[] {
  return specs.filter((spec) => spec.required && header.columns[spec.key] === undefined)
}
