import { orderAccount } from '#app/domain/ledger/accounts.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/**
 * What an order's goods came to by the ledger, as SQL: what its account owes to households, less what they or the
 * county's loss account took back. What was paid, rounded, sent back, or shared for goods nobody came for is no part of it. `account` names the order's.
 */
export function goodsNetOf(account: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT coalesce(sum(CASE WHEN g.from_account = ${account} THEN g.amount_fen ELSE -g.amount_fen END), 0)::bigint FROM posting g
    WHERE g.part <> 'no-show-share' AND ((g.from_account = ${account} AND g.to_account ~ '^(household|loss|cooperative):')
      OR (g.to_account = ${account} AND g.from_account ~ '^(household|loss|cooperative):')))`
}

/** The same for one order, in fen. */
export async function readGoodsNet(tx: Pick<Transaction, '$queryRaw'>, orderId: string): Promise<number> {
  const account = Prisma.sql`${orderAccount(orderId)}`
  const [row] = await tx.$queryRaw<{ net: bigint }[]>`SELECT ${goodsNetOf(account)} AS net`
  return safeFen(row?.net ?? 0n)
}
