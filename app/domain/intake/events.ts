/**
 * A plan of pickup events checked.
 * Invariant: an accepted event ends after it starts, its orders close before it starts, and every village it
 * names is one of ours.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import { EVENTS, type EventKey } from './event-columns.ts'
import { readSchedule } from './event-schedule.ts'
import { parseCount } from './figures.ts'
import {
  findVillage,
  indexPlaces,
  likelyTown,
  type PlaceHint,
  type PlaceIndex,
  type PlaceList,
} from './places.ts'
import { type Checked, type Fault, groupByRow, type Sheet, type SheetRow } from './sheet.ts'
import { formulaFault, readTable, type Table } from './table.ts'

export type EventsContext = PlaceList & { today: CivilDate }

/** An event a command can apply. Times are of the day in Shanghai, `09:00`. */
export type EventFact = {
  row: number
  title: string
  villageCode: string
  servedVillageCodes: string[]
  place: string
  heldOn: CivilDate
  startTime: string
  endTime: string
  cutOffOn: CivilDate
  cutOffTime: string
  capacityOrders: number
  scaleCount: number
}

export type CheckedEvents = Checked<EventFact>

type CheckedRow = { fact: EventFact | null; faults: Fault[]; warnings: Fault[] }

/** Checks a plan of events. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkEvents(sheet: Sheet, context: EventsContext): Verdict<CheckedEvents, FileRefusalCode> {
  const read = readTable(sheet, EVENTS)
  if (!read.ok) return read
  const table = read.value
  if (!table.has('times') && !(table.has('start') && table.has('end'))) {
    return refuse('column-missing', { columns: '开始、结束 (start, end)', row: table.headerRow })
  }
  const places = indexPlaces(context)
  const names = table.rows.flatMap((row) => [table.text(row, 'village'), ...servedNames(table, row)])
  const hint = { likelyTown: likelyTown(places, names) }
  const rows = table.rows.map((row) => checkRow(table, places, hint, context.today, row))
  const repeats = repeatedEvents(table, rows)
  const accepted = rows.flatMap(({ fact }) => (fact === null || repeats.has(fact.row) ? [] : [fact]))
  return accept({
    headerRow: table.headerRow,
    rows: rows.length,
    acceptedRows: accepted.length,
    accepted,
    refused: groupByRow([...rows.flatMap((row) => row.faults), ...repeats.values()]),
    warnings: [...table.warnings, ...rows.flatMap((row) => row.warnings)],
  })
}

function servedNames(table: Table<EventKey>, row: SheetRow): string[] {
  const names = table.text(row, 'served').split(/[、,;/|\s]+|和|及/)
  return names.filter((name) => name !== '')
}

function checkRow(
  table: Table<EventKey>,
  places: PlaceIndex,
  hint: PlaceHint,
  today: CivilDate,
  row: SheetRow,
): CheckedRow {
  const broken = formulaFault(
    table,
    row,
    EVENTS.columns.map((column) => column.key),
  )
  if (broken !== null) return { fact: null, faults: [broken], warnings: [] }
  const faults: Fault[] = []
  const needed = (key: EventKey, code: Fault['code']): string => {
    const text = table.written(row, key)
    if (text === '') faults.push(table.fault(row.row, key, code))
    return text
  }
  const count = (key: EventKey, least: number, code: Fault['code']): number | null => {
    const value = parseCount(table.text(row, key), least)
    if (value === null) faults.push(table.unreadable(row, key, code))
    return value
  }
  const title = needed('title', 'event-title-missing')
  const place = needed('place', 'event-place-missing')
  const villages = readVillages(table, places, hint, row)
  const schedule = readSchedule(table, row)
  const capacityOrders = count('capacity', 1, 'capacity-unreadable')
  const scaleCount = table.has('scales') ? count('scales', 0, 'scale-count-unreadable') : 1
  faults.push(...villages.faults, ...schedule.faults)
  const { villageCode, servedVillageCodes } = villages
  const held = schedule.fact
  if (
    held === null ||
    capacityOrders === null ||
    scaleCount === null ||
    villageCode === null ||
    faults.length > 0
  ) {
    return { fact: null, faults, warnings: [] }
  }
  const past = held.heldOn < today
  return {
    fact: {
      row: row.row,
      title,
      villageCode,
      servedVillageCodes,
      place,
      ...held,
      capacityOrders,
      scaleCount,
    },
    faults,
    warnings: [
      ...schedule.warnings,
      ...(past ? [table.fault(row.row, 'date', 'event-past', { heldOn: held.heldOn })] : []),
    ],
  }
}

/** The event's village and those it serves; a name that fits several is settled by the villages beside it. */
function readVillages(
  table: Table<EventKey>,
  places: PlaceIndex,
  hint: PlaceHint,
  row: SheetRow,
): { villageCode: string | null; servedVillageCodes: string[]; faults: Fault[] } {
  const faults: Fault[] = []
  const names = [table.text(row, 'village'), ...servedNames(table, row)]
  const beside = {
    townText: table.text(row, 'town'),
    likelyTown: likelyTown(places, names) ?? hint.likelyTown,
  }
  const find = (key: 'village' | 'served', name: string): string | null => {
    const found = findVillage(places, name, beside)
    if (found.ok) return found.value
    const column = found.code === 'town-unknown' ? 'town' : key
    faults.push(table.fault(row.row, column, found.code, found.facts))
    return null
  }
  const villageCode = find('village', table.text(row, 'village'))
  const served = servedNames(table, row).map((name) => find('served', name))
  const codes = new Set(served.filter((code) => code !== null))
  if (codes.size === 0 && villageCode !== null) codes.add(villageCode)
  return { villageCode, servedVillageCodes: [...codes], faults }
}

/** An event of the same title, village and hour as an earlier row's is that event again. */
function repeatedEvents(table: Table<EventKey>, rows: readonly CheckedRow[]): Map<number, Fault> {
  const seen = new Map<string, number>()
  const repeats = new Map<number, Fault>()
  for (const { fact } of rows) {
    if (fact === null) continue
    const key = JSON.stringify([fact.title, fact.villageCode, fact.heldOn, fact.startTime])
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, fact.row)
    else repeats.set(fact.row, table.fault(fact.row, 'title', 'event-repeated', { row: earlier }))
  }
  return repeats
}
