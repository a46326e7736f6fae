import type { Refusal, Verdict } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from './client.server.ts'
import { inTransaction } from './transaction.server.ts'

/** Carries a refusal out of a transaction, so that nothing written before it stays. */
class RefusedInTransaction extends Error {
  override name = 'RefusedInTransaction'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`refused: ${refusal.code}`)
    this.refusal = refusal
  }
}

/** One transaction, retried as a whole: what is accepted is committed, and a refusal undoes all that was written. */
export async function decideInTransaction<Value, Code extends string>(
  work: (tx: Transaction) => Promise<Verdict<Value, Code>>,
  options: { mostSeconds?: number } = {},
): Promise<Verdict<Value, Code>> {
  try {
    return await inTransaction(async (tx) => {
      const verdict = await work(tx)
      if (!verdict.ok) throw new RefusedInTransaction(verdict)
      return verdict
    }, options)
  } catch (error) {
    if (error instanceof RefusedInTransaction) return error.refusal as Refusal<Code>
    throw error
  }
}
