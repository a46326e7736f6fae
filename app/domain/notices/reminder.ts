/**
 * When people are reminded: buyers of an event the evening before, at six in Shanghai, when bags are still to be found;
 * its organizers the day before its cut-off, while buyers can still be called, and early on its day.
 * Invariant: nobody is reminded of an event that has begun, nor of a cut-off that has passed.
 */
import { addDays, civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'

const REMINDED_AT = '18:00'
const ORGANIZERS_TOLD_AT = '08:00'
const DAY_BEGINS_AT = '05:00'

/** The instant from which an event's buyers are reminded. */
export function reminderAt(startsAt: Date): Date {
  return instantOf(addDays(civilDateOf(startsAt), -1), REMINDED_AT)
}

/** Whether the evening before has come, and the event has not begun. */
export function isReminderDue(startsAt: Date, now: Date): boolean {
  return now >= reminderAt(startsAt) && now < startsAt
}

/** Whether it is the day before a cut-off, or later, and the cut-off has not come. */
export function isCutOffNear(cutOffAt: Date, now: Date): boolean {
  return now >= instantOf(addDays(civilDateOf(cutOffAt), -1), ORGANIZERS_TOLD_AT) && now < cutOffAt
}

/** Whether an event's day has begun for its organizers, and the event has not. */
export function isEventToday(startsAt: Date, now: Date): boolean {
  return now >= instantOf(civilDateOf(startsAt), DAY_BEGINS_AT) && now < startsAt
}
