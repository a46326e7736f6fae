/** The county's bank account: each of its lines moved its money once, and what is said to have left has left. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const BANK_CHECKS: AuditCheck[] = [
  sqlCheck(
    'every-bank-line-moved-its-money-once',
    (tx) => tx.$queryRaw`SELECT count(*) FROM bank_line WHERE order_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      SELECT 'bank line ' || l.id AS what, (l.in_fen || ' for order ' || l.order_id) AS expected,
        coalesce(p.amount_fen || ' for order ' || p.order_id, 'nothing') AS found
      FROM bank_line l LEFT JOIN prepayment p ON p.provider_payment_id = 'bank:' || l.county_code || ':' || l.line_key
      WHERE l.order_id IS NOT NULL AND (p.id IS NULL OR p.amount_fen <> l.in_fen OR p.order_id <> l.order_id
        OR p.method <> 'transfer' OR p.county_code <> l.county_code)
      UNION ALL
      SELECT 'prepayment ' || p.id, 'a bank line', 'none' FROM prepayment p
      WHERE p.provider_payment_id LIKE 'bank:%' AND NOT EXISTS (SELECT 1 FROM bank_line l
        WHERE l.order_id = p.order_id AND p.provider_payment_id = 'bank:' || l.county_code || ':' || l.line_key)`,
  ),
  sqlCheck(
    'every-refund-a-bank-line-met-is-sent',
    (tx) => tx.$queryRaw`SELECT count(*) FROM bank_line WHERE refund_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      SELECT 'refund ' || r.id AS what, (l.out_fen || ' sent by transfer') AS expected,
        (r.amount_fen || ' ' || r.state || coalesce(' by ' || r.sent_way, '')) AS found
      FROM bank_line l JOIN refund r ON r.id = l.refund_id
      WHERE r.state <> 'sent' OR r.sent_way <> 'transfer' OR r.amount_fen <> l.out_fen OR r.county_code <> l.county_code`,
  ),
  sqlCheck(
    'a-refund-left-the-account-it-is-said-to',
    (tx) => tx.$queryRaw`SELECT count(*) FROM refund WHERE state = 'sent'`,
    (tx) => tx.$queryRaw`
      SELECT 'refund ' || r.id AS what, (r.amount_fen || ' from ' || r.sent_way) AS expected,
        coalesce(sum(p.amount_fen)::text, 'nothing') AS found
      FROM refund r LEFT JOIN journal j ON j.cause_kind = 'refund' AND j.cause_id = r.id::text AND j.kind = 'refund-sent'
      LEFT JOIN posting p ON p.journal_id = j.id AND p.from_account = 'owed-back:' || r.county_code
        AND p.to_account = CASE r.sent_way WHEN 'card' THEN 'card:' ELSE 'bank:' END || r.county_code
      WHERE r.state = 'sent' GROUP BY r.id HAVING sum(p.amount_fen) IS DISTINCT FROM r.amount_fen`,
  ),
  sqlCheck(
    'every-qr-confirmation-is-a-bank-line',
    (tx) => tx.$queryRaw`SELECT count(*) FROM bank_line WHERE event_id IS NOT NULL`,
    (tx) => tx.$queryRaw`
      SELECT 'bank line ' || l.id AS what, (l.in_fen || ' for event ' || l.event_id) AS expected,
        coalesce(sum(p.amount_fen)::text, 'nothing') AS found
      FROM bank_line l LEFT JOIN journal j ON j.kind = 'qr-confirmed' AND j.cause_kind = 'bank-line'
        AND j.cause_id = l.county_code || ':' || l.line_key
      LEFT JOIN posting p ON p.journal_id = j.id AND p.from_account = 'bank:' || l.county_code
        AND p.to_account = 'qr:' || l.event_id
      WHERE l.event_id IS NOT NULL GROUP BY l.id HAVING sum(p.amount_fen) IS DISTINCT FROM l.in_fen
      UNION ALL
      SELECT 'journal ' || j.id, 'a bank line', 'none' FROM journal j
      WHERE j.kind = 'qr-confirmed' AND NOT EXISTS (SELECT 1 FROM bank_line l
        WHERE l.event_id IS NOT NULL AND j.cause_id = l.county_code || ':' || l.line_key)`,
  ),
  sqlCheck(
    'a-bank-statement-is-accounted-for-row-by-row',
    (tx) => tx.$queryRaw`SELECT count(*) FROM bank_statement`,
    (tx) => tx.$queryRaw`
      SELECT 'bank statement ' || s.id AS what, (s.row_count || ' rows') AS expected,
        (s.line_count || ' lines, ' || s.left_out_count || ' left out, ' || jsonb_array_length(s.refused) || ' refused') AS found
      FROM bank_statement s WHERE s.row_count <> s.line_count + s.left_out_count + jsonb_array_length(s.refused)
      UNION ALL
      SELECT 'bank statement ' || s.id, (s.new_count || ' new lines of ' || s.line_count), (count(l.id) || ' kept')
      FROM bank_statement s LEFT JOIN bank_line l ON l.statement_id = s.id
      WHERE s.state = 'applied' GROUP BY s.id HAVING count(l.id) <> s.new_count OR s.new_count > s.line_count`,
  ),
]
