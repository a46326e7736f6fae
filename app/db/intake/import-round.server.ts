/** Rows of import rounds: what was offered, what was found, and when it was applied. */

import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { Changes, KeptFindings, RoundState } from '#app/domain/intake/round.ts'
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
  findings: KeptFindings
}

const ROUND = {
  id: true,
  kind: true,
  countyCode: true,
  scopeCode: true,
  fileName: true,
  fileHash: true,
  state: true,
  refused: true,
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
  const { refused, kind, state, ...round } = row
  return {
    ...round,
    kind: kind as IntakeKind,
    state: state as RoundState,
    findings: refused as KeptFindings,
  }
}

function outcomeColumns({ rowCount, acceptedCount, findings, changes }: RoundOutcome) {
  return { rowCount, acceptedCount, refused: findings, changes }
}

export async function addRound(
  tx: Transaction,
  round: Omit<ImportRound, 'state' | 'findings'>,
  outcome: RoundOutcome,
  by: { actorId: number | null; now: Date },
): Promise<void> {
  await tx.importRound.create({
    data: {
      ...round,
      ...outcomeColumns(outcome),
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
    where: { id: roundId, state: 'previewed' },
    data: { state: 'applied', appliedBy: by.actorId, appliedAt: by.now },
  })
  return count === 1
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
