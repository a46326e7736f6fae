import { database, Prisma, type Transaction } from './client.server.ts'

const TRIES = 5
/** Serialization failure and deadlock, as PostgreSQL names them, and Prisma's own code for both. */
const RETRIED = /\b(40001|40P01|P2034)\b/

/** True for a failure that PostgreSQL asks to be retried as a whole. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return error.code === 'P2034' || RETRIED.test(JSON.stringify(error.meta ?? {}))
  }
  return error instanceof Error && RETRIED.test(error.message)
}

/** Runs `work` again while the database asks for it, with a little jitter; no side effects belong inside. */
export async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= TRIES || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 * (1 + Math.random())))
    }
  }
}

/**
 * One transaction, retried as a whole. Inside it only `tx` is used, and nothing is asked of the outside.
 * `mostSeconds` is for what writes a whole file at once; everything else is done long before the default.
 */
export async function inTransaction<T>(
  work: (tx: Transaction) => Promise<T>,
  { mostSeconds = 15 }: { mostSeconds?: number } = {},
): Promise<T> {
  return withRetry(() => database().$transaction(work, { timeout: mostSeconds * 1_000, maxWait: 10_000 }))
}

/** The code of a refusal raised by the database's own `refuse()` or guards (YG001 to YG003); null for other errors. */
export function databaseRefusal(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const meta = error instanceof Prisma.PrismaClientKnownRequestError ? JSON.stringify(error.meta ?? {}) : ''
  const text = `${error.message} ${meta}`
  if (!/\bYG00[123]\b/.test(text)) return null
  return /refused:([a-z-]+)/.exec(text)?.[1] ?? 'refused'
}
