import { invariant } from '#app/domain/kernel/invariant.ts'

/** A money column as a number: the database keeps it within 10^15 fen, well inside a safe integer. */
export function safeFen(column: bigint | null): number {
  const fen = Number(column ?? 0n)
  invariant(Number.isSafeInteger(fen), 'an amount out of range')
  return fen
}
