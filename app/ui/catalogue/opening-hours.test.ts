import { expect, it } from 'vitest'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import { hoursText } from './opening-hours.ts'

const on = (weekdays: number[], opensAt: string, closesAt: string): OpeningSpan[] =>
  weekdays.map((weekday) => ({ weekday, opensAt, closesAt }))

it('says days in a row with the same hours as one', () => {
  expect(hoursText(on([1, 2, 3, 4, 5], '09:00', '17:00'))).toBe('周一至周五 9:00–17:00')
  expect(hoursText([...on([6], '10:00', '12:00'), ...on([1, 3, 4], '09:00', '17:00')])).toBe(
    '周一 9:00–17:00，周三至周四 9:00–17:00，周六 10:00–12:00',
  )
})
