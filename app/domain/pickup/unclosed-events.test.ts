import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { tooManyUnclosed, unclosedIn, weeksLate } from './unclosed-events.ts'

it('is late from the eighth day on, and a week later in its next week', () => {
  const after = [-3, 0, 1, 7, 8, 14, 15, 21, 22].map((days) =>
    weeksLate('2026-12-01', addDays('2026-12-01', days)),
  )
  expect(after).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 3])
})

it('never goes back, and rises by one in any seven days once it is late', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 4_000 }), (days) => {
      const week = (more: number) => weeksLate('2026-01-01', addDays('2026-01-01', days + more))
      expect(week(1)).toBeGreaterThanOrEqual(week(0))
      expect(week(7)).toBe(week(0) + 1)
    }),
  )
})

it('names the events of a refusal again', () => {
  expect(unclosedIn(tooManyUnclosed([7, 12, 3]))).toEqual([7, 12, 3])
  expect([unclosedIn(), unclosedIn({ dayOn: '2026-12-01' })]).toEqual([[], []])
})
