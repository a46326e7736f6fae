import { END_REASONS, type EndReason } from '#app/domain/people/pairing-register.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

export type ShownSpan = {
  startsOn: string
  endsOn: string | null
  endReason: string | null
  endNote: string | null
  standing: 'to-come' | 'now' | 'ended'
}

const REASONS: Record<EndReason | 'import', () => string> = {
  'helper-transferred': m.pairing_reason_helper_transferred,
  'helper-retired': m.pairing_reason_helper_retired,
  'helper-changed': m.pairing_reason_helper_changed,
  'agency-changed': m.pairing_reason_agency_changed,
  'household-moved': m.pairing_reason_household_moved,
  'household-closed': m.pairing_reason_household_closed,
  'entered-wrongly': m.pairing_reason_entered_wrongly,
  other: m.pairing_reason_other,
  import: m.pairing_reason_import,
}

function reasonName(reason: string): string {
  return reason in REASONS ? REASONS[reason as EndReason | 'import']() : reason
}

export function reasonOptions(): { value: string; label: string }[] {
  return END_REASONS.map((reason) => ({ value: reason, label: REASONS[reason]() }))
}

/** `2025年3月8日起`, and the last day where there is one. */
export function daysText({ startsOn, endsOn, standing }: ShownSpan): string {
  const from = formatDate(startsOn)
  if (endsOn !== null) {
    const to = formatDate(endsOn)
    return standing === 'ended' ? m.pairing_from_to({ from, to }) : m.pairing_will_end({ from, to })
  }
  return standing === 'to-come' ? m.pairing_will_begin({ day: from }) : m.pairing_since({ day: from })
}

/** Why it ended; nothing of one that stands. */
export function endText({ endReason, endNote }: ShownSpan): string | null {
  if (endReason === null) return null
  const reason = reasonName(endReason)
  return endNote === null
    ? m.pairing_ended_why({ reason })
    : m.pairing_ended_why_note({ reason, note: endNote })
}
