/** The calendar of pickup events that are not over. Public. */
import { Prisma, readRows } from '#app/db/client.server.ts'
import type { PublicStanding } from '#app/domain/pickup/public-standing.ts'
import {
  EVENT_COLUMNS,
  GOODS_COUNT,
  LISTED_EVENT,
  type ListedEvent,
  STANDING_FIELDS,
  type StandingJson,
  standingOf,
} from './listed-event.server.ts'

export const EVENTS_A_PAGE = 12

export type UpcomingEvent = ListedEvent & {
  standing: PublicStanding
  /** What can be had there; null when it takes no more orders. */
  goodsCount: number | null
}

export type UpcomingEvents = {
  events: UpcomingEvent[]
  /** The event that the next page goes on from; null on the last page. */
  nextAfter: number | null
}

type EventJson = Omit<UpcomingEvent, 'standing'> & StandingJson

/** A page of events, soonest first, after the event of number `after`. */
export async function readUpcomingEvents(after: number | null = null): Promise<UpcomingEvents> {
  const rows = await readRows<{ event: EventJson }>(Prisma.sql`
    WITH listed AS MATERIALIZED (
      SELECT ${EVENT_COLUMNS} FROM pickup_event e
      WHERE e.ends_at > now() AND e.state NOT IN ('draft', 'closed')
        AND (${after}::int IS NULL
          OR (e.starts_at, e.id) > (SELECT a.starts_at, a.id FROM pickup_event a WHERE a.id = ${after}::int))
      ORDER BY e.starts_at, e.id LIMIT ${EVENTS_A_PAGE + 1})
    SELECT json_build_object(${LISTED_EVENT}, ${STANDING_FIELDS},
      'goodsCount', CASE WHEN e.state = 'open' AND e.cut_off_at > now() THEN ${GOODS_COUNT} END) AS event
    FROM listed e ORDER BY e.starts_at, e.id`)
  const events = rows.slice(0, EVENTS_A_PAGE).flatMap(({ event }) => {
    const { state, hasRoom, now, ...shown } = event
    const standing = standingOf(event)
    return standing === null ? [] : [{ ...shown, standing }]
  })
  return { events, nextAfter: rows.length > EVENTS_A_PAGE ? (events.at(-1)?.id ?? null) : null }
}
