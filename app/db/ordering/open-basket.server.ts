import type { Transaction } from '../client.server.ts'

/** An account's open basket, held until the transaction ends; its version has just gone up. */
export type TouchedBasket = { id: string; version: number }

/** The open basket for a change that may be its first: opened under `newBasketId` if there is none. */
export async function touchBasket(
  tx: Transaction,
  accountId: number,
  newBasketId: string,
): Promise<TouchedBasket> {
  const [basket] = await tx.$queryRaw<TouchedBasket[]>`
    INSERT INTO basket (id, account_id) VALUES (${newBasketId}::uuid, ${accountId}::int)
    ON CONFLICT (account_id) WHERE placed_at IS NULL DO UPDATE SET version = basket.version + 1
    RETURNING id, version`
  if (!basket) throw new Error('a basket was neither found nor opened')
  return basket
}

/** The open basket for a change of what is in it; null if there is none. */
export async function touchOpenBasket(tx: Transaction, accountId: number): Promise<TouchedBasket | null> {
  const [basket] = await tx.$queryRaw<TouchedBasket[]>`
    UPDATE basket SET version = version + 1 WHERE account_id = ${accountId}::int AND placed_at IS NULL
    RETURNING id, version`
  return basket ?? null
}
