/** Conduct: who did it, who approved it, and that nothing was changed afterwards. */
import { FIRST_HASH, linkHash } from '#app/db/ledger/seal-rows.server.ts'
import type { Difference } from '#app/domain/audit/findings.ts'
import { type AuditCheck, sqlCheck } from './check.server.ts'

const SEALS_AT_ONCE = 5_000

type SealedRow = {
  id: bigint
  county_code: string
  row_kind: string
  row_id: bigint
  voucher_number: number
  previous_hash: string
  hash: string
  content: string | null
}

/** Walks each county's chain from its first link and names the first row whose link does not follow. */
const CHAIN_HOLDS: AuditCheck = {
  name: 'seals-follow-one-another',
  run: async (tx) => {
    const differences: Difference[] = []
    const last = new Map<string, string>()
    let after = 0n
    let checked = 0
    for (;;) {
      const rows = await tx.$queryRaw<SealedRow[]>`
        SELECT s.id, s.county_code, s.row_kind, s.row_id, s.voucher_number, s.previous_hash, s.hash, v.content
        FROM (SELECT * FROM seal WHERE id > ${after} ORDER BY id LIMIT ${SEALS_AT_ONCE}) s
        LEFT JOIN sealable_row v ON v.row_kind = s.row_kind AND v.row_id = s.row_id ORDER BY s.id`
      for (const row of rows) {
        const expectedPrevious = last.get(row.county_code) ?? FIRST_HASH
        const hash = linkHash(expectedPrevious, {
          rowKind: row.row_kind,
          rowId: row.row_id,
          voucherNumber: row.voucher_number,
          content: row.content ?? '',
        })
        if (row.previous_hash !== expectedPrevious || row.hash !== hash) {
          differences.push({ what: `${row.row_kind} ${row.row_id}`, expected: hash, found: row.hash })
        }
        last.set(row.county_code, row.hash)
      }
      checked += rows.length
      const end = rows.at(-1)
      if (!end) return { checked, differences }
      after = end.id
    }
  },
}

