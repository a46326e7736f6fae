/** Files of another town: other columns' order, other spellings, other encodings, other faults. */
import { readFileSync } from 'node:fs'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ContextOf, checkSheet, type IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { KnownProduct } from '#app/domain/intake/known.ts'
import { readSheet } from '#app/files/read-sheet.server.ts'
import {
  GOODS_FAULTS,
  GOODS_HEADERS,
  gb18030Of,
  goodsRecord,
  householdRecords,
  linesOf,
  type Manner,
  mannerOf,
  type Planted,
  type Record_,
  ROSTER_FAULTS,
  ROSTER_HEADERS,
} from './other-town.ts'

const CELTUCE: KnownProduct = {
  key: 'celtuce',
  names: ['莴笋'],
  orderedBy: 'weight',
  pricedBy: 'jin',
  pieceUnit: null,
}

/** All of Shehong's villages and towns, as the county office imports with. */
let places: Pick<ContextOf['households'], 'villages' | 'towns' | 'today'>

async function check<Kind extends IntakeKind>(bytes: Uint8Array, kind: Kind, context: ContextOf[Kind]) {
  const read = await readSheet(bytes)
  if (!read.ok) throw new Error(read.code)
  const checked = checkSheet(read.value, kind, context)
  if (!checked.ok) throw new Error(`${checked.code} ${JSON.stringify(checked.facts)}`)
  return checked.value
}

beforeAll(async () => {
  const divisions = await check(readFileSync('prisma/seed/data/divisions.csv'), 'divisions', {
    divisions: [],
  })
  const inCounty = (level: string) =>
    divisions.accepted.filter((division) => division.level === level && division.code.startsWith('510981'))
  places = { villages: inCounty('village'), towns: inCounty('town'), today: '2026-11-22' }
})

async function fileOf(lines: string[][], manner: Manner): Promise<Uint8Array> {
  if (manner.form === 'xlsx') {
    const workbook = new exceljs.Workbook()
    const sheet = workbook.addWorksheet('Sheet1')
    for (const line of lines) sheet.addRow(line)
    return new Uint8Array(await workbook.xlsx.writeBuffer())
  }
  const quoted = (cell: string) => (/[",;\t]/.test(cell) ? `"${cell}"` : cell)
  const text = lines.map((line) => line.map(quoted).join(manner.delimiter)).join('\r\n')
  if (manner.form === 'gb18030') return gb18030Of(text)
  if (manner.form === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le')
  return Buffer.from(manner.form === 'bom' ? `\ufeff${text}` : text)
}

/** Where each fault goes among the sound rows: the fault, and the index of the row it stands before. */
const plantings = (faults: readonly Planted[], rows: number) =>
  fc.array(fc.record({ fault: fc.constantFrom(...faults), at: fc.integer({ min: 0, max: rows }) }), {
    maxLength: 6,
  })

describe('a roster', () => {
  const SIZES = [3, 1, 2, 2, 1, 3]

  test('is refused at exactly the planted rows, each at its column, for its reason', async () => {
    await fc.assert(
      fc.asyncProperty(
        mannerOf(ROSTER_HEADERS),
        plantings(ROSTER_FAULTS, SIZES.length),
        async (manner, planted) => {
          const sound = householdRecords(SIZES, 0)
          const spoiled = householdRecords(
            planted.map(() => 1),
            5000,
          ).map(([record = {}], i) => {
            planted[i]?.fault.change(record)
            return { record, fault: planted[i]?.fault, at: planted[i]?.at ?? 0 }
          })
          const rows = sound.flatMap((household, h) => [
            ...spoiled.filter((one) => one.at === h),
            ...household.map((record) => ({ record, fault: undefined })),
          ])
          rows.push(...spoiled.filter((one) => one.at === sound.length))
          const lines = linesOf(
            rows.map((row) => row.record),
            manner,
          )
          const expected = rows.flatMap(({ fault }, i) =>
            fault === undefined ? [] : [[i + 2 + manner.titles, headerOf(manner, fault.key), fault.code]],
          )
          const checked = await check(await fileOf(lines, manner), 'households', {
            ...places,
            households: [],
          })
          // Of several people without a number there is no household to tell apart: both rows are refused as such.
          expect(checked.refused.map((fault) => [fault.row, fault.column, fault.code])).toEqual(expected)
          expect(checked.rows).toBe(rows.length)
          expect(checked.acceptedRows).toBe(rows.length - expected.length)
          expect(checked.accepted).toHaveLength(SIZES.length)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a goods list', () => {
  const HOUSEHOLDS = householdRecords([1, 1, 1, 1, 1], 0).flat()

  test('is refused at exactly the planted rows, each at its column, for its reason', async () => {
    const known = HOUSEHOLDS.map((household) => ({
      number: household.number ?? '',
      villageCode:
        places.villages.find(
          (one) => one.name.startsWith(household.village ?? '') && one.code.startsWith('510981103'),
        )?.code ?? '',
    }))
    await fc.assert(
      fc.asyncProperty(
        mannerOf(GOODS_HEADERS),
        plantings(GOODS_FAULTS, HOUSEHOLDS.length),
        async (manner, planted) => {
          const rows: { record: Record_; fault?: Planted }[] = HOUSEHOLDS.map((one) => ({
            record: goodsRecord(one),
          }))
          for (const { fault, at } of planted) {
            const record = goodsRecord(HOUSEHOLDS[0] ?? {})
            fault.change(record)
            rows.splice(at, 0, { record, fault })
          }
          const context = { ...places, households: known, products: [CELTUCE], premiumCapPercent: 30 }
          const bytes = await fileOf(
            linesOf(
              rows.map((row) => row.record),
              manner,
            ),
            manner,
          )
          const checked = await check(bytes, 'goods', context)
          const expected = rows.flatMap(({ fault }, i) =>
            fault === undefined ? [] : [[i + 2 + manner.titles, headerOf(manner, fault.key), fault.code]],
          )
          expect(checked.refused.map((fault) => [fault.row, fault.column, fault.code])).toEqual(expected)
          expect(checked.accepted).toHaveLength(HOUSEHOLDS.length)
          expect(checked.accepted[0]).toMatchObject({
            quantity: 510_250,
            unitPriceFen: 240,
            availableTo: '2026-12-27',
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** A header as it is shown: on one line, without the space around it. */
function headerOf(manner: Manner, key: string): string {
  return (manner.headers[key] ?? '').replace(/\s+/g, ' ').trim()
}
