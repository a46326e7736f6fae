import { database, type Transaction } from '#app/db/client.server.ts'
import { writeNotices } from '#app/db/notices/write-notice.server.ts'
import { lockEventForDesk } from '#app/db/pickup/lock-event.server.ts'
import { LATE_UNCLOSED } from '#app/db/pickup/unclosed-events.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { weeksLate } from '#app/domain/pickup/unclosed-events.ts'

type Told = { accountId: number; countyCode: string; startsAt: Date; endsAt: Date; now: Date }

/**
 * Tells the organizers of a village, its town and its county and the village's lead of every event that isn't closed
 * more than a week after its day: each of them once in each week. Harmless beside another process doing the same.
 * Returns how many were told.
 */
export async function nagUnclosedEvents(_actor: SystemActor): Promise<number> {
  const late = await database().$queryRaw<{ id: number }[]>`
    SELECT e.id FROM pickup_event e WHERE ${LATE_UNCLOSED} ORDER BY e.id`
  let told = 0
  for (const { id } of late) told += await inTransaction((tx) => nagOf(tx, id))
  return told
}

/** Holding the event keeps it from being closed while it is told that it isn't. */
async function nagOf(tx: Transaction, eventId: number): Promise<number> {
  await lockEventForDesk(tx, eventId)
  const rows = await tx.$queryRaw<Told[]>`
    SELECT DISTINCT r.account_id AS "accountId", e.county_code AS "countyCode", e.starts_at AS "startsAt", e.ends_at AS "endsAt",
      now() AS now
    FROM pickup_event e JOIN division v ON v.code = e.village_code LEFT JOIN division t ON t.code = v.parent_code
    JOIN assignment r ON r.ended_at IS NULL AND ((r.role = 'village-lead' AND r.scope_code = v.code)
      OR (r.role = 'organizer' AND r.scope_code IN (v.code, t.code, e.county_code)))
    JOIN account a ON a.id = r.account_id AND a.ended_at IS NULL
    WHERE e.id = ${eventId}::int AND ${LATE_UNCLOSED} ORDER BY 1`
  return writeNotices(
    tx,
    rows.map(({ accountId, countyCode, startsAt, endsAt, now }) => {
      const weeks = weeksLate(civilDateOf(startsAt), civilDateOf(now))
      const event = { eventId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
      return {
        countyCode,
        accountId,
        orderId: null,
        onceKey: onceKeys.eventUnclosed(eventId, accountId, weeks),
        facts: { kind: 'event-unclosed', event, weeks },
      }
    }),
  )
}
