import type { Transaction } from '#app/db/client.server.ts'
import { writeNotices } from '#app/db/notices/write-notice.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'

/** Goods that can be ordered now, by the cheapest offer and its first collection. */
export type GoodsToTell = {
  villageCode: string
  productId: number
  countyCode: string
  offerId: number
  unitPriceFen: number
  startsAt: string
}

const AT_ONCE = 500

/**
 * Tells everyone who waits for one of `goods`, once each: the notice and the end of the wish are one transaction, and
 * a wish that another process is telling is left to it. Returns how many were told.
 */
export async function tellWatchers(
  _actor: SystemActor,
  { goods }: { goods: readonly GoodsToTell[] },
): Promise<number> {
  let told = 0
  for (const each of goods) {
    for (let more = AT_ONCE; more === AT_ONCE; told += more) {
      more = await inTransaction((tx) => tellSome(tx, each))
    }
  }
  return told
}

async function tellSome(tx: Transaction, goods: GoodsToTell): Promise<number> {
  const { countyCode, offerId, unitPriceFen, startsAt } = goods
  const watches = await tx.$queryRaw<{ id: number; accountId: number }[]>`
    UPDATE watch SET told_at = clock_timestamp() WHERE id IN (
      SELECT id FROM watch
      WHERE told_at IS NULL AND village_code = ${goods.villageCode} AND product_id = ${goods.productId}::int
      ORDER BY id LIMIT ${AT_ONCE}::int FOR UPDATE SKIP LOCKED)
    RETURNING id, account_id AS "accountId"`
  await writeNotices(
    tx,
    watches.map(({ id, accountId }) => ({
      countyCode,
      accountId,
      orderId: null,
      onceKey: onceKeys.goodsBack(id),
      facts: { kind: 'goods-back', offerId, unitPriceFen, startsAt },
    })),
  )
  return watches.length
}
