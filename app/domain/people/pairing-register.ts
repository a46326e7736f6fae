/**
 * Who is paired with whom, from which day to which.
 * Invariant: of one household (or of one agency and village) no two spans share a day, and a span ends with a reason.
 * Both days of a span belong to it; one without a last day is open.
 */
import { addDays, type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { holdsPersonNumber } from '#app/domain/kernel/person-number.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Why a pairing is ended by hand. A register that names another helper ends it with `import`. */
export const END_REASONS = [
  'helper-transferred',
  'helper-retired',
  'helper-changed',
  'agency-changed',
  'household-moved',
  'household-closed',
  'entered-wrongly',
  'other',
] as const
export type EndReason = (typeof END_REASONS)[number]

/** What of the register is looked at: by parts of an agency's and a village's name, the start of a number, its standing. */
export const PAIRING_STATES = ['now', 'ended', 'all'] as const
export type PairingState = (typeof PAIRING_STATES)[number]
export type PairingsFilter = { agency: string; village: string; number: string; state: PairingState }

export type PairedSpan = { startsOn: CivilDate; endsOn: CivilDate | null }
export type PairingEnd = { endsOn: CivilDate; reason: EndReason; note: string | null }

export type DayRefusal = 'pairing-day-unreadable' | 'pairing-day-out-of-range'
export type BeginRefusal = DayRefusal | 'pairing-overlaps'
export type EndRefusal =
  | 'pairing-end-day-unreadable'
  | 'pairing-end-before-start'
  | 'pairing-end-out-of-range'
  | 'pairing-end-reason-missing'
  | 'pairing-end-note-missing'
  | 'text-holds-number'
  | 'pairing-ended'

const EARLIEST = '2000-01-01'
const DAYS_AHEAD_MOST = 366
const NOTE_LONGEST = 200
const NEVER = '9999-12-31'

export function isOverlapping(a: PairedSpan, b: PairedSpan): boolean {
  return a.startsOn <= (b.endsOn ?? NEVER) && b.startsOn <= (a.endsOn ?? NEVER)
}

/** Whether a span holds the day. */
export function isPairedOn(span: PairedSpan, day: CivilDate): boolean {
  return span.startsOn <= day && day <= (span.endsOn ?? NEVER)
}

/** Whether an open span may begin on the day, beside those there are: to come is well, to overlap is not. */
export function beginSpan(
  known: readonly PairedSpan[],
  startsOn: CivilDate,
  today: CivilDate,
): Verdict<PairedSpan, BeginRefusal> {
  if (!isCivilDate(startsOn)) return refuse('pairing-day-unreadable')
  const latestOn = addDays(today, DAYS_AHEAD_MOST)
  if (startsOn < EARLIEST || startsOn > latestOn) {
    return refuse('pairing-day-out-of-range', { earliestOn: EARLIEST, latestOn })
  }
  const span = { startsOn, endsOn: null }
  const other = known.find((one) => isOverlapping(one, span))
  if (other) return refuse('pairing-overlaps', { sinceOn: other.startsOn })
  return accept(span)
}

/** Ends an open span with its last day, a reason of the list, and words of one's own: those where it is another reason. */
export function endSpan(
  span: PairedSpan,
  said: { endsOn: string; reason: string; note: string },
  today: CivilDate,
): Verdict<PairingEnd, EndRefusal> {
  if (span.endsOn !== null) return refuse('pairing-ended', { endedOn: span.endsOn })
  if (!isCivilDate(said.endsOn)) return refuse('pairing-end-day-unreadable')
  if (said.endsOn < span.startsOn) return refuse('pairing-end-before-start', { sinceOn: span.startsOn })
  const latestOn = addDays(today, DAYS_AHEAD_MOST)
  if (said.endsOn > latestOn) return refuse('pairing-end-out-of-range', { latestOn })
  const reason = END_REASONS.find((one) => one === said.reason)
  if (reason === undefined) return refuse('pairing-end-reason-missing')
  const note = [...said.note.trim()].slice(0, NOTE_LONGEST).join('') || null
  if (reason === 'other' && note === null) return refuse('pairing-end-note-missing')
  if (note !== null && holdsPersonNumber(note)) return refuse('text-holds-number')
  return accept({ endsOn: said.endsOn, reason, note })
}

/** One helper after another: the open span ends the day before the next begins, which is after its own first day. */
export function changeSpan(
  known: readonly PairedSpan[],
  open: PairedSpan,
  said: { startsOn: CivilDate; reason: string; note: string },
  today: CivilDate,
): Verdict<{ end: PairingEnd; begun: PairedSpan }, BeginRefusal | EndRefusal> {
  if (!isCivilDate(said.startsOn)) return refuse('pairing-day-unreadable')
  const end = endSpan(open, { ...said, endsOn: addDays(said.startsOn, -1) }, today)
  if (!end.ok) return end
  const others = known.filter((span) => span.startsOn !== open.startsOn)
  const begun = beginSpan([...others, { ...open, endsOn: end.value.endsOn }], said.startsOn, today)
  return begun.ok ? accept({ end: end.value, begun: begun.value }) : begun
}
