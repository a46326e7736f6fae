/** Refusals as answers: one total table from code to status, so that a missing case does not go unseen. */
import type { Refusal } from '#app/domain/kernel/verdict.ts'

const NOT_FOUND = new Set(['not-found', 'out-of-scope'])
const CONFLICT = new Set([
  'changed-meanwhile',
  'sold-out',
  'not-enough',
  'event-full',
  'past-cut-off',
  'key-reused',
  'already-settled',
  'bring-list-corrected',
])
const BUSY = new Set(['imports-busy'])

/** 404 for what is not there for this person, 409 for what others changed first, 503 for later, else 400. */
export function statusOf(refusal: Refusal): 400 | 404 | 409 | 503 {
  if (NOT_FOUND.has(refusal.code)) return 404
  if (BUSY.has(refusal.code)) return 503
  return CONFLICT.has(refusal.code) ? 409 : 400
}
