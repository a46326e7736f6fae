import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isCutOffNear, isEventToday, isReminderDue, reminderAt } from './reminder.ts'

it.each([
  ['2026-12-07T01:00:00Z', '2026-12-06T10:00:00Z'],
  // Just after midnight in Shanghai is still the evening before, though another day in UTC.
  ['2026-12-06T16:30:00Z', '2026-12-06T10:00:00Z'],
  ['2026-12-31T23:00:00Z', '2026-12-31T10:00:00Z'],
])('an event at %s is remembered at %s', (startsAt, at) => {
  expect(reminderAt(new Date(startsAt))).toEqual(new Date(at))
})

it('is due from six in the evening until the event begins', () => {
  const startsAt = new Date('2026-12-07T01:00:00Z')
  const due = (now: string) => isReminderDue(startsAt, new Date(now))
  expect(due('2026-12-06T09:59:59Z')).toBe(false)
  expect(due('2026-12-06T10:00:00Z')).toBe(true)
  expect(due('2026-12-07T00:59:59Z')).toBe(true)
  expect(due('2026-12-07T01:00:00Z')).toBe(false)
})

it('tells organizers from eight on the day before a cut-off until the cut-off', () => {
  // 18:00 in Shanghai on the 4th.
  const near = (now: string) => isCutOffNear(new Date('2026-12-04T10:00:00Z'), new Date(now))
  expect(near('2026-12-02T23:59:59Z')).toBe(false)
  expect(near('2026-12-03T00:00:00Z')).toBe(true)
  expect(near('2026-12-04T09:59:59Z')).toBe(true)
  expect(near('2026-12-04T10:00:00Z')).toBe(false)
})

it('tells organizers from five on the day of the event until it begins', () => {
  const today = (now: string) => isEventToday(new Date('2026-12-07T01:00:00Z'), new Date(now))
  expect(today('2026-12-06T20:59:59Z')).toBe(false)
  expect(today('2026-12-06T21:00:00Z')).toBe(true)
  expect(today('2026-12-07T01:00:00Z')).toBe(false)
})

it('leaves between six and thirty hours', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (startsAt) => {
        const hours = (startsAt.getTime() - reminderAt(startsAt).getTime()) / 3_600_000
        expect(hours).toBeGreaterThanOrEqual(6)
        expect(hours).toBeLessThan(30)
      },
    ),
  )
})
