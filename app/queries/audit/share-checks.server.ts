/** What a sale gives to others than the household that gave the goods is as that household agreed. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const SHARE_CHECKS: AuditCheck[] = [
  sqlCheck(
    // Rounded once for each lot's part, half up, and never above what the part was sold for; the rest is the margin.
    'a-household-earns-its-contract-price',
    (tx) =>
      tx.$queryRaw`SELECT count(*) FROM standing_handover h JOIN lot t ON t.id = h.lot_id WHERE t.purchase_contract_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      WITH given AS (
        SELECT h.id, h.order_line_id, h.household_id, h.base_fen + h.premium_fen AS earned, h.margin_fen, h.amount_fen,
          'cooperative:' || o.cooperative_id AS account,
          CASE WHEN t.purchase_price_fen IS NULL THEN h.amount_fen
            ELSE least(h.amount_fen, floor((2 * u.units * t.purchase_price_fen + u.per) / (2 * u.per)::numeric)) END AS agreed
        FROM standing_handover h JOIN lot t ON t.id = h.lot_id JOIN offer o ON o.id = t.offer_id JOIN order_line l ON l.id = h.order_line_id
        CROSS JOIN LATERAL (SELECT (CASE WHEN l.priced_by = 'jin' AND l.ordered_by = 'piece' THEN h.weight_grams ELSE h.quantity END)::bigint AS units,
          CASE l.priced_by WHEN 'piece' THEN 1 ELSE 500 END AS per) u
        WHERE t.purchase_price_fen IS NOT NULL OR h.margin_fen <> 0)
      SELECT 'handover ' || id AS what, (agreed || ' of ' || amount_fen)::text AS expected, (earned || ' + ' || margin_fen)::text AS found
      FROM given WHERE earned <> agreed OR earned + margin_fen <> amount_fen
      UNION ALL
      SELECT 'order line ' || order_line_id || ', household ' || household_id, coalesce(account, 'no cooperative') || ' ' || sum(owed), sum(posted)::text
      FROM (
        SELECT order_line_id, household_id, account, margin_fen AS owed, 0 AS posted FROM given
        UNION ALL
        SELECT order_line_id, household_id, to_account, 0, amount_fen FROM posting WHERE part = 'margin' AND to_account LIKE 'cooperative:%'
        UNION ALL
        SELECT order_line_id, household_id, from_account, 0, -amount_fen FROM posting WHERE part = 'margin' AND from_account LIKE 'cooperative:%') sides
      GROUP BY order_line_id, household_id, account HAVING sum(owed) <> sum(posted)`,
  ),
  sqlCheck(
    'a-lead-farmer-gets-the-fee-agreed',
    (tx) =>
      tx.$queryRaw`SELECT count(*) FROM standing_handover h JOIN lot t ON t.id = h.lot_id WHERE t.lead_household_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      WITH given AS (
        SELECT h.id, h.order_line_id, h.household_id, h.lead_fee_fen, 'household:' || t.lead_household_id AS lead,
          CASE WHEN t.lead_fee_fen IS NULL THEN 0
            ELSE least(h.base_fen + h.premium_fen, floor((2 * u.units * t.lead_fee_fen + u.per) / (2 * u.per)::numeric)) END AS agreed
        FROM standing_handover h JOIN lot t ON t.id = h.lot_id JOIN order_line l ON l.id = h.order_line_id
        CROSS JOIN LATERAL (SELECT (CASE WHEN l.priced_by = 'jin' AND l.ordered_by = 'piece' THEN h.weight_grams ELSE h.quantity END)::bigint AS units,
          CASE l.priced_by WHEN 'piece' THEN 1 ELSE 500 END AS per) u
        WHERE t.lead_fee_fen IS NOT NULL OR h.lead_fee_fen <> 0)
      SELECT 'handover ' || id AS what, agreed::text AS expected, lead_fee_fen::text AS found FROM given WHERE lead_fee_fen <> agreed
      UNION ALL
      SELECT 'order line ' || order_line_id || ', household ' || household_id, coalesce(lead, 'no lead farmer') || ' ' || sum(owed), sum(posted)::text
      FROM (
        SELECT order_line_id, household_id, lead, lead_fee_fen AS owed, 0 AS posted FROM given
        UNION ALL
        SELECT order_line_id, household_id, CASE WHEN from_account = 'household:' || household_id THEN to_account ELSE from_account END, 0,
          CASE WHEN from_account = 'household:' || household_id THEN amount_fen ELSE -amount_fen END FROM posting WHERE part = 'lead-fee') sides
      GROUP BY order_line_id, household_id, lead HAVING sum(owed) <> sum(posted)`,
  ),
]
