import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database, type Transaction } from '#app/db/client.server.ts'
import {
  type KeyedLine,
  keyLines,
  lockBank,
  openLines,
  readKnownLines,
  type StatementPlace,
  sealLineText,
} from '#app/db/payment/bank-lines.server.ts'
import { NOTHING, type SettledLine, settleBankLine } from '#app/db/payment/settle-bank-line.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { judgeLine } from '#app/domain/payment/bank-line.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

type Applying = StatementPlace & { actor: Actor; now: Date }

/** What writing the lines that move nothing may take at most. */
const MOST_SECONDS = 60

/**
 * Applies a statement that was looked at. Each line that names something is a transaction of its own, in which its
 * money is moved and the line is kept: what is broken off is gone on with by applying again, two who apply at once
 * share the work, and a line that another statement had is left alone.
 */
export async function applyBankStatement(
  actor: Actor,
  scope: Scope,
  { statementId }: { statementId: string },
  deps: Deps = liveDeps,
): Promise<Verdict<{ newCount: number }, 'not-found' | 'bank-statement-applied'>> {
  if (!can(actor, 'bank:work')) return refuse('not-found')
  const statement = await database().bankStatement.findUnique({ where: { id: statementId } })
  if (!statement || !reaches(scope, statement.countyCode)) return refuse('not-found')
  if (statement.linesSealed === null) return refuse('bank-statement-applied')
  const lines = keyLines(openLines(statement.linesSealed))
  const keys = new Set(lines.map(({ key }) => key))
  const applying = { statementId, countyCode: statement.countyCode, keys, actor, now: deps.now() }
  for (const each of lines.filter(({ read }) => read.is === 'one')) {
    await inTransaction((tx) => applyNaming(tx, applying, each))
  }
  const rest = lines.filter(({ read }) => read.is !== 'one')
  const newCount = await inTransaction((tx) => finish(tx, applying, rest), { mostSeconds: MOST_SECONDS })
  return newCount === null ? refuse('bank-statement-applied') : accept({ newCount })
}

async function applyNaming(tx: Transaction, applying: Applying, each: KeyedLine): Promise<void> {
  const { countyCode, actor, now } = applying
  await lockBank(tx, countyCode)
  const known = await readKnownLines(tx, applying, [each])
  if (known.keys.has(each.key)) return
  if (known.looksKnown(each)) {
    const verdict = { is: 'open', cause: 'looks-known' } as const
    await tx.bankLine.create({ data: rowOf(applying, each, { verdict, ...NOTHING }) })
    return
  }
  const { day, inFen, outFen } = each.line
  const movement = { countyCode, key: each.key, day, inFen, outFen }
  const settled = await settleBankLine(tx, movement, each.read, {
    actorId: actor.accountId,
    now,
    isPerson: false,
  })
  await tx.bankLine.create({ data: rowOf(applying, each, settled) })
}

/** Keeps the lines that name nothing, and closes the statement. Null where another has closed it meanwhile. */
async function finish(
  tx: Transaction,
  applying: Applying,
  rest: readonly KeyedLine[],
): Promise<number | null> {
  const { statementId, countyCode, actor, now } = applying
  await lockBank(tx, countyCode)
  const known = await readKnownLines(tx, applying, rest)
  const fresh = rest.filter(({ key }) => !known.keys.has(key))
  await tx.bankLine.createMany({
    data: fresh.map((each) => {
      const verdict = known.looksKnown(each)
        ? ({ is: 'open', cause: 'looks-known' } as const)
        : judgeLine(each.line, each.read, {})
      return rowOf(applying, each, { verdict, ...NOTHING })
    }),
  })
  const newCount = await tx.bankLine.count({ where: { statementId } })
  const claimed = await tx.bankStatement.updateMany({
    where: { id: statementId, state: 'previewed' },
    data: { state: 'applied', linesSealed: null, newCount, appliedBy: actor.accountId, appliedAt: now },
  })
  if (claimed.count === 0) return null
  const matched = await tx.bankLine.count({ where: { statementId, state: 'matched' } })
  await recordActivity(tx, {
    countyCode,
    actorId: actor.accountId,
    act: 'bank:apply',
    subjectKind: 'bank-statement',
    subjectId: statementId,
    facts: { lines: newCount, matched, open: newCount - matched },
  })
  return newCount
}

function rowOf(applying: Applying, each: KeyedLine, settled: SettledLine) {
  const { line, key, reference } = each
  const { verdict, orderId, refundId, agencyStatementId, eventId } = settled
  const isMatched = verdict.is === 'match'
  return {
    id: randomUUID(),
    countyCode: applying.countyCode,
    statementId: applying.statementId,
    rowNumber: line.row,
    day: toDateColumn(line.day),
    inFen: line.inFen,
    outFen: line.outFen,
    balanceFen: line.balanceFen,
    lineKey: key,
    textSealed: sealLineText(line),
    reference,
    state: isMatched ? 'matched' : 'open',
    openCause: isMatched ? null : verdict.cause,
    matchKind: isMatched ? verdict.as : null,
    orderId,
    refundId,
    agencyStatementId,
    eventId,
    decidedBy: isMatched ? applying.actor.accountId : null,
    decidedAt: isMatched ? applying.now : null,
  }
}
