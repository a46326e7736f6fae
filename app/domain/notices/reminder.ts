/**
 * When buyers are reminded of an event: the evening before, at six in Shanghai, when bags are still to be found.
 * Invariant: nobody is reminded of an event that has begun.
 */
import { addDays, civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'

const REMINDED_AT = '18:00'

/** The instant from which an event's buyers are reminded. */
export function reminderAt(startsAt: Date): Date {
  return instantOf(addDays(civilDateOf(startsAt), -1), REMINDED_AT)
}

/** Whether the evening before has come, and the event has not begun. */
export function isReminderDue(startsAt: Date, now: Date): boolean {
  return now >= reminderAt(startsAt) && now < startsAt
}
