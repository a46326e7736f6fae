/** Reading an uploaded table, .xlsx or .csv, into rows of text. No business rule is here. */
import type { SheetRefusalCode } from '#app/domain/intake/codes.ts'
import type { Sheet, SheetRow } from '#app/domain/intake/sheet.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ByteSource, openBytes } from './byte-source.server.ts'
import { openCsv } from './csv-rows.server.ts'
import { formOf } from './file-form.server.ts'
import { SHEET_LIMITS, type SheetLimits, UnreadableSheet } from './unreadable-sheet.server.ts'
import { type OpenSheet, openXlsx } from './xlsx-rows.server.ts'
import { openZip } from './zip-archive.server.ts'

/** Everything about a sheet but its rows. */
export type SheetHead = Omit<Sheet, 'rows'>

/**
 * Reads a sheet in this process, whole. For a file that came from outside use `read-sheet-in-child.server.ts`:
 * there it can't cost the server its memory or its time.
 */
export async function readSheet(
  input: string | Uint8Array,
  limits: SheetLimits = SHEET_LIMITS,
): Promise<Verdict<Sheet, SheetRefusalCode>> {
  const rows: SheetRow[] = []
  const kept = cellKeeper()
  const keep = (chunk: SheetRow[]) => {
    for (const { row, cells } of chunk) rows.push({ row, cells: cells.map(kept) })
  }
  const head = await streamSheet(input, keep, limits)
  return head.ok ? accept({ ...head.value, rows }) : head
}

/** Most different texts that are looked for again: enough for what repeats, small beside the rows. */
const TEXTS_REMEMBERED = 20_000

/**
 * Makes a text that holds no more than itself. A slice of a chunk keeps the whole chunk in memory, and thousands of
 * rows say the same village; each text is copied, and once if it repeats.
 */
function cellKeeper(): (text: string) => string {
  const remembered = new Map<string, string>()
  return (text) => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const copy = Buffer.from(text).toString()
    if (remembered.size < TEXTS_REMEMBERED) remembered.set(copy, copy)
    return copy
  }
}

/** Reads a sheet and gives its rows on in chunks, waiting for each to be taken. Blank rows are not given. */
export async function streamSheet(
  input: string | Uint8Array,
  onRows: (rows: SheetRow[]) => void | Promise<void>,
  limits: SheetLimits = SHEET_LIMITS,
): Promise<Verdict<SheetHead, SheetRefusalCode>> {
  const source = await openBytes(input)
  try {
    const sheet = await openSheet(source, limits)
    let isEmpty = true
    for await (const rows of sheet.rows) {
      isEmpty = false
      await onRows(rows)
    }
    return isEmpty ? refuse('file-empty') : accept({ name: sheet.name, otherSheets: sheet.otherSheets })
  } catch (error) {
    if (error instanceof UnreadableSheet) return refuse(error.code, error.facts)
    throw error
  } finally {
    await source.close()
  }
}

async function openSheet(source: ByteSource, limits: SheetLimits): Promise<OpenSheet> {
  if (source.size > limits.fileBytes) {
    throw new UnreadableSheet('file-too-large', { mostMegabytes: Math.floor(limits.fileBytes / 1024 / 1024) })
  }
  const form = await formOf(source)
  return form === 'zip' ? openXlsx(await openZip(source, limits), limits) : openCsv(source, limits)
}
