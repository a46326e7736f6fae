import { readDatabase } from '#app/db/client.server.ts'
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
  findings: KeptFindings
  appliedAt: string | null
  undoneAt: string | null
  /** Why applying it did not come to an end the last time. */
  failure: string | null
  /** While it waits: how many rows of how many are written; null before anybody has begun. */
  progress: { done: number; total: number } | null
  /** The pieces of a roster, counted. */
  counts: ItemCount[]
}

const ROUNDS_SHOWN = 30
const COLUMNS = {
  id: true,
  kind: true,
  scopeCode: true,
  fileName: true,
  state: true,
  rowCount: true,
  acceptedCount: true,
  refused: true,
  changes: true,
  createdAt: true,
  appliedAt: true,
  undoneAt: true,
  failure: true,
} as const

type Row = {
  id: string
  kind: string
  fileName: string
  state: string
  rowCount: number
  acceptedCount: number
  refused: unknown
  createdAt: Date
}

function toRoundRow(row: Row): RoundRow {
  const findings = row.refused as KeptFindings
  return {
    id: row.id,
    kind: row.kind as IntakeKind,
    fileName: row.fileName,
    state: row.state as RoundState,
    rowCount: row.rowCount,
    acceptedCount: row.acceptedCount,
    refusedCount: findings.refused.length,
    createdAt: row.createdAt.toISOString(),
  }
}

/** The newest rounds of the scope. */
export async function readImportRounds(scope: Scope): Promise<RoundRow[]> {
  const rows = await readDatabase().importRound.findMany({
    where: { OR: scope.prefixes.map((prefix) => ({ scopeCode: { startsWith: prefix } })) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: ROUNDS_SHOWN,
    select: COLUMNS,
  })
  return rows.map(toRoundRow)
}

/** One round with what was found; null when it is not there or out of scope. */
export async function readImportRound(scope: Scope, id: string): Promise<RoundPage | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await readDatabase().importRound.findUnique({
    where: { id },
    select: { ...COLUMNS, work: { select: { done: true, total: true } } },
  })
  if (row === null || !reaches(scope, row.scopeCode)) return null
  return {
    ...toRoundRow(row),
    changes: row.changes as unknown as Changes,
    findings: row.refused as unknown as KeptFindings,
    appliedAt: row.appliedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    failure: row.failure,
    progress: row.state === 'waiting' ? row.work : null,
    counts: row.kind === 'households' ? await readItemCounts(id) : [],
  }
}
