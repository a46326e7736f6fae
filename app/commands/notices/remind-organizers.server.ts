import { database, type Transaction } from '#app/db/client.server.ts'
import { type NoticeToWrite, writeNotices } from '#app/db/notices/write-notice.server.ts'
import { lockEventForDesk } from '#app/db/pickup/lock-event.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { isCutOffNear, isEventToday } from '#app/domain/notices/reminder.ts'

type ComingEvent = { id: number; state: string; startsAt: Date; cutOffAt: Date; now: Date }

/**
 * Reminds whoever organizes in an event's reach the day before its cut-off, a draft's too, and on its day: each once
 * for each of both and its day. Harmless beside another process doing the same. Returns how many were told.
 */
export async function remindOrganizers(_actor: SystemActor): Promise<number> {
  const coming = await database().$queryRaw<ComingEvent[]>`
    SELECT id, state, starts_at AS "startsAt", cut_off_at AS "cutOffAt", clock_timestamp() AS now FROM pickup_event
    WHERE state IN ('draft', 'open', 'cut-off', 'running') AND starts_at > clock_timestamp()
      AND least(starts_at, cut_off_at) < clock_timestamp() + interval '2 days' ORDER BY id`
  let told = 0
  for (const event of coming.filter((one) => isNear(one) || isToday(one))) {
    told += await inTransaction((tx) => remindOf(tx, event))
  }
  return told
}

function isNear({ state, cutOffAt, now }: ComingEvent): boolean {
  return (state === 'draft' || state === 'open') && isCutOffNear(cutOffAt, now)
}

function isToday({ state, startsAt, now }: ComingEvent): boolean {
  return state !== 'draft' && isEventToday(startsAt, now)
}

/** Holding the event keeps it as it is while it is told; what was found before that may have changed meanwhile. */
async function remindOf(tx: Transaction, { id, now }: ComingEvent): Promise<number> {
  await lockEventForDesk(tx, id)
  const event = await tx.pickupEvent.findUniqueOrThrow({ where: { id } })
  if (event.state === 'cancelled') return 0
  const { countyCode, startsAt, endsAt, cutOffAt, ordersTaken, capacityOrders, state } = event
  const fact = { eventId: id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  const notices = (await readOrganizers(tx, id)).flatMap((accountId) => {
    const of = { countyCode, accountId, orderId: null }
    const near: NoticeToWrite = {
      ...of,
      onceKey: onceKeys.cutOffNear(accountId, id, civilDateOf(cutOffAt)),
      facts: {
        kind: 'cut-off-near',
        event: fact,
        cutOffAt: cutOffAt.toISOString(),
        isOpen: state === 'open',
        ordersTaken,
        capacityOrders,
      },
    }
    const today: NoticeToWrite = {
      ...of,
      onceKey: onceKeys.eventToday(accountId, id, civilDateOf(startsAt)),
      facts: { kind: 'event-today', event: fact, ordersTaken },
    }
    const as = { id, state, startsAt, cutOffAt, now }
    return [...(isNear(as) ? [near] : []), ...(isToday(as) ? [today] : [])]
  })
  return writeNotices(tx, notices)
}

/** Whoever organizes in the event's village, its town or its county. */
async function readOrganizers(tx: Transaction, eventId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ accountId: number }[]>`
    SELECT DISTINCT r.account_id AS "accountId" FROM assignment r
    JOIN account a ON a.id = r.account_id AND a.ended_at IS NULL
    JOIN pickup_event e ON e.id = ${eventId}::int
    JOIN division v ON v.code = e.village_code JOIN division t ON t.code = v.parent_code
    WHERE r.ended_at IS NULL AND r.role = 'organizer' AND r.scope_code IN (v.code, t.code, t.parent_code)
    ORDER BY 1`
  return rows.map(({ accountId }) => accountId)
}
