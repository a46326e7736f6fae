/** Rows of import rounds: what was offered, what was found, and when it was applied. */

import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { type Changes, type KeptFindings, NO_CHANGES, type RoundState } from '#app/domain/intake/round.ts'
import { isInScope, scopePrefix } from '#app/domain/kernel/ids.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Transaction } from '../client.server.ts'
import { isUuid } from '../handover/desk-operation.server.ts'

/** What checking and comparing found, in rows of the file. */
export type RoundOutcome = {
  rowCount: number
  acceptedCount: number
  findings: KeptFindings
  changes: Changes
}

export type ImportRound = {
  id: string
  kind: IntakeKind
  countyCode: string
  scopeCode: string
  fileName: string
  fileHash: string
  state: RoundState
  /** Who applied it, or asked for it to be applied. */
  appliedBy: number | null
  appliedAt: Date | null
}

const ROUND = {
  id: true,
  kind: true,
  countyCode: true,
  scopeCode: true,
  fileName: true,
  fileHash: true,
  state: true,
  appliedBy: true,
  appliedAt: true,
} as const

/** A round in scope; null for one that isn't there or not in reach. */
export async function findRound(
  tx: Pick<Transaction, 'importRound'>,
  scope: Scope,
  roundId: string,
): Promise<ImportRound | null> {
  if (!isUuid(roundId)) return null
  const row = await tx.importRound.findUnique({ where: { id: roundId }, select: ROUND })
  if (row === null || !reaches(scope, row.scopeCode)) return null
  return { ...row, kind: row.kind as IntakeKind, state: row.state as RoundState }
}

/** What was found in the file of a round that is there. */
export async function readFindings(tx: Pick<Transaction, 'importRound'>, id: string): Promise<KeptFindings> {
  const { refused } = await tx.importRound.findUniqueOrThrow({ where: { id }, select: { refused: true } })
  return refused as KeptFindings
}

function outcomeColumns({ rowCount, acceptedCount, findings, changes }: RoundOutcome) {
  return { rowCount, acceptedCount, refused: findings, changes }
}

const NOTHING_FOUND: RoundOutcome = {
  rowCount: 0,
  acceptedCount: 0,
  findings: { headerRow: 0, refused: [], warnings: [], warningCount: 0 },
  changes: NO_CHANGES,
}

/** A new round; what is found for it is written in the same transaction. */
export async function addRound(
  tx: Transaction,
  round: Omit<ImportRound, 'state' | 'appliedBy' | 'appliedAt'>,
  by: { actorId: number | null; now: Date },
): Promise<void> {
  await tx.importRound.create({
    data: {
      ...round,
      ...outcomeColumns(NOTHING_FOUND),
      state: 'previewed',
      createdBy: by.actorId,
      createdAt: by.now,
    },
    select: { id: true },
  })
}

/** Marks a round as applied. False if it was applied before: then nothing may be written for it. */
export async function claimRound(
  tx: Transaction,
  roundId: string,
  by: { actorId: number | null; now: Date },
): Promise<boolean> {
  const { count } = await tx.importRound.updateMany({
    where: { id: roundId, state: { in: ['previewed', 'waiting'] } },
    data: { state: 'applied', appliedBy: by.actorId, appliedAt: by.now, failure: null },
  })
  return count === 1
}

/** A round applied after this one whose place and this one's lie in one another; null if there is none. */
export async function findLaterRound(
  tx: Transaction,
  { id, kind, countyCode, scopeCode, appliedAt }: ImportRound,
): Promise<string | null> {
  const later = await tx.importRound.findMany({
    where: {
      kind,
      countyCode,
      state: 'applied',
      id: { not: id },
      appliedAt: { gte: appliedAt ?? undefined },
    },
    select: { id: true, scopeCode: true },
  })
  const overlaps = (code: string) =>
    isInScope(scopePrefix(scopeCode), code) || isInScope(scopePrefix(code), scopeCode)
  return later.find((round) => overlaps(round.scopeCode))?.id ?? null
}

export async function writeOutcome(tx: Transaction, roundId: string, outcome: RoundOutcome): Promise<void> {
  await tx.importRound.update({
    where: { id: roundId },
    data: outcomeColumns(outcome),
    select: { id: true },
  })
}

/** One import of a county at a time; held until the transaction ends. */
export async function lockImports(tx: Transaction, countyCode: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import ${countyCode}`}, 0))::text`
}

/** The state of a round, which nobody else changes until the transaction ends. */
export async function lockRound(tx: Transaction, roundId: string): Promise<RoundState> {
  const [row] = await tx.$queryRaw<{ state: RoundState }[]>`
    SELECT state FROM import_round WHERE id = ${roundId}::uuid FOR UPDATE`
  invariant(row !== undefined, 'a round that was found is not taken away')
  return row.state
}

export async function markUndone(
  tx: Transaction,
  roundId: string,
  by: { actorId: number | null; now: Date },
): Promise<void> {
  await tx.importRound.update({
    where: { id: roundId },
    data: { state: 'undone', undoneBy: by.actorId, undoneAt: by.now },
    select: { id: true },
  })
}
