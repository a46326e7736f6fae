/** One-time codes: made by chance, shown once, kept only as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { CODE_BYTES, spellCode } from '#app/domain/access/one-time-code.ts'

export function makeCode(): string {
  return spellCode(randomBytes(CODE_BYTES))
}

/** The hash a code is found by. A code is 80 random bits, so it needs no salt. */
export function hashCode(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
