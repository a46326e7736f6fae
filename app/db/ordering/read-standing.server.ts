import { safeFen } from '../safe-fen.server.ts'
import type { Reader } from './read-basket.server.ts'

/** What a buyer may still order through an agency. */
export type BuyerStanding = {
  agencyId: number
  agencyName: string
  countyCode: string
  /** Of the county: how many orders to be paid at the desk a buyer may have open. */
  unpaidOrdersMost: number
  unpaidOrdersOpen: number
  /** What the buyer may charge to the agency's account in open orders, and has charged. */
  memberLimitFen: number
  onAccountFen: number
}

type StandingRow = Omit<BuyerStanding, 'unpaidOrdersOpen' | 'memberLimitFen' | 'onAccountFen'> & {
  unpaidOrdersOpen: bigint
  memberLimitFen: bigint
  onAccountFen: bigint
}

/** The buyer's standing with each of these agencies, by name. */
export async function readStandings(
  reader: Reader,
  accountId: number,
  agencyIds: readonly number[],
): Promise<BuyerStanding[]> {
  const rows = await reader.$queryRaw<StandingRow[]>`
    SELECT a.id AS "agencyId", a.name AS "agencyName", a.county_code AS "countyCode",
      coalesce(c.unpaid_orders_most, 3) AS "unpaidOrdersMost", a.member_limit_fen AS "memberLimitFen",
      (SELECT count(*) FROM "order" o WHERE o.account_id = ${accountId} AND o.kind = 'ahead' AND o.pay_by = 'desk'
        AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.state = 'placed')) AS "unpaidOrdersOpen",
      (SELECT coalesce(sum(l.held_amount_fen), 0)::bigint FROM "order" o JOIN order_line l ON l.order_id = o.id
        WHERE o.account_id = ${accountId} AND o.agency_id = a.id AND o.pay_by = 'agency-account' AND l.state = 'placed')
        AS "onAccountFen"
    FROM agency a LEFT JOIN county_setting c ON c.county_code = a.county_code
    WHERE a.id = ANY(${agencyIds}::int[]) ORDER BY a.name, a.id`
  return rows.map((row) => ({
    ...row,
    unpaidOrdersOpen: Number(row.unpaidOrdersOpen),
    memberLimitFen: safeFen(row.memberLimitFen),
    onAccountFen: safeFen(row.onAccountFen),
  }))
}
