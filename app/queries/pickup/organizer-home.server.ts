/** The organizer's first page: events in scope that are still to be worked on, and those that are over. */

import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { STANDING } from '#app/db/handover/standing.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { isLate } from '#app/domain/pickup/unclosed-events.ts'

export type OrganizerEvent = {
  id: number
  title: string
  village: string
  place: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  state: PickupEventState
  /** Not closed more than a week after its day. */
  isLate: boolean
  ordersTaken: number
  capacityOrders: number
  /** Lines of which the desk had less than was ordered. */
  shortCount: number
}

export type OrganizerHome = {
  current: OrganizerEvent[]
  past: OrganizerEvent[]
  /** The event that the next page of past ones goes on from. */
  pastAfter: number | null
}

const PAST_A_PAGE = 20
const MOST_CURRENT = 300
const OVER = ['closed', 'cancelled']

export async function readOrganizerHome(scope: Scope, after: number | null): Promise<OrganizerHome> {
  const db = readDatabase()
  const inScope = { OR: withinScope(scope, 'villageCode') }
  const [current, past] = await Promise.all([
    db.pickupEvent.findMany({
      where: { ...inScope, state: { notIn: OVER } },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: MOST_CURRENT,
      select: EVENT,
    }),
    db.pickupEvent.findMany({
      where: { ...inScope, state: { in: OVER } },
      orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
      ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
      take: PAST_A_PAGE + 1,
      select: EVENT,
    }),
  ])
  const shown = past.slice(0, PAST_A_PAGE)
  const names = await readPlaces(
    db,
    [...current, ...shown].map((event) => event.villageCode),
  )
  const today = civilDateOf(new Date())
  const toEvent = ({ villageCode, startsAt, endsAt, cutOffAt, state, _count, ...event }: EventRow) => ({
    ...event,
    village: names.get(villageCode)?.name ?? villageCode,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    cutOffAt: cutOffAt.toISOString(),
    state: state as PickupEventState,
    isLate: isLate({ state: state as PickupEventState, heldOn: civilDateOf(startsAt) }, today),
    shortCount: _count.lines,
  })
  return {
    current: current.map(toEvent),
    past: shown.map(toEvent),
    pastAfter: past.length > PAST_A_PAGE ? (shown.at(-1)?.id ?? null) : null,
  }
}

const EVENT = {
  id: true,
  title: true,
  villageCode: true,
  place: true,
  startsAt: true,
  endsAt: true,
  cutOffAt: true,
  state: true,
  ordersTaken: true,
  capacityOrders: true,
  _count: {
    select: {
      lines: { where: { shortfalls: { some: { kind: 'short', reason: { not: 'scale' }, ...STANDING } } } },
    },
  },
} as const

type EventRow = {
  id: number
  title: string
  villageCode: string
  place: string
  startsAt: Date
  endsAt: Date
  cutOffAt: Date
  state: string
  ordersTaken: number
  capacityOrders: number
  _count: { lines: number }
}