export const CONDUCT_CHECKS: AuditCheck[] = [
  CHAIN_HOLDS,
  sqlCheck(
    'voucher-numbers-have-no-gap',
    (tx) => tx.$queryRaw`SELECT count(*) FROM seal`,
    (tx) => tx.$queryRaw`
      SELECT county_code || ' ' || book || ' ' || period AS what, (count(*))::text AS expected, (max(voucher_number))::text AS found
      FROM seal GROUP BY county_code, book, period HAVING max(voucher_number) <> count(*) OR min(voucher_number) <> 1`,
  ),
  sqlCheck(
    'everything-is-sealed-within-a-minute',
    (tx) =>
      tx.$queryRaw`SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM activity_record) AS count`,
    (tx) => tx.$queryRaw`
      SELECT v.row_kind || ' ' || v.row_id AS what, ('sealed')::text AS expected, ('unsealed since ' || v.written_at)::text AS found
      FROM sealable_row v WHERE v.written_at < now() - interval '1 minute'
        AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.row_kind = v.row_kind AND s.row_id = v.row_id)
      ORDER BY v.written_at LIMIT 500`,
  ),
  sqlCheck(
    'nobody-approves-what-they-entered',
    (tx) =>
      tx.$queryRaw`SELECT (SELECT count(*) FROM lot WHERE approved_by IS NOT NULL) + (SELECT count(*) FROM event_signature) AS count`,
    (tx) => tx.$queryRaw`
      SELECT 'lot ' || id AS what, ('another than ' || listed_by)::text AS expected, ('account ' || approved_by)::text AS found
      FROM lot WHERE approved_by = listed_by
      UNION ALL
      SELECT 'event ' || s.event_id, 'another than ' || c.counted_by, 'account ' || s.signed_by
      FROM event_signature s JOIN cash_count c ON c.event_id = s.event_id AND c.counted_by = s.signed_by`,
  ),
  sqlCheck(
    'every-act-has-one-activity-record',
    (tx) =>
      tx.$queryRaw`SELECT (SELECT count(*) FROM "order") + (SELECT count(*) FROM placement) + (SELECT count(*) FROM desk_operation) AS count`,
    (tx) => tx.$queryRaw`
      SELECT 'order ' || o.id AS what, (1)::text AS expected, (count(a.id))::text AS found
      FROM "order" o LEFT JOIN activity_record a ON a.subject_kind = 'order' AND a.subject_id = o.id::text AND a.act = 'order:place'
      WHERE o.kind = 'ahead' GROUP BY o.id HAVING count(a.id) <> 1
      UNION ALL
      SELECT 'placement ' || p.placement_id || ' in order ' || p.order_id, '1', count(a.id)::text
      FROM (SELECT DISTINCT l.placement_id, l.order_id FROM order_line l JOIN "order" o ON o.id = l.order_id
        WHERE o.kind = 'ahead' AND l.substitutes_id IS NULL) p
      LEFT JOIN activity_record a ON a.subject_kind = 'order' AND a.subject_id = p.order_id::text AND a.act IN ('order:place', 'order:join')
        AND coalesce(a.facts ->> 'placementId', a.subject_id) = p.placement_id::text
      GROUP BY p.placement_id, p.order_id HAVING count(a.id) <> 1
      UNION ALL
      SELECT 'placement ' || p.id, 'lines', 'none' FROM placement p WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.placement_id = p.id)
      UNION ALL
      SELECT 'desk operation ' || d.id, '1', count(a.id)::text
      FROM desk_operation d LEFT JOIN activity_record a ON a.subject_kind = 'desk-operation' AND a.subject_id = d.id::text
      GROUP BY d.id HAVING count(a.id) <> 1`,
  ),
  sqlCheck(
    // Standing by themselves: an id or a hash may hold eleven digits in a row.
    'no-personal-figures-in-the-books',
    (tx) =>
      tx.$queryRaw`SELECT (SELECT count(*) FROM activity_record) + (SELECT count(*) FROM import_round) AS count`,
    (tx) => tx.$queryRaw`
      SELECT 'activity record ' || id AS what, ('no ID number, card or phone')::text AS expected, ('one')::text AS found
      FROM activity_record WHERE facts::text ~ '(^|[^0-9A-Za-z-])(1[3-9][0-9]{9}|[1-9][0-9]{5}(19|20)[0-9]{9}[0-9Xx])([^0-9A-Za-z-]|$)'
      UNION ALL
      SELECT 'import round ' || id, 'no ID number, card or phone', 'one'
      FROM import_round WHERE (refused::text || changes::text) ~ '(^|[^0-9A-Za-z-])(1[3-9][0-9]{9}|[1-9][0-9]{5}(19|20)[0-9]{9}[0-9Xx])([^0-9A-Za-z-]|$)'`,
  ),
  sqlCheck(
    'ledger-is-protected-from-its-own-role',
    (tx) => tx.$queryRaw`SELECT 4::bigint AS count`,
    (tx) => tx.$queryRaw`
      SELECT t.name AS what, ('no right to change')::text AS expected, ('ledger not protected from its own role')::text AS found
      FROM (VALUES ('journal'), ('posting'), ('seal'), ('activity_record')) AS t (name)
      CROSS JOIN (SELECT rolname FROM pg_roles WHERE rolcanlogin AND has_database_privilege(rolname, current_database(), 'CONNECT')
        AND rolname IN (SELECT grantee FROM information_schema.role_table_grants WHERE table_name = 'basket' AND privilege_type = 'INSERT')) r
      WHERE has_table_privilege(r.rolname, t.name, 'UPDATE, DELETE, TRUNCATE')
        AND r.rolname <> (SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'journal')
      UNION ALL
      SELECT t.name, 'append-only trigger', 'off or gone'
      FROM (VALUES ('journal'), ('posting'), ('seal'), ('activity_record')) AS t (name)
      WHERE (SELECT count(*) FROM pg_trigger g WHERE g.tgrelid = t.name::regclass AND g.tgname LIKE 'append_only%' AND g.tgenabled = 'O') < 2`,
  ),
]
