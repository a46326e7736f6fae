/**
 * The rows of a text table, numbered by record as Excel numbers them: a blank line counts, a cell with line breaks
 * is one row. UTF-8 with or without mark, UTF-16 with mark, GB18030; comma, semicolon or tab.
 */
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { SheetRow } from '#app/domain/intake/sheet.ts'
import { type ByteSource, chunksOf } from './byte-source.server.ts'
import { type SheetLimits, UnreadableSheet } from './unreadable-sheet.server.ts'
import type { OpenSheet } from './xlsx-rows.server.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const ROWS_A_CHUNK = 500
const LONGEST_RECORD = 1_000_000

export async function openCsv(source: ByteSource, limits: SheetLimits): Promise<OpenSheet> {
  const encoding = await encodingOf(source)
  const head = await readHead(source, encoding)
  const directive = /^sep=(.)\r?\n/i.exec(head)
  return {
    name: null,
    otherSheets: [],
    rows: csvRows(source, encoding, directive?.[1] ?? delimiterOf(head), directive?.[0].length ?? 0, limits),
  }
}

/** The encoding by its mark, else UTF-8 where every byte fits it, else GB18030 where every byte fits that. */
async function encodingOf(source: ByteSource): Promise<Encoding> {
  const mark = await source.read(0, 2)
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le'
  if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be'
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(source, encoding)) return encoding
  throw new UnreadableSheet('encoding-unknown')
}

async function fits(source: ByteSource, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of chunksOf(source, 0, source.size)) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

async function* textOf(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunksOf(source, 0, source.size)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

async function readHead(source: ByteSource, encoding: Encoding): Promise<string> {
  for await (const text of textOf(source, encoding)) if (text !== '') return text
  throw new UnreadableSheet('file-empty')
}

const DELIMITERS = [',', '\t', ';'] as const

/** The delimiter that most of the first lines have, counted outside quotes. */
function delimiterOf(head: string): string {
  const lines = head
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
  const median = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).sort((a, b) => a - b)
    return counts[Math.floor(counts.length / 2)] ?? 0
  }
  return DELIMITERS.reduce<string>((best, one) => (median(one) > median(best) ? one : best), ',')
}

async function* withoutFirst(texts: AsyncIterable<string>, characters: number): AsyncGenerator<string> {
  let left = characters
  for await (const text of texts) {
    yield text.slice(left)
    left = Math.max(0, left - text.length)
  }
}

async function* csvRows(
  source: ByteSource,
  encoding: Encoding,
  delimiter: string,
  skipped: number,
  limits: SheetLimits,
): AsyncGenerator<SheetRow[]> {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_RECORD,
  })
  pipeline(Readable.from(withoutFirst(textOf(source, encoding), skipped)), parser, () => {})
  let row = 0
  let rowCount = 0
  let rows: SheetRow[] = []
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1
      const width = record.findLastIndex((cell) => cell.trim() !== '') + 1
      if (width === 0) continue
      if (width > limits.columns) throw new UnreadableSheet('too-many-columns', { most: limits.columns })
      rowCount += 1
      if (rowCount > limits.rows) throw new UnreadableSheet('too-many-rows', { most: limits.rows })
      rows.push({ row, cells: record.slice(0, width) })
      if (rows.length === ROWS_A_CHUNK) {
        yield rows
        rows = []
      }
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableSheet('sheet-damaged')
    throw error
  }
  if (rows.length > 0) yield rows
}
