/** One pickup event: where and when, whose goods come there, and what can be had. Public. */
import { Prisma, readRows } from '#app/db/client.server.ts'
import { readCardKey, writeCardKey } from '#app/domain/catalogue/card-key.ts'
import type { PublicStanding } from '#app/domain/pickup/public-standing.ts'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import {
  CARDS,
  CARDS_JSON,
  type CardJson,
  HOLDS_EVENT,
  openedEvents,
  type ShelfCard,
  toShelfCard,
} from '#app/queries/catalogue/shelf.server.ts'
import {
  EVENT_COLUMNS,
  EVENT_FIELDS,
  type ListedEvent,
  STANDING_FIELDS,
  type StandingJson,
  standingOf,
} from './listed-event.server.ts'

export const EVENT_CARDS_A_PAGE = 24

export type PublicEvent = Omit<ListedEvent, 'serves'> & {
  standing: PublicStanding
  town: string
  servicePoint: { name: string; openingHours: OpeningSpan[] } | null
  serves: { code: string; name: string }[]
  /** What can be ordered for this event. Nothing once it takes no orders. */
  cards: ShelfCard[]
  nextAfter: string | null
}

type EventJson = Omit<PublicEvent, 'standing' | 'cards' | 'nextAfter'> &
  StandingJson & { cards: CardJson[]; last: { villageCode: string; productId: number } | null }

const SERVES = Prisma.sql`(SELECT coalesce(json_agg(json_build_object('code', d.code, 'name', d.short_name) ORDER BY d.code), '[]')
  FROM pickup_event_village s JOIN division d ON d.code = s.village_code WHERE s.event_id = e.id)`

const SERVICE_POINT = Prisma.sql`(SELECT json_build_object('name', p.name, 'openingHours', p.opening_hours)
  FROM pickup_event held JOIN service_point p ON p.id = held.service_point_id WHERE held.id = e.id)`

/** Null where there is no such event, or it is a draft. `after` is the key of the last card of the page before. */
export async function readPublicEvent(id: number, after: string | null = null): Promise<PublicEvent | null> {
  const from = after === null ? null : readCardKey(after)
  const onward = from
    ? Prisma.sql`AND (o.village_code COLLATE "C", o.product_id) > (${from.villageCode}, ${from.productId}::int)`
    : Prisma.empty
  const [row] = await readRows<{ event: EventJson }>(Prisma.sql`
    WITH asked AS (SELECT ${EVENT_COLUMNS} FROM pickup_event e WHERE e.id = ${id}),
    ${openedEvents(Prisma.sql`e.id = ${id}`)},
    page AS MATERIALIZED (
      SELECT g.*, row_number() OVER () AS place_in_list FROM (
        SELECT DISTINCT o.village_code COLLATE "C" AS village_code, o.product_id
        FROM opened e JOIN offer o ON o.village_code = e.village_code JOIN lot l ON l.offer_id = o.id
        WHERE ${HOLDS_EVENT} ${onward} ORDER BY 1, 2 LIMIT ${EVENT_CARDS_A_PAGE + 1}) g),
    ${CARDS}
    SELECT json_build_object(${EVENT_FIELDS}, 'serves', ${SERVES}, 'servicePoint', ${SERVICE_POINT}, ${STANDING_FIELDS},
      'town', (SELECT t.name FROM division v JOIN division t ON t.code = v.parent_code WHERE v.code = e.at_village_code),
      'cards', ${CARDS_JSON},
      'last', (SELECT json_build_object('villageCode', village_code, 'productId', product_id) FROM page
        WHERE place_in_list = ${EVENT_CARDS_A_PAGE} AND EXISTS (SELECT FROM page WHERE place_in_list > ${EVENT_CARDS_A_PAGE}))
      ) AS event
    FROM asked e`)
  if (row === undefined) return null
  const { state, hasRoom, now, cards, last, ...event } = row.event
  const standing = standingOf(row.event)
  if (standing === null) return null
  const key = last && { ...last, isSoldOut: false, rank: 0, villageNextAtMs: null }
  return {
    ...event,
    standing,
    cards: cards.slice(0, EVENT_CARDS_A_PAGE).map(toShelfCard),
    nextAfter: key && writeCardKey(key),
  }
}
