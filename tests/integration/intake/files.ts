import { readFileSync } from 'node:fs'
import path from 'node:path'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { type PreviewInput, previewImport } from '#app/commands/intake/preview-import.server.ts'
import { SYSTEM_ACTOR, systemScope } from '#app/domain/access/roles.ts'
import { checkSheet, type IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { CheckSheet } from '#app/domain/intake/checker.ts'
import { NATION } from '#app/domain/intake/round.ts'
import { readSheet } from '#app/files/read-sheet.server.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { COUNTY } from '#seed/builders.ts'

const SEED = path.resolve('prisma/seed/data')

/** The files one town's office hands over, by kind. */
const WUAN_FILES: Record<Exclude<IntakeKind, 'divisions'>, string> = {
  households: '花名册.xlsx',
  pairings: '结对帮扶台账.xlsx',
  goods: '农产品供应清单.csv',
  events: '活动安排.csv',
}

export const NOW = new Date('2026-11-22T02:00:00Z')

/** The reader of sheets as the pages bring it along, at a day the files are from. */
type Reader = { checkSheet: CheckSheet; now: () => Date }

const reader: Reader = { checkSheet: checkSheetInChild, now: () => NOW }

/** Reads in this process: for what is not about reading, a second quicker each time. */
const checkSheetHere: CheckSheet = async (filePath, { kind, context }, parts) => {
  const sheet = await readSheet(filePath)
  if (!sheet.ok) return sheet
  const checked = checkSheet(sheet.value, kind, context)
  if (!checked.ok) return checked
  const { accepted, ...findings } = checked.value
  const numbers = accepted.flatMap((fact) => ('members' in fact ? [fact.number] : []))
  parts.onChecked({ ...findings, numbers, warningCounts: {} })
  parts.onFacts(accepted)
  return checked
}

export const quickReader: Reader = { checkSheet: checkSheetHere, now: () => NOW }

export function wuanFile(kind: keyof typeof WUAN_FILES): Buffer {
  return readFileSync(path.join(SEED, 'wuan', WUAN_FILES[kind]))
}

export function divisionsFile(): Buffer {
  return readFileSync(path.join(SEED, 'divisions.csv'))
}

/** Listed as a wrong check digit, and it isn't one: 510981195001011239 sums to 3, for which the standard has 9. */
const SOUND_AFTER_ALL = 657

/** The rows that were spoiled on purpose, as numbered in the file. */
export function plantedRows(kind: 'roster' | 'goods'): number[] {
  const faults: { row: number }[] = JSON.parse(
    readFileSync(path.join(SEED, 'wuan', `${kind}-faults.json`), 'utf8'),
  )
  return faults.map(({ row }) => row).filter((row) => row !== SOUND_AFTER_ALL)
}

export function previewAsSystem(kind: IntakeKind, bytes: Uint8Array, isKept: boolean) {
  const scopeCode = kind === 'divisions' ? NATION : COUNTY
  const input: PreviewInput = { kind, scopeCode, fileName: kind, bytes, isKept }
  return previewImport(SYSTEM_ACTOR, systemScope(scopeCode), input, reader)
}

/** Previews and applies a file as a script does. Throws if either is refused. */
export async function importAsSystem(kind: IntakeKind, bytes: Uint8Array, by = reader) {
  const scopeCode = kind === 'divisions' ? NATION : COUNTY
  const scope = systemScope(scopeCode)
  const input: PreviewInput = { kind, scopeCode, fileName: kind, bytes, isKept: true }
  const preview = await previewImport(SYSTEM_ACTOR, scope, input, by)
  if (!preview.ok) throw new Error(preview.code)
  const applied = await applyImport(SYSTEM_ACTOR, scope, { roundId: preview.value.roundId ?? '' }, by)
  if (!applied.ok) throw new Error(applied.code)
  return { preview: preview.value, applied: applied.value }
}

export function importQuickly(kind: IntakeKind, bytes: Uint8Array) {
  return importAsSystem(kind, bytes, quickReader)
}
