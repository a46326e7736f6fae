import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, daysBetween, firstOfMonth, weekdayOf } from '#app/domain/kernel/calendar.ts'
import {
  hoursOn,
  MONTH_WEEKS,
  type MonthWeek,
  previewEnd,
  type RecurrenceRule,
  recurringDays,
  WEEK_READINGS,
} from './recurrence.ts'

const MONDAYS: Omit<RecurrenceRule, 'reading'> = { weekday: 1, weeks: ['1', '3'] }
const anyRule = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  weeks: fc.subarray([...MONTH_WEEKS], { minLength: 1 }),
  reading: fc.constantFrom(...WEEK_READINGS),
})
const anyDay = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2026-01-01', days))

describe('Monday of the 1st and 3rd week', () => {
  // The month, the weekday of its 1st, and its two Mondays as the first and third Monday, and by the week.
  it.each([
    ['2026-06', 1, ['2026-06-01', '2026-06-15'], ['2026-06-01', '2026-06-15']],
    ['2026-09', 2, ['2026-09-07', '2026-09-21'], ['2026-08-31', '2026-09-14']],
    ['2026-04', 3, ['2026-04-06', '2026-04-20'], ['2026-03-30', '2026-04-13']],
    ['2026-10', 4, ['2026-10-05', '2026-10-19'], ['2026-09-28', '2026-10-12']],
    ['2027-01', 5, ['2027-01-04', '2027-01-18'], ['2026-12-28', '2027-01-11']],
    ['2026-08', 6, ['2026-08-03', '2026-08-17'], ['2026-07-27', '2026-08-10']],
    ['2026-11', 7, ['2026-11-02', '2026-11-16'], ['2026-10-26', '2026-11-09']],
  ] as const)('%s, whose 1st is weekday %d', (month, weekday, byWeekday, byWeek) => {
    const first = `${month}-01`
    expect(weekdayOf(first)).toBe(weekday)
    const inMonth = recurringDays(
      { ...MONDAYS, reading: 'weekday-of-month' },
      first,
      addDays(firstOfMonth(first, 1), -1),
    )
    expect(inMonth).toEqual(byWeekday)
    // From the day after the third week of the month before to the third week's end of this one.
    const [monday] = byWeek
    expect(recurringDays({ ...MONDAYS, reading: 'week-of-month' }, monday, addDays(monday, 20))).toEqual(
      byWeek,
    )
  })

  it('gives, by the week, what a county that counts so held from March to July 2020: the sixth on 1 June', () => {
    const days = recurringDays({ ...MONDAYS, reading: 'week-of-month' }, '2020-03-01', '2020-07-08')
    expect(days).toEqual([
      '2020-03-09',
      '2020-03-30',
      '2020-04-13',
      '2020-04-27',
      '2020-05-11',
      '2020-06-01',
      '2020-06-15',
      '2020-06-29',
    ])
  })
})

describe('other rules', () => {
  const days = (weekday: number, weeks: MonthWeek[], from: string, to: string, reading = WEEK_READINGS[0]) =>
    recurringDays({ weekday, weeks, reading }, from, to)

  it('knows a fifth week only where there is one, and a last one always', () => {
    expect(days(1, ['5'], '2026-01-01', '2026-06-30')).toEqual(['2026-03-30', '2026-06-29'])
    expect(days(5, ['last'], '2026-01-01', '2026-03-31')).toEqual(['2026-01-30', '2026-02-27', '2026-03-27'])
    expect(days(5, ['5', 'last'], '2026-01-01', '2026-01-31')).toEqual(['2026-01-30'])
  })

  it('counts, by the week, a week that two months share for both, and its day once', () => {
    // 1 March 2026 is a Sunday: its week is the last of February.
    expect(
      recurringDays(
        { weekday: 1, weeks: ['1', 'last'], reading: 'week-of-month' },
        '2026-02-10',
        '2026-03-10',
      ),
    ).toEqual(['2026-02-23'])
    expect(
      recurringDays({ weekday: 5, weeks: ['last'], reading: 'week-of-month' }, '2026-04-01', '2026-05-31'),
    ).toEqual(['2026-04-03', '2026-05-01', '2026-05-29'])
  })

  it('has no day in a span that ends before it begins, and both ends in one of a day', () => {
    expect(days(1, ['1'], '2026-06-02', '2026-06-01')).toEqual([])
    expect(days(1, ['1'], '2026-06-01', '2026-06-01')).toEqual(['2026-06-01'])
  })
})

test('days are of the weekday, in order, once, and the same however the span is cut', () => {
  fc.assert(
    fc.property(
      anyRule,
      anyDay,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 500 }),
      (rule, from, more, cut) => {
        const to = addDays(from, more)
        const middle = addDays(from, Math.min(cut, more))
        const all = recurringDays(rule, from, to)
        expect(all).toEqual([...new Set(all)].sort())
        for (const day of all) expect(weekdayOf(day)).toBe(rule.weekday)
        expect([
          ...recurringDays(rule, from, middle),
          ...recurringDays(rule, addDays(middle, 1), to),
        ]).toEqual(all)
      },
    ),
  )
})

test('a Monday is of the same week by both readings exactly where the month begins on one', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const first = firstOfMonth(day, 0)
      const [byWeekday] = recurringDays(
        { weekday: 1, weeks: ['1'], reading: 'weekday-of-month' },
        first,
        addDays(first, 6),
      )
      const [byWeek] = recurringDays(
        { weekday: 1, weeks: ['1'], reading: 'week-of-month' },
        addDays(first, -6),
        first,
      )
      expect(byWeek === byWeekday).toBe(weekdayOf(first) === 1)
      expect(daysBetween(byWeek ?? '', byWeekday ?? '') % 7).toBe(0)
    }),
  )
})

describe('an event’s hours on a day', () => {
  it('are instants in Shanghai, and the cut-off may lie in the month before', () => {
    expect(
      hoursOn('2027-03-01', { startsAt: '09:00', endsAt: '11:30', cutOffDaysBefore: 3, cutOffAt: '18:00' }),
    ).toEqual({
      startsAt: new Date('2027-03-01T01:00:00Z'),
      endsAt: new Date('2027-03-01T03:30:00Z'),
      cutOffAt: new Date('2027-02-26T10:00:00Z'),
    })
  })
})

describe('a preview', () => {
  it('is of twelve months, or until the series ends', () => {
    expect(previewEnd('2026-12-01', null)).toBe('2027-11-30')
    expect(previewEnd('2027-01-31', null)).toBe('2028-01-30')
    expect(previewEnd('2028-02-29', null)).toBe('2029-02-28')
    expect(previewEnd('2026-12-01', '2027-03-31')).toBe('2027-03-31')
    expect(previewEnd('2026-12-01', '2030-01-01')).toBe('2027-11-30')
  })
})
