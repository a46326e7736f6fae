/** A broken assumption: a fault of ours, never of the person using the product. */
export class InvariantError extends Error {
  override name = 'InvariantError'
}

/** Throws InvariantError unless `condition` holds. Expected refusals are returned as a Verdict, never thrown. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

/** For the default of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected value: ${String(value)}`)
}
