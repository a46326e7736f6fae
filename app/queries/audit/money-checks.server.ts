/** Money: what was handed over, billed, paid and credited agree, to the fen. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const MONEY_CHECKS: AuditCheck[] = [
  sqlCheck(
    // The price is the one on the line, and the line is rounded once: half up, over all that was given of it. Where a
    // cooperative has its margin, a lot's base is its share of the line's, to the fen, and at most what it earned.
    'handed-over-is-billed-at-the-line-price',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT order_line_id) FROM handover`,
    (tx) => tx.$queryRaw`
      WITH billed AS (
        SELECT l.id, sum(h.amount_fen) AS billed, sum(h.base_fen) AS billed_base, sum(h.margin_fen) AS margin,
          floor((2 * sum(units) * l.unit_price_fen + per) / (2 * per)::numeric) AS amount,
          floor((2 * sum(units) * l.reference_price_fen + per) / (2 * per)::numeric) AS base
        FROM order_line l
        JOIN LATERAL (SELECT CASE l.priced_by WHEN 'piece' THEN 1 ELSE 500 END AS per) p ON true
        JOIN LATERAL (SELECT amount_fen, base_fen, margin_fen,
            CASE WHEN l.priced_by = 'jin' AND l.ordered_by = 'piece' THEN weight_grams ELSE quantity END AS units
          FROM standing_handover WHERE order_line_id = l.id) h ON true
        GROUP BY l.id, per, l.unit_price_fen, l.reference_price_fen),
      bought AS (
        SELECT h.id, h.base_fen, h.base_fen + h.premium_fen AS earned,
          least(amount, base) * h.amount_fen / greatest(amount, 1)::numeric AS share
        FROM billed JOIN standing_handover h ON h.order_line_id = billed.id WHERE margin > 0)
      SELECT 'order line ' || id AS what, (amount || ' of which base ' || least(amount, base))::text AS expected, (billed || ' of which base ' || billed_base)::text AS found
      FROM billed
      WHERE billed <> amount OR billed_base > least(amount, base) OR (margin = 0 AND billed_base < least(amount, base))
      UNION ALL
      SELECT 'handover ' || id, 'base ' || least(earned, floor(share)) || ' to ' || least(earned, ceil(share)), 'base ' || base_fen
      FROM bought WHERE base_fen NOT BETWEEN least(earned, floor(share)) AND least(earned, ceil(share))`,
  ),
  sqlCheck(
    'household-credit-is-what-was-handed-over',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT household_id) FROM handover`,
    (tx) => tx.$queryRaw`
      SELECT 'household ' || household_id || ', order line ' || order_line_id AS what, (sum(base) FILTER (WHERE side = 'goods') || ' + ' || sum(premium) FILTER (WHERE side = 'goods'))::text AS expected, (sum(base) FILTER (WHERE side = 'ledger') || ' + ' || sum(premium) FILTER (WHERE side = 'ledger'))::text AS found
      FROM (
        SELECT 'goods' AS side, household_id, order_line_id, sum(base_fen) AS base, sum(premium_fen) AS premium
        FROM handover GROUP BY 2, 3
        UNION ALL
        SELECT 'ledger', household_id, order_line_id,
          coalesce(sum(CASE WHEN to_account = 'household:' || household_id THEN amount_fen ELSE -amount_fen END) FILTER (WHERE part = 'base'), 0),
          coalesce(sum(CASE WHEN to_account = 'household:' || household_id THEN amount_fen ELSE -amount_fen END) FILTER (WHERE part = 'premium'), 0)
        FROM posting WHERE part IN ('base', 'premium') GROUP BY 2, 3) both_sides
      GROUP BY household_id, order_line_id
      HAVING coalesce(sum(base) FILTER (WHERE side = 'goods'), 0) <> coalesce(sum(base) FILTER (WHERE side = 'ledger'), 0)
        OR coalesce(sum(premium) FILTER (WHERE side = 'goods'), 0) <> coalesce(sum(premium) FILTER (WHERE side = 'ledger'), 0)`,
  ),
  sqlCheck(
    'every-payment-is-in-the-ledger-once',
    (tx) => tx.$queryRaw`SELECT count(*) FROM payment`,
    (tx) => tx.$queryRaw`
      SELECT 'payment ' || p.id AS what, (p.due_fen)::text AS expected, (coalesce(sum(fen), 0))::text AS found
      FROM payment p
      LEFT JOIN journal j ON j.cause_kind = 'payment' AND j.cause_id = coalesce(p.reverses_id, p.id)::text
      LEFT JOIN journal back ON back.reverses_id = j.id AND p.reverses_id IS NOT NULL
      LEFT JOIN LATERAL (SELECT CASE 'order:' || p.order_id WHEN o.to_account THEN amount_fen WHEN o.from_account THEN -amount_fen END AS fen
        FROM posting o WHERE o.journal_id = CASE WHEN p.reverses_id IS NULL THEN j.id ELSE back.id END) o ON true
      GROUP BY p.id HAVING coalesce(sum(fen), 0) <> CASE WHEN p.method = 'prepaid' THEN 0 ELSE p.due_fen END
      UNION ALL
      SELECT 'journal ' || j.id, 'a payment', 'none' FROM journal j
      WHERE j.cause_kind = 'payment' AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id::text = j.cause_id)`,
  ),
  sqlCheck(
    // More than is handed over is paid only while a desk mends something: a line taken back or goods returned.
    'orders-are-not-paid-twice',
    (tx) => tx.$queryRaw`SELECT count(*) FROM "order"`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || o.id AS what, (coalesce(h.amount, 0))::text AS expected, (p.due)::text AS found
      FROM "order" o
      JOIN (SELECT order_id, event_id, sum(due_fen) AS due FROM payment GROUP BY 1, 2) p ON p.order_id = o.id
      LEFT JOIN (SELECT l.order_id, h.event_id, sum(h.amount_fen) AS amount, -sum(h.amount_fen) FILTER (WHERE h.reverses_id IS NOT NULL) AS taken_back
        FROM handover h JOIN order_line l ON l.id = h.order_line_id GROUP BY 1, 2) h ON h.order_id = o.id AND h.event_id = p.event_id
      JOIN pickup_event e ON e.id = p.event_id
      WHERE p.due > coalesce(h.amount, 0) + CASE WHEN e.state = 'closed' THEN 0 ELSE coalesce(h.taken_back, 0) END`,
  ),
  sqlCheck(
    'accounts-balance-to-zero',
    (tx) => tx.$queryRaw`SELECT count(*) FROM posting`,
    (tx) => tx.$queryRaw`
      SELECT 'posting ' || id AS what, ('1 to 10^15 fen between two accounts')::text AS expected, (from_account || ' > ' || to_account || ' ' || amount_fen)::text AS found
      FROM posting WHERE from_account = to_account OR amount_fen NOT BETWEEN 1 AND 1000000000000000
      UNION ALL
      SELECT 'journal ' || j.id, 'at least one posting', 'none' FROM journal j
      WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.journal_id = j.id)`,
  ),
  sqlCheck(
    'reversals-take-back-exactly',
    (tx) => tx.$queryRaw`SELECT count(*) FROM journal WHERE reverses_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      SELECT 'journal ' || r.id || ', account ' || account AS what, (0)::text AS expected, (sum(amount))::text AS found
      FROM journal r CROSS JOIN LATERAL (
        SELECT to_account AS account, amount_fen AS amount FROM posting WHERE journal_id IN (r.id, r.reverses_id)
        UNION ALL SELECT from_account, -amount_fen FROM posting WHERE journal_id IN (r.id, r.reverses_id)) moved
      WHERE r.reverses_id IS NOT NULL GROUP BY r.id, account HAVING sum(amount) <> 0`,
  ),
  sqlCheck(
    'cash-counted-is-cash-received',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT event_id) FROM cash_count`,
    (tx) => tx.$queryRaw`
      SELECT 'event ' || c.event_id AS what, (coalesce(l.balance, 0))::text AS expected, (c.expected_fen)::text AS found
      FROM (SELECT DISTINCT ON (event_id) * FROM cash_count ORDER BY event_id, id DESC) c
      JOIN pickup_event e ON e.id = c.event_id AND e.state = 'closed'
      LEFT JOIN LATERAL (SELECT sum(CASE WHEN from_account = 'cash:' || c.event_id THEN amount_fen ELSE -amount_fen END) AS balance
        FROM posting WHERE 'cash:' || c.event_id IN (from_account, to_account)) l ON true
      WHERE coalesce(l.balance, 0) <> c.expected_fen
      UNION ALL
      SELECT 'event ' || event_id, 'a reason for ' || (counted_fen - expected_fen), 'none' FROM cash_count
      WHERE counted_fen <> expected_fen AND difference_reason IS NULL`,
  ),
  sqlCheck(
    'household-totals-are-their-postings',
    (tx) => tx.$queryRaw`SELECT count(*) FROM household_day`,
    (tx) => tx.$queryRaw`
      SELECT 'household ' || household_id || ' on ' || business_day AS what, (sum(posted))::text AS expected, (sum(kept))::text AS found
      FROM (
        SELECT household_id, business_day, village_code, coalesce(grid_code, '') AS grid_code, category, part,
          CASE WHEN to_account = 'household:' || household_id THEN amount_fen ELSE -amount_fen END AS posted, 0 AS kept
        FROM posting WHERE part IN ('base', 'premium')
        UNION ALL SELECT household_id, business_day, village_code, grid_code, category, 'base', 0, base_fen FROM household_day
        UNION ALL SELECT household_id, business_day, village_code, grid_code, category, 'premium', 0, premium_fen FROM household_day) rows
      GROUP BY household_id, business_day, village_code, grid_code, category, part HAVING sum(posted) <> sum(kept)`,
  ),
  sqlCheck(
    'sales-income-is-fully-attributed',
    (tx) => tx.$queryRaw`SELECT count(*) FROM posting WHERE part IN ('base', 'premium')`,
    (tx) => tx.$queryRaw`
      SELECT 'posting ' || p.id AS what, (s.village_code || ' ' || s.category)::text AS expected, (p.village_code || ' ' || p.category)::text AS found
      FROM posting p JOIN household_state s ON s.household_id = p.household_id
        AND s.from_day <= p.business_day AND (s.to_day IS NULL OR s.to_day >= p.business_day)
      WHERE p.part IN ('base', 'premium') AND (s.village_code <> p.village_code OR s.category <> p.category
        OR coalesce(s.grid_code, '') <> coalesce(p.grid_code, ''))
        AND s.recorded_at <= (SELECT j.posted_at FROM journal j WHERE j.id = p.journal_id)
      UNION ALL
      SELECT 'posting ' || id, 'household, village, category, product, event, line and capacity', 'not all' FROM posting
      WHERE part IN ('base', 'premium') AND num_nulls(household_id, village_code, category, product_id, event_id, order_line_id, capacity) > 0`,
  ),
  sqlCheck(
    'parents-are-the-sum-of-their-children',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT county_code) FROM household_day`,
    (tx) => tx.$queryRaw`
      SELECT 'county ' || county_code AS what, (county)::text AS expected, (villages || ' + unassigned ' || unassigned)::text AS found
      FROM (
        SELECT t.county_code, sum(t.base_fen + t.premium_fen) AS county,
          coalesce(sum(t.base_fen + t.premium_fen) FILTER (WHERE d.code IS NOT NULL AND left(t.village_code, 6) = left(t.county_code, 6)), 0) AS villages,
          coalesce(sum(t.base_fen + t.premium_fen) FILTER (WHERE d.code IS NULL), 0) AS unassigned
        FROM household_day t LEFT JOIN division d ON d.code = t.village_code AND d.level = 'village' GROUP BY 1) totals
      WHERE county <> villages + unassigned
      UNION ALL
      SELECT 'household ' || household_id || ', grid ' || grid_code, 'a grid of ' || village_code, grid_code
      FROM household_day WHERE grid_code <> '' AND left(grid_code, 12) <> village_code`,
  ),
]
