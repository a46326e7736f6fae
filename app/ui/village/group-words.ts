/** Words of ten-household groups that depend on what is shown. */
import { formatDate, formatPercent } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

const REASONS: Record<string, (() => string) | undefined> = {
  left: m.group_reason_left,
  moved: m.group_reason_moved,
  'household-closed': m.group_reason_household_closed,
  'entered-wrongly': m.group_reason_entered_wrongly,
  'weight-changed': m.group_reason_weight_changed,
  'group-ended': m.group_reason_group_ended,
}

export function leaveReasonWords(reason: string): string {
  return REASONS[reason]?.() ?? reason
}

/** `份额 5，占 20.8%`; null is no longer a member. */
export function weightWords(weight: { own: number; total: number } | null): string {
  if (weight === null) return m.group_weight_none()
  return m.group_weight({ weight: weight.own, percent: formatPercent(weight.own, weight.total) })
}

/** From when to when a group or a membership was. */
export function spanWords({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }): string {
  return endsOn === null
    ? m.group_open({ from: formatDate(startsOn) })
    : m.group_span({ from: formatDate(startsOn), to: formatDate(endsOn) })
}
