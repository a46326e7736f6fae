/**
 * An import round: a file checked first, then applied. What is kept of it says which cells are wrong and why.
 * Invariant: of what a file says about people nothing is kept but figures, dates and the names of places and goods.
 */
import type { IntakeCode } from './codes.ts'
import type { Fault, RefusedRow } from './sheet.ts'

/**
 * What a file would change, or has changed: households, lots, pairings, events or divisions. `suspected`: of a roster,
 * new households that may be known ones; left out where there are none.
 */
export type Changes = {
  added: number
  changed: number
  removed: number
  unchanged: number
  suspected?: number
}

export const NO_CHANGES: Changes = { added: 0, changed: 0, removed: 0, unchanged: 0 }

export function addChanges(a: Changes, b: Changes): Changes {
  return {
    added: a.added + b.added,
    changed: a.changed + b.changed,
    removed: a.removed + b.removed,
    unchanged: a.unchanged + b.unchanged,
    ...(a.suspected || b.suspected ? { suspected: (a.suspected ?? 0) + (b.suspected ?? 0) } : {}),
  }
}

/** The scope of the national list itself: every division lies in it. */
export const NATION = '000000000000'

/**
 * A round is previewed until it is applied; while it waits, its applying is the server's work. A roster's round can be
 * undone. Its file is kept this long after it came.
 */
export type RoundState = 'previewed' | 'waiting' | 'applied' | 'undone'
export const FILE_KEPT_DAYS = 7

export type KeptFault = {
  row: number
  column: string
  code: IntakeCode
  facts: Record<string, string | number>
}
export type KeptRefusal = KeptFault & { also: KeptFault[]; heldRows: number[] }
export type KeptFindings = {
  headerRow: number
  refused: KeptRefusal[]
  warnings: KeptFault[]
  warningCount: number
}

const MOST_WARNINGS_KEPT = 200

/** Facts that repeat a cell as it was written; a cell in the wrong column may hold a name or a telephone number. */
const WRITTEN = new Set(['value', 'before', 'after', 'sheet'])
const HIDDEN = '…'

/** A figure, a date or a time, with its unit: no run of digits such as a telephone number's, and hardly any letters. */
function isFigure(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  const isNumberOfPerson = /\d{7}/.test(text.replace(/\s/g, '')) || digits > 12
  return digits > 0 && !isNumberOfPerson && text.replace(/[^\p{L}]/gu, '').length <= 4
}

function keptFacts(facts: Fault['facts'] = {}): KeptFault['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const isHidden = WRITTEN.has(name) && typeof value === 'string' && !isFigure(value)
      return [name, isHidden ? HIDDEN : value]
    }),
  )
}

function keptFault({ row, column, code, facts }: Fault): KeptFault {
  return { row, column, code, facts: keptFacts(facts) }
}

/** What of a check is stored with its round. */
export function keptFindings(checked: {
  headerRow: number
  refused: readonly RefusedRow[]
  warnings: readonly Fault[]
  warningCount: number
}): KeptFindings {
  return {
    headerRow: checked.headerRow,
    refused: checked.refused.map((refusal) => ({
      ...keptFault(refusal),
      also: refusal.also.map(keptFault),
      heldRows: refusal.heldRows,
    })),
    warnings: checked.warnings.slice(0, MOST_WARNINGS_KEPT).map(keptFault),
    warningCount: checked.warningCount,
  }
}
