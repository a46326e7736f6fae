import { safeFen } from '../safe-fen.server.ts'
import type { Reader } from './read-basket.server.ts'

/** After so many orders nobody came for, in so many days, a buyer pays before. */
const NO_SHOWS = 2
const NO_SHOW_DAYS = 90

/** What a buyer may still order through an agency. */
export type BuyerStanding = {
  agencyId: number
  agencyName: string
  countyCode: string
  /** Of the county: how many unpaid orders a buyer may have open; those waiting for a card are counted apart. */
  unpaidOrdersMost: number
  unpaidOrdersOpen: number
  unpaidCardOrdersOpen: number
  /** Two or more orders of the last ninety days that nobody came for: then a buyer pays before. */
  hasToPayBefore: boolean
  /** The county has said where buyers transfer to. */
  isTransferOffered: boolean
  /** What the buyer may charge to the agency's account in open orders, and has charged. */
  memberLimitFen: number
  onAccountFen: number
}

type StandingRow = Omit<
  BuyerStanding,
  'unpaidOrdersOpen' | 'unpaidCardOrdersOpen' | 'memberLimitFen' | 'onAccountFen'
> & {
  unpaidOrdersOpen: bigint
  unpaidCardOrdersOpen: bigint
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
    WITH unpaid AS (
      SELECT o.pay_by FROM "order" o WHERE o.account_id = ${accountId} AND o.kind = 'ahead' AND o.pay_by <> 'agency-account'
        AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.state = 'placed')
        AND NOT EXISTS (SELECT 1 FROM prepayment p WHERE p.order_id = o.id))
    SELECT a.id AS "agencyId", a.name AS "agencyName", a.county_code AS "countyCode",
      coalesce(c.unpaid_orders_most, 3) AS "unpaidOrdersMost", a.member_limit_fen AS "memberLimitFen",
      (SELECT count(*) FROM unpaid WHERE pay_by <> 'card') AS "unpaidOrdersOpen",
      (SELECT count(*) FROM unpaid WHERE pay_by = 'card') AS "unpaidCardOrdersOpen",
      (SELECT count(DISTINCT l.order_id) >= ${NO_SHOWS} FROM "order" o JOIN order_line l ON l.order_id = o.id
        JOIN standing_shortfall s ON s.order_line_id = l.id AND s.kind = 'no-show'
        WHERE o.account_id = ${accountId} AND s.recorded_at > clock_timestamp() - make_interval(days => ${NO_SHOW_DAYS}))
        AS "hasToPayBefore",
      coalesce(c.transfer_account, '') <> '' AS "isTransferOffered",
      (SELECT coalesce(sum(l.held_amount_fen), 0)::bigint FROM "order" o JOIN order_line l ON l.order_id = o.id
        WHERE o.account_id = ${accountId} AND o.agency_id = a.id AND o.pay_by = 'agency-account' AND l.state = 'placed')
        AS "onAccountFen"
    FROM agency a LEFT JOIN county_setting c ON c.county_code = a.county_code
    WHERE a.id = ANY(${agencyIds}::int[]) ORDER BY a.name, a.id`
  return rows.map((row) => ({
    ...row,
    unpaidOrdersOpen: Number(row.unpaidOrdersOpen),
    unpaidCardOrdersOpen: Number(row.unpaidCardOrdersOpen),
    memberLimitFen: safeFen(row.memberLimitFen),
    onAccountFen: safeFen(row.onAccountFen),
  }))
}
