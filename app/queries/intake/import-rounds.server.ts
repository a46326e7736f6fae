import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { Changes, KeptFindings, RoundState } from '#app/domain/intake/round.ts'
import { type ItemCount, readItemCounts } from './import-items.server.ts'

export type RoundRow = {
  id: string
  kind: IntakeKind
  fileName: string
  state: RoundState
  rowCount: number
  acceptedCount: number
  refusedCount: number
  createdAt: string
}

export type RoundPage = RoundRow & {
  changes: Changes
  /** Null while it waits: its page is asked for every two seconds, and findings may be of a whole county. */
  findings: KeptFindings | null
  appliedAt: string | null
  undoneAt: string | null
  /** Why applying it did not come to an end the last time. */
  failure: string | null
  /** While it waits: how many rows of how many are written; null before anybody has begun. */
  progress: { done: number; total: number } | null
  /** The pieces of a roster, counted; none while it waits. */
  counts: ItemCount[]
}

const ROUNDS_SHOWN = 30

type Row = Omit<RoundRow, 'createdAt'> & { createdAt: Date }
const ROW = Prisma.sql`r.id, r.kind, r.file_name AS "fileName", r.state, r.row_count AS "rowCount",
  r.accepted_count AS "acceptedCount", jsonb_array_length(r.refused -> 'refused') AS "refusedCount",
  r.created_at AS "createdAt"`

/** The newest rounds of the scope. */
export async function readImportRounds(scope: Scope): Promise<RoundRow[]> {
  const places = scope.prefixes.map((prefix) => `${prefix}%`)
  const rows = await readDatabase().$queryRaw<Row[]>`
    SELECT ${ROW} FROM import_round r WHERE r.scope_code LIKE ANY (${places})
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${ROUNDS_SHOWN}`
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

type PageRow = Row & {
  scopeCode: string
  changes: Changes
  findings: KeptFindings | null
  appliedAt: Date | null
  undoneAt: Date | null
  failure: string | null
  done: number | null
  total: number | null
}

/** One round with what was found; null when it is not there or out of scope. */
export async function readImportRound(scope: Scope, id: string): Promise<RoundPage | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const [row] = await readDatabase().$queryRaw<PageRow[]>`
    SELECT ${ROW}, r.scope_code AS "scopeCode", r.changes, r.applied_at AS "appliedAt", r.undone_at AS "undoneAt",
      r.failure, CASE WHEN r.state <> 'waiting' THEN r.refused END AS findings, w.done, w.total
    FROM import_round r LEFT JOIN import_work w ON w.round_id = r.id AND r.state = 'waiting'
    WHERE r.id = ${id}::uuid`
  if (row === undefined || !reaches(scope, row.scopeCode)) return null
  const { scopeCode: _, done, total, ...round } = row
  const isWaiting = round.state === 'waiting'
  return {
    ...round,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    progress: done === null || total === null ? null : { done, total },
    counts: round.kind === 'households' && !isWaiting ? await readItemCounts(id) : [],
  }
}
