/** A word that changes with whatever is done at an event's desks, so that open pages notice what others did. */
import { type Database, readDatabase } from '#app/db/client.server.ts'
import { reaches, type Scope } from '#app/domain/access/roles.ts'

/**
 * Operations are only ever added, so their count goes up with each that is committed, in whatever order they were
 * begun. What happens to an event without one is in its state and its orders.
 */
export async function readVersion(
  db: Pick<Database, '$queryRaw'>,
  eventId: number,
): Promise<{ villageCode: string; version: string } | null> {
  const [row] = await db.$queryRaw<{ villageCode: string; version: string }[]>`
    SELECT e.village_code AS "villageCode", concat_ws('.', e.state, e.orders_taken,
      (SELECT count(*) FROM desk_operation o WHERE o.event_id = e.id)) AS version
    FROM pickup_event e WHERE e.id = ${eventId}`
  return row ?? null
}

/** The version of an event in scope; null where there is none. */
export async function readDeskVersion(scope: Scope, eventId: number): Promise<string | null> {
  const found = await readVersion(readDatabase(), eventId)
  return found && reaches(scope, found.villageCode) ? found.version : null
}
