/**
 * When a mail that could not be handed over is tried again, and until when it is worth it.
 * Invariant: the wait never grows shorter from one try to the next, nor longer than an hour.
 */
import type { NoticeFacts } from './kinds.ts'

const FIRST_WAIT_SECONDS = 60
const LONGEST_WAIT_SECONDS = 3_600
const USEFUL_DAYS = 3

/** What went wrong with the last try. */
export const MAIL_ERRORS = [
  'no-connection',
  'not-let-in',
  'put-off',
  'sender-refused',
  'address-refused',
  'content-refused',
  'past-use',
] as const
export type MailError = (typeof MAIL_ERRORS)[number]

/** Seconds from the end of try `tries` (1 is the first) to the next: 1, 2, 4 … minutes, at most an hour. */
export function waitSeconds(tries: number): number {
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(tries - 1, 20))
}

/** After this a mail would only puzzle: a reminder once what it speaks of has come, anything else after three days. */
export function isPastUse({ facts, createdAt }: { facts: NoticeFacts; createdAt: Date }, now: Date): boolean {
  const comesAt = reminded(facts)
  const isOver = comesAt !== null && now >= new Date(comesAt)
  return isOver || now.getTime() - createdAt.getTime() > USEFUL_DAYS * 86_400_000
}

/** The instant that a reminder speaks of; null for anything else. */
function reminded(facts: NoticeFacts): string | null {
  if (facts.kind === 'cut-off-near') return facts.cutOffAt
  return facts.kind === 'reminder' || facts.kind === 'event-today' ? facts.event.startsAt : null
}
