/** When an event is held and when its orders close, from whichever columns a plan gives. */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import type { EventKey } from './event-columns.ts'
import { type Moment, parseDate, parseMoment, parseTime, parseTimeRange } from './moments.ts'
import type { Fault, SheetRow } from './sheet.ts'
import type { Table } from './table.ts'

type Schedule = {
  heldOn: CivilDate
  startTime: string
  endTime: string
  cutOffOn: CivilDate
  cutOffTime: string
}

type ReadSchedule = { fact: Schedule | null; faults: Fault[]; warnings: Fault[] }

/** Where a cut-off names a day and no hour, orders close at the end of that day. */
const END_OF_DAY = '23:59'

export function readSchedule(table: Table<EventKey>, row: SheetRow): ReadSchedule {
  const faults: Fault[] = []
  const refuse = (key: EventKey, code: Fault['code']) => faults.push(table.unreadable(row, key, code))

  const heldOn = parseMoment(table.text(row, 'date'))?.on ?? null
  if (heldOn === null) refuse('date', 'date-unreadable')
  const times = readTimes(table, row, heldOn)
  const timeKey = (key: 'start' | 'end') => (table.has(key) ? key : 'times')
  if (times.start === null) refuse(timeKey('start'), 'time-unreadable')
  if (times.end === null && table.has('end')) refuse('end', 'time-unreadable')
  if (times.start !== null && times.end !== null && times.start >= times.end) {
    faults.push(
      table.fault(row.row, timeKey('end'), 'times-reversed', { start: times.start, end: times.end }),
    )
  }
  const cutOff = readCutOff(table, row, heldOn)
  if (cutOff === null) refuse('cutOff', 'cut-off-unreadable')
  if (cutOff === null || heldOn === null || times.start === null || times.end === null) {
    return { fact: null, faults, warnings: [] }
  }
  const cutOffTime = cutOff.time ?? END_OF_DAY
  if (`${cutOff.on} ${cutOffTime}` >= `${heldOn} ${times.start}`) refuse('cutOff', 'cut-off-after-start')
  const assumed = cutOff.time === null ? [table.fault(row.row, 'cutOff', 'cut-off-time-assumed')] : []
  return {
    fact: { heldOn, startTime: times.start, endTime: times.end, cutOffOn: cutOff.on, cutOffTime },
    faults,
    warnings: assumed,
  }
}

/** Start and end as times of the event's day, from two columns or from one with a range. */
function readTimes(table: Table<EventKey>, row: SheetRow, heldOn: CivilDate | null) {
  const range = parseTimeRange(table.text(row, 'times'))
  return {
    start: timeOn(table.text(row, 'start'), heldOn) ?? range?.start ?? null,
    end: timeOn(table.text(row, 'end'), heldOn) ?? range?.end ?? null,
  }
}

/** A time of day; a full date before it must be the event's own. */
function timeOn(text: string, heldOn: CivilDate | null): string | null {
  const time = parseTime(text)
  if (time !== null) return time
  const moment = parseMoment(text)
  return moment !== null && moment.on === heldOn ? moment.time : null
}

const DAYS_BEFORE = /^(?:活动)?(?:提?前|早)(\d{1,2})[天日](.*)$|^(\d{1,2})\s*days?\s*before(.*)$/i

/** A day and hour, with the hour in a column of its own, or counted back from the event (前3天18:00). */
function readCutOff(table: Table<EventKey>, row: SheetRow, heldOn: CivilDate | null): Moment | null {
  const text = table.text(row, 'cutOff')
  const apart = parseTime(table.text(row, 'cutOffTime'))
  const on = parseDate(text)
  if (on !== null && apart !== null) return { on, time: apart }
  const moment = parseMoment(text)
  if (moment !== null) return moment
  const back = DAYS_BEFORE.exec(text)
  if (back === null || heldOn === null) return null
  const rest = (back[2] ?? back[4] ?? '').trim()
  const time = rest === '' ? apart : parseTime(rest)
  if (rest !== '' && time === null) return null
  return { on: addDays(heldOn, -Number(back[1] ?? back[3])), time }
}
