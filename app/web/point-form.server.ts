/** The fields of a service point's form, and the hours that were typed into it. */
import { z } from 'zod'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import { wholeNumber } from './form.server.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
type Weekday = (typeof WEEKDAYS)[number]
type TimeField = `opensAt${Weekday}` | `closesAt${Weekday}`

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time-missing' })
  .optional()

const times = Object.fromEntries(
  WEEKDAYS.flatMap((weekday) => [
    [`opensAt${weekday}`, time],
    [`closesAt${weekday}`, time],
  ]),
) as Record<TimeField, typeof time>

export const pointFields = {
  name: z.string({ error: 'point-name-empty' }),
  place: z.string({ error: 'event-place-empty' }),
  scaleCount: wholeNumber({ missing: 'scales-out-of-range', unreadable: 'scales-out-of-range' }),
  staffCount: wholeNumber({ missing: 'staff-out-of-range', unreadable: 'staff-out-of-range' }),
  hasColdBox: z.enum(['yes', 'no'], { error: 'point-cold-box-missing' }),
  ...times,
}

type PointValue = z.output<z.ZodObject<typeof pointFields>>

/** What was typed, as a point is kept: a day with neither time is a day on which it is closed. */
export function pointOf(value: PointValue) {
  const { name, place, scaleCount, staffCount, hasColdBox } = value
  const openingHours = WEEKDAYS.flatMap((weekday): OpeningSpan[] => {
    const { [`opensAt${weekday}` as const]: opensAt = '', [`closesAt${weekday}` as const]: closesAt = '' } =
      value
    return opensAt === '' && closesAt === '' ? [] : [{ weekday, opensAt, closesAt }]
  })
  return { name, place, scaleCount, staffCount, hasColdBox: hasColdBox === 'yes', openingHours }
}

/** A point's hours as the fields of its form. */
export function hourValues(hours: readonly OpeningSpan[]): Record<string, string> {
  return Object.fromEntries(
    hours.flatMap(({ weekday, opensAt, closesAt }) => [
      [`opensAt${weekday}`, opensAt],
      [`closesAt${weekday}`, closesAt],
    ]),
  )
}
