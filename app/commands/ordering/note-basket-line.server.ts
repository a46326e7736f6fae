import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { sealForWhom } from '#app/db/ordering/put-goods.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { FOR_WHOM_MOST, readForWhom, writeForWhom } from '#app/domain/ordering/for-whom.ts'

export type NoteBasketLineCode = 'not-allowed' | 'not-found' | 'for-whom-too-long'

/** Sets the actor's own note of which colleagues something in his basket is for; an empty one is none. */
export async function noteBasketLine(
  actor: Actor,
  _scope: Scope,
  input: { offerId: number; forWhom: string },
): Promise<Verdict<null, NoteBasketLineCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  const forWhom = writeForWhom(readForWhom(input.forWhom))
  if (forWhom.length > FOR_WHOM_MOST) return refuse('for-whom-too-long', { most: FOR_WHOM_MOST })
  return decideInTransaction<null, NoteBasketLineCode>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return refuse('not-found')
    const { count } = await tx.basketLine.updateMany({
      where: { basketId: basket.id, offerId: input.offerId },
      data: { forWhomSealed: sealForWhom(forWhom) },
    })
    return count === 0 ? refuse('not-found') : accept(null)
  })
}
