import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, weekdayOf } from '#app/domain/kernel/calendar.ts'
import {
  DECLARED_KINDS,
  type DeclaredDay,
  declarationFaults,
  declaredSpan,
  holidayClash,
  isWorkingDay,
} from './public-holiday.ts'

const holiday = (day: string, name = '国庆节'): DeclaredDay => ({ day, kind: 'holiday', name })

describe('a day that falls on a public holiday', () => {
  it('is proposed to be the next working day', () => {
    expect(holidayClash('2027-04-05', [holiday('2027-04-05', '清明节')], [])).toEqual({
      holiday: '清明节',
      proposedDay: '2027-04-06',
    })
  })

  it('passes the rest of the holiday, a weekend, and days that something is planned for', () => {
    const days = ['2026-10-01', '2026-10-02', '2026-10-03'].map((day) => holiday(day))
    expect(holidayClash('2026-10-01', days, [])?.proposedDay).toBe('2026-10-05')
    expect(holidayClash('2026-10-01', days, ['2026-10-05', '2026-10-06'])?.proposedDay).toBe('2026-10-07')
  })

  it('may become a Saturday that is made up', () => {
    const days = [holiday('2026-10-09'), { day: '2026-10-10', kind: 'working' as const, name: '调休上班' }]
    expect(holidayClash('2026-10-09', days, [])?.proposedDay).toBe('2026-10-10')
  })

  it('has no proposal where nothing near is a working day', () => {
    const days = Array.from({ length: 60 }, (_, n) => holiday(addDays('2026-10-01', n)))
    expect(holidayClash('2026-10-01', days, [])).toEqual({ holiday: '国庆节', proposedDay: null })
  })
})

it('is no clash on any other day: a weekend, a day made up, a declaration taken back', () => {
  expect(holidayClash('2026-10-04', [holiday('2026-10-03')], [])).toBeNull()
  expect(holidayClash('2026-10-10', [{ day: '2026-10-10', kind: 'working', name: '' }], [])).toBeNull()
  expect(holidayClash('2026-10-05', [{ day: '2026-10-05', kind: 'ordinary', name: '' }], [])).toBeNull()
  expect(isWorkingDay('2026-10-05', [{ day: '2026-10-05', kind: 'ordinary', name: '' }])).toBe(true)
})

test('what is proposed is later, a working day, and free', () => {
  const anyDay = fc.integer({ min: 0, max: 40 }).map((n) => addDays('2026-09-20', n))
  const declared = fc.uniqueArray(
    fc.record({ day: anyDay, kind: fc.constantFrom(...DECLARED_KINDS), name: fc.constant('节') }),
    { selector: ({ day }) => day },
  )
  fc.assert(
    fc.property(anyDay, declared, fc.array(anyDay), (day, days, taken) => {
      const clash = holidayClash(day, days, taken)
      expect(clash !== null).toBe(days.some((one) => one.day === day && one.kind === 'holiday'))
      const proposed = clash?.proposedDay
      if (!proposed) return
      expect(proposed > day).toBe(true)
      expect(taken).not.toContain(proposed)
      const kind = days.find((one) => one.day === proposed)?.kind ?? 'ordinary'
      expect(kind === 'working' || (kind === 'ordinary' && weekdayOf(proposed) <= 5)).toBe(true)
    }),
  )
})

describe('a declaration', () => {
  const right = {
    fromDay: '2027-02-05',
    toDay: '2027-02-11',
    kind: 'holiday',
    name: '春节',
    source: '放假通知',
  } as const

  it('is of up to fifteen days with a name and a source', () => {
    expect(declarationFaults(right)).toEqual([])
    expect(declarationFaults({ ...right, toDay: '2027-02-19' })).toEqual([])
    expect(declaredSpan({ fromDay: '2027-02-27', toDay: '2027-03-01' })).toEqual([
      '2027-02-27',
      '2027-02-28',
      '2027-03-01',
    ])
  })

  it.each([
    ['toDay', { toDay: '2027-02-20' }, 'declared-span-too-long'],
    ['toDay', { toDay: '2027-02-04' }, 'declared-ends-before-start'],
    ['name', { name: ' ' }, 'declared-name-missing'],
    ['name', { name: '节'.repeat(61) }, 'text-too-long'],
    ['source', { source: '' }, 'declared-source-missing'],
    ['source', { source: '通'.repeat(61) }, 'text-too-long'],
  ] as const)('says what is wrong with %s', (field, change, code) => {
    expect(declarationFaults({ ...right, ...change })).toEqual([{ field, code }])
  })
})
