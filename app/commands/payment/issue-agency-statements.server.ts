import { createHash } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database, type Transaction } from '#app/db/client.server.ts'
import { readUnstatedMovements } from '#app/db/payment/agency-movements.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import {
  dayAfterMonth,
  drawStatement,
  isWorthIssuing,
  monthBefore,
  statementContent,
} from '#app/domain/payment/agency-statement.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Issues the statement of the last whole month to every agency that has not got it and has something on its account.
 * What an earlier month left unsaid, or was put right since, comes to it as well. Harmless beside another process
 * doing the same. Returns how many were issued.
 */
export async function issueAgencyStatements(actor: SystemActor, deps: Deps = liveDeps): Promise<number> {
  const month = monthBefore(civilDateOf(deps.now()))
  const due = await database().$queryRaw<{ id: number }[]>`
    SELECT a.id FROM agency a
    WHERE NOT EXISTS (SELECT 1 FROM agency_statement s WHERE s.agency_id = a.id AND s.month >= ${month})
      AND (EXISTS (SELECT 1 FROM posting p WHERE p.from_account = 'agency:' || a.id)
        OR EXISTS (SELECT 1 FROM posting p WHERE p.to_account = 'agency:' || a.id))
    ORDER BY a.id`
  let issued = 0
  const failures: unknown[] = []
  for (const { id } of due) {
    try {
      if (await inTransaction((tx) => issueOne(tx, actor, { agencyId: id, month }))) issued += 1
    } catch (error) {
      // The others get theirs; this one is tried again, and whoever runs the server is told.
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'agencies without their statement')
  return issued
}

async function issueOne(
  tx: Transaction,
  actor: SystemActor,
  { agencyId, month }: { agencyId: number; month: string },
): Promise<boolean> {
  // Two processes take turns by the agency's row, which orders that only name it do not wait for.
  const [agency] = await tx.$queryRaw<{ countyCode: string }[]>`
    SELECT county_code AS "countyCode" FROM agency WHERE id = ${agencyId} FOR NO KEY UPDATE`
  const last = await tx.agencyStatement.findFirst({ where: { agencyId }, orderBy: { number: 'desc' } })
  if (!agency || (last && last.month >= month)) return false
  const movements = await readUnstatedMovements(tx, agencyId, dayAfterMonth(month))
  const drawn = drawStatement(last ? safeFen(last.closingFen) : 0, movements)
  if (!isWorthIssuing(drawn, movements)) return false
  const head = { agencyId, number: (last?.number ?? 0) + 1, month }
  const { id } = await tx.agencyStatement.create({
    data: {
      ...head,
      ...drawn,
      countyCode: agency.countyCode,
      contentHash: createHash('sha256')
        .update(statementContent(head, drawn, movements))
        .digest('hex'),
    },
    select: { id: true },
  })
  await tx.agencyStatementLine.createMany({
    data: movements.map(({ postingId }, i) => ({ statementId: id, postingId, position: i + 1 })),
  })
  await recordActivity(tx, {
    countyCode: agency.countyCode,
    actorId: actor.accountId,
    act: 'agency:statement',
    subjectKind: 'agency-statement',
    subjectId: String(id),
    facts: { agencyId, month, lines: movements.length, closingFen: drawn.closingFen },
  })
  return true
}
