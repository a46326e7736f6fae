/** Invoices: what was issued is what was sold. */
import { type AuditCheck, sqlCheck } from './check.server.ts'

export const INVOICE_CHECKS: AuditCheck[] = [
  sqlCheck(
    // By the ledger as it stood when the office said so: goods taken back later are the next version's.
    'an-issued-invoice-is-never-above-its-goods',
    (tx) => tx.$queryRaw`SELECT count(*) FROM invoice_issue WHERE outcome = 'issued'`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || r.order_id || ', version ' || r.version AS what, ('at most ' || goods.net)::text AS expected, r.amount_fen::text AS found
      FROM invoice_issue i JOIN invoice_request r ON r.id = i.request_id
      CROSS JOIN LATERAL (SELECT 'order:' || r.order_id AS account) o
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(CASE WHEN p.from_account = o.account THEN p.amount_fen ELSE -p.amount_fen END), 0) AS net
        FROM posting p JOIN journal j ON j.id = p.journal_id AND j.posted_at <= i.recorded_at
        WHERE p.part <> 'no-show-share' AND ((p.from_account = o.account AND p.to_account ~ '^(household|loss|cooperative):')
          OR (p.to_account = o.account AND p.from_account ~ '^(household|loss|cooperative):'))) goods
      WHERE i.outcome = 'issued' AND r.amount_fen > goods.net`,
  ),
]
