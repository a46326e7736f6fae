/** An event as it stands in a list, and how a statement makes one of an event row `e`. */
import { Prisma } from '#app/db/client.server.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { type PublicStanding, publicStanding } from '#app/domain/pickup/public-standing.ts'
import { HOLDS_EVENT, isoInstant } from '#app/queries/catalogue/shelf.server.ts'

export type ListedEvent = {
  id: number
  startsAt: string
  endsAt: string
  cutOffAt: string
  /** The village it is held in, and where there. */
  village: string
  place: string
  /** Whose goods come there, by village. */
  serves: string[]
}

/** The columns of `pickup_event e` that the JSON below is made of, and the day that lots must hold. */
export const EVENT_COLUMNS = Prisma.sql`e.id, e.village_code AS at_village_code, e.place, e.starts_at, e.ends_at,
  e.cut_off_at, e.state, e.orders_taken < e.capacity_orders AND has_desk_time(e.id) AS has_room,
  (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day`

/** The members of an event's JSON that every page of it shows. */
export const EVENT_FIELDS = Prisma.sql`'id', e.id, 'startsAt', ${isoInstant(Prisma.sql`e.starts_at`)},
  'endsAt', ${isoInstant(Prisma.sql`e.ends_at`)}, 'cutOffAt', ${isoInstant(Prisma.sql`e.cut_off_at`)},
  'village', (SELECT d.short_name FROM division d WHERE d.code = e.at_village_code), 'place', e.place`

/** The members of `ListedEvent`. */
export const LISTED_EVENT = Prisma.sql`${EVENT_FIELDS}, 'serves', (
  SELECT coalesce(json_agg(d.short_name ORDER BY d.code), '[]')
  FROM pickup_event_village s JOIN division d ON d.code = s.village_code WHERE s.event_id = e.id)`

/** What an event's standing is told by, with the instant of the database's clock that counts. */
export const STANDING_FIELDS = Prisma.sql`'state', e.state, 'hasRoom', e.has_room, 'now', ${isoInstant(Prisma.sql`now()`)}`

export type StandingJson = {
  state: PickupEventState
  hasRoom: boolean
  now: string
  cutOffAt: string
  endsAt: string
}

/** Null for a draft. */
export function standingOf({ state, hasRoom, now, cutOffAt, endsAt }: StandingJson): PublicStanding | null {
  return publicStanding(
    { state, hasRoom, cutOffAt: new Date(cutOffAt), endsAt: new Date(endsAt) },
    new Date(now),
  )
}

/** How many products of how many villages can be had there, a product of two villages counted twice. */
export const GOODS_COUNT = Prisma.sql`(SELECT count(*) FROM (
  SELECT FROM pickup_event_village s JOIN offer o ON o.village_code = s.village_code
  WHERE s.event_id = e.id AND EXISTS (SELECT FROM lot l WHERE l.offer_id = o.id AND ${HOLDS_EVENT})
  GROUP BY o.village_code, o.product_id) had)`
