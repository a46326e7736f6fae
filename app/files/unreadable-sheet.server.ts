/**
 * Why a file can't be read as a sheet, thrown inside the readers and answered as a refusal by what calls them.
 */
import type { SheetRefusalCode } from '#app/domain/intake/codes.ts'

export class UnreadableSheet extends Error {
  override name = 'UnreadableSheet'
  readonly code: SheetRefusalCode
  readonly facts: Record<string, string | number>

  constructor(code: SheetRefusalCode, facts: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.facts = facts
  }
}

/** What a file may hold at most. A file that says it is small and is not meets the same limits while it is read. */
export type SheetLimits = {
  fileBytes: number
  unpackedBytes: number
  zipEntries: number
  rows: number
  columns: number
}

export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 30 * 1024 * 1024,
  unpackedBytes: 300 * 1024 * 1024,
  zipEntries: 1_000,
  rows: 200_000,
  columns: 60,
}
