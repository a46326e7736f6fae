/** Money that came before the goods: all of it is drawn, kept for what is to come, or goes back. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const PREPAID_CHECKS: AuditCheck[] = [
  sqlCheck(
    'every-prepayment-is-in-the-ledger-once',
    (tx) => tx.$queryRaw`SELECT count(*) FROM prepayment`,
    (tx) => tx.$queryRaw`
      SELECT 'prepayment ' || p.id AS what, p.amount_fen::text AS expected, coalesce(sum(o.amount_fen), 0)::text AS found
      FROM prepayment p LEFT JOIN journal j ON j.cause_kind = 'prepayment' AND j.cause_id = p.id::text
      LEFT JOIN posting o ON o.journal_id = j.id AND o.to_account = 'order:' || p.order_id
        AND o.from_account = CASE p.method WHEN 'card' THEN 'card:' ELSE 'bank:' END || p.county_code
      GROUP BY p.id HAVING coalesce(sum(o.amount_fen), 0) <> p.amount_fen
      UNION ALL
      SELECT 'journal ' || j.id, 'a prepayment', 'none' FROM journal j
      WHERE j.cause_kind = 'prepayment' AND NOT EXISTS (SELECT 1 FROM prepayment p WHERE p.id::text = j.cause_id)`,
  ),
  sqlCheck(
    'every-refund-is-in-the-ledger-as-far-as-it-went',
    (tx) => tx.$queryRaw`SELECT count(*) FROM refund`,
    (tx) => tx.$queryRaw`
      SELECT 'refund ' || r.id AS what, (CASE r.state WHEN 'undone' THEN 0 ELSE r.amount_fen END || ' due, ' || CASE r.state WHEN 'sent' THEN r.amount_fen ELSE 0 END || ' sent') AS expected,
        (coalesce(sum(o.amount_fen) FILTER (WHERE j.kind = 'refund-due' AND NOT EXISTS (SELECT FROM journal t WHERE t.reverses_id = j.id)), 0) || ' due, '
          || coalesce(sum(o.amount_fen) FILTER (WHERE j.kind = 'refund-sent'), 0) || ' sent') AS found
      FROM refund r LEFT JOIN journal j ON j.cause_kind = 'refund' AND j.cause_id = r.id::text AND j.kind IN ('refund-due', 'refund-sent')
      LEFT JOIN posting o ON o.journal_id = j.id
      GROUP BY r.id
      HAVING coalesce(sum(o.amount_fen) FILTER (WHERE j.kind = 'refund-due' AND NOT EXISTS (SELECT FROM journal t WHERE t.reverses_id = j.id)), 0)
          <> CASE r.state WHEN 'undone' THEN 0 ELSE r.amount_fen END
        OR coalesce(sum(o.amount_fen) FILTER (WHERE j.kind = 'refund-sent'), 0) <> CASE r.state WHEN 'sent' THEN r.amount_fen ELSE 0 END
      UNION ALL
      SELECT 'journal ' || j.id, 'a refund', 'none' FROM journal j
      WHERE j.kind IN ('refund-due', 'refund-sent') AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id::text = j.cause_id)`,
  ),
  sqlCheck(
    // Lines of an event count as still to come until all of the order's lines there are settled: then one refund is made.
    'what-is-paid-ahead-is-drawn-kept-for-goods-or-goes-back',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT order_id) FROM prepayment`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || order_id AS what, ('0 to ' || to_come)::text AS expected, kept::text AS found
      FROM (
        SELECT p.order_id, p.received - coalesce(r.refunded, 0) - coalesce(d.drawn, 0) - coalesce(s.shared, 0) AS kept, coalesce(l.to_come, 0) AS to_come
        FROM (SELECT order_id, sum(amount_fen) AS received FROM prepayment GROUP BY 1) p
        LEFT JOIN (SELECT order_id, sum(amount_fen) AS refunded FROM refund WHERE state <> 'undone' GROUP BY 1) r ON r.order_id = p.order_id
        LEFT JOIN (SELECT order_id, sum(due_fen) AS drawn FROM payment WHERE method = 'prepaid' GROUP BY 1) d ON d.order_id = p.order_id
        LEFT JOIN (SELECT l.order_id, sum(s.no_show_share_fen) AS shared FROM shortfall s JOIN order_line l ON l.id = s.order_line_id GROUP BY 1) s ON s.order_id = p.order_id
        LEFT JOIN (SELECT l.order_id, sum(l.held_amount_fen) AS to_come FROM order_line l WHERE l.state <> 'cancelled' AND EXISTS (
            SELECT 1 FROM order_line o WHERE o.order_id = l.order_id AND o.event_id = l.event_id AND o.state = 'placed')
          GROUP BY 1) l ON l.order_id = p.order_id) each
      WHERE kept < 0 OR kept > to_come
      UNION ALL
      SELECT 'order ' || d.order_id, 'something paid ahead', 'drawn ' || sum(d.due_fen) FROM payment d
      WHERE d.method = 'prepaid' AND NOT EXISTS (SELECT 1 FROM prepayment p WHERE p.order_id = d.order_id) GROUP BY d.order_id`,
  ),
  sqlCheck(
    'an-order-account-is-what-its-buyer-owes',
    (tx) => tx.$queryRaw`SELECT count(*) FROM "order"`,
    (tx) => tx.$queryRaw`
      WITH moved AS (
        SELECT substr(account, 7)::uuid AS order_id, sum(fen) AS balance FROM (
          SELECT from_account AS account, amount_fen AS fen FROM posting WHERE from_account LIKE 'order:%'
          UNION ALL SELECT to_account, -amount_fen FROM posting WHERE to_account LIKE 'order:%') sides GROUP BY 1),
      owed AS (
        SELECT order_id, sum(fen) AS owed FROM (
          SELECT l.order_id, h.amount_fen AS fen FROM handover h JOIN order_line l ON l.id = h.order_line_id
          UNION ALL SELECT order_id, -due_fen FROM payment WHERE method <> 'prepaid'
          UNION ALL SELECT order_id, -amount_fen FROM prepayment
          UNION ALL SELECT order_id, amount_fen FROM refund WHERE state <> 'undone'
          UNION ALL SELECT l.order_id, s.no_show_share_fen FROM shortfall s JOIN order_line l ON l.id = s.order_line_id) parts GROUP BY 1)
      SELECT 'order ' || coalesce(m.order_id, w.order_id) AS what, coalesce(w.owed, 0)::text AS expected, coalesce(m.balance, 0)::text AS found
      FROM moved m FULL JOIN owed w ON w.order_id = m.order_id WHERE coalesce(m.balance, 0) <> coalesce(w.owed, 0)`,
  ),
  sqlCheck(
    // No more than the line said, out of what nobody came for, and just that is posted to those whose goods were reserved.
    'a-no-show-share-is-as-the-line-said',
    (tx) => tx.$queryRaw`SELECT count(*) FROM shortfall WHERE no_show_share_fen > 0`,
    (tx) => tx.$queryRaw`
      WITH shared AS (
        SELECT s.order_line_id, sum(s.no_show_share_fen) AS fen, sum(s.quantity) AS quantity
        FROM shortfall s WHERE s.kind = 'no-show' GROUP BY 1),
      posted AS (
        SELECT p.order_line_id, sum(CASE WHEN p.from_account LIKE 'order:%' THEN p.amount_fen ELSE -p.amount_fen END) AS fen,
          count(*) FILTER (WHERE NOT EXISTS (
            SELECT 1 FROM allocation a WHERE a.order_line_id = p.order_line_id AND a.household_id = p.household_id)) AS strangers
        FROM posting p WHERE p.part = 'no-show-share' GROUP BY 1)
      SELECT 'order line ' || l.id AS what, (coalesce(s.fen, 0) || ' of at most '
          || round(l.held_amount_fen::numeric * l.no_show_share_percent * coalesce(s.quantity, 0) / (100 * l.quantity)) || ' to its own households') AS expected,
        (coalesce(p.fen, 0) || ', ' || coalesce(p.strangers, 0) || ' to others') AS found
      FROM order_line l LEFT JOIN shared s ON s.order_line_id = l.id LEFT JOIN posted p ON p.order_line_id = l.id
      WHERE (s.fen > 0 OR p.fen IS NOT NULL) AND (coalesce(s.fen, 0) <> coalesce(p.fen, 0) OR coalesce(p.strangers, 0) > 0
        OR s.fen > round(l.held_amount_fen::numeric * l.no_show_share_percent * s.quantity / (100 * l.quantity)))`,
  ),
  sqlCheck(
    'what-is-owed-back-is-the-refunds-not-sent',
    (tx) => tx.$queryRaw`SELECT count(DISTINCT county_code) FROM refund`,
    (tx) => tx.$queryRaw`
      SELECT 'county ' || county_code AS what, sum(unsent)::text AS expected, sum(balance)::text AS found
      FROM (
        SELECT county_code, CASE WHEN state IN ('sent', 'undone') THEN 0 ELSE amount_fen END AS unsent, 0 AS balance FROM refund
        UNION ALL SELECT county_code, 0, amount_fen FROM posting WHERE to_account LIKE 'owed-back:%'
        UNION ALL SELECT county_code, 0, -amount_fen FROM posting WHERE from_account LIKE 'owed-back:%') parts
      GROUP BY county_code HAVING sum(unsent) <> sum(balance)`,
  ),
  sqlCheck(
    'a-card-session-paid-is-received-and-no-other',
    (tx) => tx.$queryRaw`SELECT count(*) FROM card_session`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || s.order_id AS what, (count(*) FILTER (WHERE s.state = 'paid'))::text AS expected,
        (SELECT count(*) FROM prepayment p WHERE p.order_id = s.order_id AND p.method = 'card')::text AS found
      FROM card_session s GROUP BY s.order_id
      HAVING count(*) FILTER (WHERE s.state = 'paid') <> (SELECT count(*) FROM prepayment p WHERE p.order_id = s.order_id AND p.method = 'card')
      UNION ALL
      SELECT 'prepayment ' || p.id, 'a card session', 'none' FROM prepayment p
      WHERE p.method = 'card' AND NOT EXISTS (SELECT 1 FROM card_session s WHERE s.order_id = p.order_id)`,
  ),
  sqlCheck(
    // The job frees them within seconds; a provider that stays silent may keep it from that for some minutes.
    'goods-nobody-paid-for-are-freed',
    (tx) => tx.$queryRaw`SELECT count(*) FROM "order" WHERE pay_by = 'card'`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || o.id AS what, 'freed' AS expected, ('held since ' || o.held_until) AS found
      FROM "order" o WHERE o.held_until < now() - interval '15 minutes'
        AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.state = 'placed')`,
  ),
]
