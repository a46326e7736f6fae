import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  civilDateOf,
  daysBetween,
  firstOfMonth,
  fromDateColumn,
  instantOf,
  isCivilDate,
  monthOf,
  timeOfDay,
  toDateColumn,
  weekdayOf,
  yearOf,
} from './calendar.ts'

/** Instants since China left daylight saving, to the minute. */
const anyInstant = fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1992-01-01', n))

describe('civil dates', () => {
  test.each(['2026-11-22', '2024-02-29', '1992-01-01'])('%s is a day', (text) =>
    expect(isCivilDate(text)).toBe(true),
  )
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '0000-00-00',
    '9999-01-01',
    '2026-1-1',
    '20261122',
    '2026-11-22 ',
    '',
  ])('%j is none', (text) => expect(isCivilDate(text)).toBe(false))

  test('the day changes at midnight in Shanghai, which is four in the afternoon in UTC', () => {
    expect(civilDateOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22')
    expect(civilDateOf(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23')
    expect(instantOf('2026-12-07', '09:00').toISOString()).toBe('2026-12-07T01:00:00.000Z')
    expect(timeOfDay(new Date('2026-12-07T01:00:00.000Z'))).toBe('09:00')
  })

  test('day and time of an instant are what Intl says they are in Shanghai', () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'short' })
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(civilDateOf(instant)).toBe(day.format(instant))
        expect(timeOfDay(instant)).toBe(time.format(instant))
      }),
      { numRuns: 500 },
    )
  })

  test('day and time of an instant give it back, to the minute', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const back = instantOf(civilDateOf(instant), timeOfDay(instant))
        expect(instant.getTime() - back.getTime()).toBeGreaterThanOrEqual(0)
        expect(instant.getTime() - back.getTime()).toBeLessThan(60_000)
      }),
    )
  })

  test.each([
    ['2026-02-30', '09:00'],
    ['2026-02-28', '24:00'],
    ['2026-02-28', '9:00'],
  ])('%s %s is no moment', (date, time) => expect(() => instantOf(date, time)).toThrow())
})

describe('counting days', () => {
  test('over the end of February, a year, and backwards', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-11-22', '2026-12-01')).toBe(9)
    expect(daysBetween('2026-12-01', '2026-11-22')).toBe(-9)
  })

  test('a day so many days on is that many days away, and the weekday moves with it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        const other = addDays(day, days)
        expect(isCivilDate(other)).toBe(true)
        expect(daysBetween(day, other)).toBe(days)
        expect((((weekdayOf(day) - 1 + days) % 7) + 7) % 7).toBe(weekdayOf(other) - 1)
        expect(day < other).toBe(days > 0)
      }),
    )
  })

  test('the first help days of 2026 were Mondays', () => {
    expect(['2026-01-05', '2026-01-19', '2026-02-02'].map(weekdayOf)).toEqual([1, 1, 1])
    expect(weekdayOf('2026-11-22')).toBe(7)
  })

  test('months are counted from the first of one to the first of another', () => {
    expect(['2026-01-31', '2026-12-01', '2028-02-29'].map((day) => firstOfMonth(day, 0))).toEqual([
      '2026-01-01',
      '2026-12-01',
      '2028-02-01',
    ])
    expect([firstOfMonth('2026-01-31', -1), firstOfMonth('2026-11-30', 14)]).toEqual([
      '2025-12-01',
      '2028-01-01',
    ])
  })

  test('year and month are read off the date', () => {
    expect([yearOf('2026-11-22'), monthOf('2026-11-22'), monthOf('2026-01-31')]).toEqual([2026, 11, 1])
  })
})

test('a date goes through a date column unchanged', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(fromDateColumn(toDateColumn(day))).toBe(day)
    }),
  )
  expect(() => toDateColumn('2026-02-30')).toThrow('not a civil date')
})
