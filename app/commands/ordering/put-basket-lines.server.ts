import { randomUUID } from 'node:crypto'
import type { Transaction } from '#app/db/client.server.ts'
import { keepAgreedSplits } from '#app/db/ordering/keep-agreed-splits.server.ts'
import { touchBasket } from '#app/db/ordering/open-basket.server.ts'
import { type PutGoodsCode, putGoods } from '#app/db/ordering/put-goods.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type PutBasketLinesInput = {
  /** A UUID, put into the form when it was rendered: a form sent twice is put in once. */
  putKey: string
  /** Each is added to what the basket has; the same offer may come more than once. */
  lines: { offerId: number; quantity: string; forWhom: string }[]
}
export type PutBasketLinesCode = 'not-allowed' | 'nothing-put'

/** `refused` names lines by their place among those sent; they are not in, all others are. */
export type PutLines = { put: number; refused: { index: number; refusal: Refusal<PutGoodsCode> }[] }

const liveDeps = { newId: (): string => randomUUID() }

/**
 * Puts many goods into the actor's open basket in one transaction. What can't be put in is said line by line; the
 * others are in all the same. The same key again changes nothing, not even after the basket was ordered.
 */
export async function putBasketLines(
  actor: Actor,
  scope: Scope,
  { putKey, lines }: PutBasketLinesInput,
  deps = liveDeps,
): Promise<Verdict<PutLines, PutBasketLinesCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  let refused: PutLines['refused'] = []
  const verdict = await decideInTransaction<number, 'already-put' | 'nothing-put'>(async (tx) => {
    refused = []
    const basket = await touchBasket(tx, actor.accountId, deps.newId())
    // Asked once the basket is held: of two that come at once, the second finds the first's key.
    if (await isPut(tx, actor, putKey)) return refuse('already-put')
    let wasInTwo = false
    for (const [index, line] of lines.entries()) {
      const put = await putGoods(tx, { id: basket.id, accountId: actor.accountId }, { ...line, how: 'add' })
      if (!put.ok) refused.push({ index, refusal: put })
      else if (put.value.wasInTwo) wasInTwo = true
    }
    const put = lines.length - refused.length
    // Nothing put in opens no basket, and makes no open checkout stale.
    if (put === 0) return refuse('nothing-put')
    await tx.basket.update({
      where: { id: basket.id },
      data: { putKeys: { push: putKey } },
      select: { id: true },
    })
    if (wasInTwo) await keepAgreedSplits(tx, { accountId: actor.accountId, agencyIds: scope.agencyIds })
    return accept(put)
  })
  if (verdict.ok) return accept({ put: verdict.value, refused })
  if (verdict.code === 'already-put') return accept({ put: 0, refused: [] })
  return refused.length > 0 ? accept({ put: 0, refused }) : refuse('nothing-put')
}

async function isPut(tx: Transaction, actor: Actor, putKey: string): Promise<boolean> {
  const where = { accountId: actor.accountId, putKeys: { has: putKey } }
  return (await tx.basket.count({ where })) > 0
}
