import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, isCivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type BasketWishes = {
  /** Nothing is to be collected after this day. */
  latestDate: CivilDate | null
  /** The town or village the buyer would like to be near. */
  preferredTownCode: string | null
}
export type SetBasketWishesCode =
  | 'not-allowed'
  | 'not-found'
  | 'latest-date-unreadable'
  | 'preferred-town-unknown'

/** Sets until when and near which town the actor's basket shall be collected; null is no wish. */
export async function setBasketWishes(
  actor: Actor,
  _scope: Scope,
  wishes: BasketWishes,
): Promise<Verdict<null, SetBasketWishesCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  const { latestDate, preferredTownCode } = wishes
  if (latestDate !== null && !isCivilDate(latestDate)) return refuse('latest-date-unreadable')
  return decideInTransaction<null, SetBasketWishesCode>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return refuse('not-found')
    if (preferredTownCode !== null) {
      const where = { code: preferredTownCode, level: { in: ['town', 'village'] } }
      if ((await tx.division.count({ where })) === 0) return refuse('preferred-town-unknown')
    }
    const data = { latestDate: latestDate === null ? null : toDateColumn(latestDate), preferredTownCode }
    await tx.basket.update({ where: { id: basket.id }, data, select: { id: true } })
    return accept(null)
  })
}
