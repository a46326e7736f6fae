/**
 * Why goods are sent back or taken off sale, in the words of whoever does it.
 * Invariant: nothing is without a reason that somebody can read.
 */
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'

export type LotReasonCode = 'reason-missing' | 'text-too-long'

const MOST_CHARACTERS = 60

export function reasonRefusal(reason: string): Refusal<LotReasonCode> | null {
  const length = [...reason.trim()].length
  if (length === 0) return refuse('reason-missing')
  return length > MOST_CHARACTERS ? refuse('text-too-long') : null
}
