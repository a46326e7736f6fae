import type { Reader } from './read-basket.server.ts'

/** A basket that was ordered before, or a key that was used. */
export type KnownPlacement = {
  accountId: number
  placementKey: string
  contentHash: string
  /** The order it opened, or where all of it joined, the newest of those joined. */
  orderId: string
  isJoined: boolean
}

/** At most two: by the key, and by the basket. A placement's first line in the order that it opened is number one. */
export function readKnownPlacements(
  reader: Reader,
  { placementKey, basketId }: { placementKey: string; basketId: string },
): Promise<KnownPlacement[]> {
  return reader.$queryRaw<KnownPlacement[]>`
    SELECT p.account_id AS "accountId", p.placement_key AS "placementKey", p.content_hash AS "contentHash",
      o.id AS "orderId", o.first_line > 1 AS "isJoined"
    FROM placement p CROSS JOIN LATERAL (
      SELECT o.id, min(l.line_number) AS first_line FROM order_line l JOIN "order" o ON o.id = l.order_id
      WHERE l.placement_id = p.id GROUP BY o.id, o.number ORDER BY o.number DESC LIMIT 1
    ) o
    WHERE p.placement_key = ${placementKey} OR p.basket_id = ${basketId}::uuid`
}
