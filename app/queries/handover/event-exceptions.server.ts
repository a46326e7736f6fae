/** Differences that events closed with: whose they are, until when, and what was found. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { type Database, type Prisma, readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, fromDateColumn } from '#app/domain/kernel/calendar.ts'

export type EventExceptionRow = {
  id: number
  eventId: number
  eventTitle: string
  heldOn: CivilDate
  kind: 'cash-difference' | 'handed-over-unpaid'
  orderNumber: number | null
  amountFen: number
  reason: string
  owner: string
  isOwn: boolean
  /** Whoever raised it can't settle it. */
  isRaisedByReader: boolean
  dueOn: CivilDate
  isOverdue: boolean
  settled: { finding: string; at: string } | null
}

const MOST = 200

/** In scope, those still open first, the earliest due first. */
export async function readExceptionsInScope(
  scope: Scope,
  readerId: number,
  only: { isOverdue?: boolean; villageCode?: string | null } = {},
): Promise<EventExceptionRow[]> {
  const { villageCode } = only
  const rows = await readExceptions(
    readDatabase(),
    { event: { OR: withinScope(scope, 'villageCode'), ...(villageCode ? { villageCode } : {}) } },
    readerId,
  )
  return only.isOverdue ? rows.filter((row) => row.isOverdue) : rows
}

export async function readExceptions(
  db: Database,
  where: Prisma.EventExceptionWhereInput,
  readerId: number | null = null,
): Promise<EventExceptionRow[]> {
  // Of a count that was made again, or an order that was paid after all, nothing is open.
  const standing = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM standing_event_exception WHERE settled_at IS NULL`
  const isOpen = { id: { in: standing.map(({ id }) => id) } }
  const rows = await db.eventException.findMany({
    where: { AND: [where, { OR: [{ settledAt: { not: null } }, isOpen] }] },
    orderBy: [{ settledAt: { sort: 'desc', nulls: 'first' } }, { dueOn: 'asc' }, { id: 'asc' }],
    take: MOST,
    include: {
      event: { select: { title: true, startsAt: true } },
      order: { select: { number: true } },
      owner: { select: { nameSealed: true } },
    },
  })
  const today = civilDateOf(new Date())
  return rows.map((row) => ({
    id: row.id,
    eventId: row.eventId,
    eventTitle: row.event.title,
    heldOn: civilDateOf(row.event.startsAt),
    kind: row.kind as EventExceptionRow['kind'],
    orderNumber: row.order?.number ?? null,
    amountFen: safeFen(row.amountFen),
    reason: row.reason,
    owner: openText('account.name', row.owner.nameSealed),
    isOwn: row.ownerId === readerId,
    isRaisedByReader: row.raisedBy === readerId,
    dueOn: fromDateColumn(row.dueOn),
    isOverdue: row.settledAt === null && fromDateColumn(row.dueOn) < today,
    settled: row.settledAt === null ? null : { finding: row.finding ?? '', at: row.settledAt.toISOString() },
  }))
}
