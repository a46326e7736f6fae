/**
 * Showing in full what is masked.
 * Invariant: an ID number or a card is shown for a reason that is kept, and of all no more than thirty an hour.
 */

export const UNMASK_FIELDS = ['id-number', 'bank-card', 'phone'] as const
export type UnmaskField = (typeof UNMASK_FIELDS)[number]

/** Why somebody has to see it. `to-call` is the phone's own. */
export const UNMASK_REASONS = ['pay-out', 'correct-roster', 'inspection', 'to-call'] as const
export type UnmaskReason = (typeof UNMASK_REASONS)[number]

export const MOST_AN_HOUR = 30

/** Searches for a household beyond one village, which tell whether a name or a number is known at all. */
export const MOST_SEARCHES_AN_HOUR = 60

/** What may be given as a reason for a field: a call for a phone, anything else for a number. */
export function reasonsFor(field: UnmaskField): readonly UnmaskReason[] {
  return UNMASK_REASONS.filter((reason) => (reason === 'to-call') === (field === 'phone'))
}

export function isUnmaskField(text: string): text is UnmaskField {
  return (UNMASK_FIELDS as readonly string[]).includes(text)
}

export function isReasonFor(field: UnmaskField, reason: string): reason is UnmaskReason {
  return (reasonsFor(field) as readonly string[]).includes(reason)
}
