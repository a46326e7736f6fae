/**
 * Events whose day is over and that nobody has closed.
 * Invariant: the first week after its day nobody is nagged; from then on, once in each week.
 */
import { type CivilDate, daysBetween } from '#app/domain/kernel/calendar.ts'
import { isFinal, type PickupEventState } from './event-states.ts'

/** So many of a village keep it from opening another. */
export const MOST_UNCLOSED = 3

/** Which week after its day an event is late in: 1 from the eighth day on, 2 from the fifteenth; 0 while it isn't late. */
export function weeksLate(heldOn: CivilDate, today: CivilDate): number {
  return Math.max(0, Math.floor((daysBetween(heldOn, today) - 1) / 7))
}

/** Whether an event that took orders is still to be closed more than a week after its day. */
export function isLate(event: { state: PickupEventState; heldOn: CivilDate }, today: CivilDate): boolean {
  return event.state !== 'draft' && !isFinal(event.state) && weeksLate(event.heldOn, today) > 0
}

/** The facts of a refusal to open another: which events are to be closed first, by their numbers. */
export function tooManyUnclosed(eventIds: readonly number[]): { count: number; events: string } {
  return { count: eventIds.length, events: eventIds.join(' ') }
}

/** The numbers of the events in such facts. */
export function unclosedIn(facts: Readonly<Record<string, string | number>> = {}): number[] {
  return String(facts.events ?? '')
    .split(' ')
    .flatMap((id) => (id === '' ? [] : [Number(id)]))
}
