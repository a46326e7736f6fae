/** Values that stand for a thousand people's own, and a search that finds them in whatever a test comes upon. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import exceljs from 'exceljs'
import pg from 'pg'
import { luhnSum } from '#app/domain/intake/identity.ts'
import { idNumber } from '#scripts/driving/roster.ts'

export type PlantedPerson = { name: string; idNumber: string; phone: string; card: string }
export type PlantedKind = keyof PlantedPerson
export type Hit = { kind: PlantedKind; value: string }

/** A surname that nobody else has: what follows it is one of ours or nothing is. */
const SURNAME = '顉'
const NAME_LENGTH = 3

function plantedCard(serial: number): string {
  const body = `6228480${String(serial).padStart(11, '0')}`
  return [...'0123456789'].map((digit) => body + digit).find((card) => luhnSum(card) % 10 === 0) ?? ''
}

/** Grown people, no two alike in anything. */
export function plantPeople(count: number): PlantedPerson[] {
  return Array.from({ length: count }, (_, i) => ({
    name: SURNAME + String.fromCharCode(0x4e00 + (i % 100) * 7, 0x6000 + Math.floor(i / 100) * 13),
    idNumber: idNumber(i * 15, i % 1000),
    phone: `1397${String(i * 7_919).padStart(7, '0')}`,
    card: plantedCard(i * 104_729),
  }))
}

export type Search = (text: string | Buffer) => Hit[]

const latin = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

/** A search for the values of these people in bytes of any kind: beside other digits, and spaced or encoded as well. */
export function searchFor(people: readonly PlantedPerson[]): Search {
  const names = new Map(people.map(({ name }) => [latin(name), name]))
  const figures = new Map<string, PlantedKind>(
    people.flatMap((one) =>
      (['idNumber', 'phone', 'card'] as const).map((kind) => [one[kind], kind] as const),
    ),
  )
  const lengths = [...new Set([...figures.keys()].map((figure) => figure.length))]
  const surname = latin(SURNAME)
  const nameLength = NAME_LENGTH * surname.length

  const searchBytes = (bytes: string): Hit[] => {
    const hits: Hit[] = []
    for (let at = bytes.indexOf(surname); at >= 0; at = bytes.indexOf(surname, at + 1)) {
      const name = names.get(bytes.slice(at, at + nameLength))
      if (name !== undefined) hits.push({ kind: 'name', value: name })
    }
    for (const [run] of bytes.matchAll(/\d{11,}[Xx]?/g)) {
      for (const length of lengths) {
        for (let at = 0; at + length <= run.length; at += 1) {
          const value = run.slice(at, at + length).toUpperCase()
          const kind = figures.get(value)
          if (kind !== undefined) hits.push({ kind, value })
        }
      }
    }
    return hits
  }
  return (text) => {
    if (typeof text !== 'string') return searchBytes(text.toString('latin1'))
    const decoded = text
      .replace(/(%[0-9a-f]{2})+/gi, (encoded) => {
        try {
          return decodeURIComponent(encoded)
        } catch {
          return encoded
        }
      })
      .replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/(?<=\d)[ \u00a0-](?=\d)/g, '')
    return [...searchBytes(latin(text)), ...(decoded === text ? [] : searchBytes(latin(decoded)))]
  }
}

/** What a response holds, the cells of a workbook as text. */
export async function textOf(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return bytes.toString('utf8')
  const workbook = new exceljs.Workbook()
  // Its types are of another release of Node's.
  await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0])
  return JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues()))
}

/** Everything below a folder, file by file. */
export function searchFolder(folder: string, search: Search): (Hit & { where: string })[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => search(readFileSync(file)).map((hit) => ({ ...hit, where: file })))
}

/** Every row of every table as text: what a file may hold compressed. */
export async function searchRows(url: string, search: Search): Promise<(Hit & { where: string })[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    )
    const hits: (Hit & { where: string })[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`)
      for (const { row } of rows) hits.push(...search(row).map((hit) => ({ ...hit, where: name })))
    }
    return hits
  } finally {
    await client.end()
  }
}
