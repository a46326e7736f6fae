/** A proposed change of an event for its organizer: how far its plan is, and who would go where. No buyer is named. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { AgainRequest } from '#app/domain/dispatch/again.ts'
import { type AgainPlan, againTerms, type TermValue } from '#app/domain/dispatch/plan-again.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import type { EventChange, EventChangeState } from '#app/domain/pickup/event-change.ts'

export type ChangeEventView = { id: number; startsAt: string; endsAt: string; village: string; place: string }

/** What of an order goes to one event; `to` is null for what can't be placed. */
export type ChangeRow = {
  orderNumber: number
  goods: {
    nameZh: string
    nameEn: string
    orderedBy: OrderedBy
    pieceUnit: string | null
    quantity: number
  }[]
  /** Its buyer goes to one event more than before. */
  isMoreTrips: boolean
}

export type EventChangePage = {
  id: string
  state: EventChangeState
  change: EventChange
  reason: string
  event: ChangeEventView
  terms: TermValue[]
  termCount: number
  /** Those that can't be placed first, then by the event they go to. */
  groups: { to: ChangeEventView | null; stays: boolean; rows: ChangeRow[] }[]
}

/** Null where there is no such change in the scope. */
export async function readEventChange(scope: Scope, changeId: string): Promise<EventChangePage | null> {
  const db = readDatabase()
  const row = await db.eventChange.findFirst({
    where: { id: changeId, event: { OR: withinScope(scope, 'villageCode') } },
    include: { event: { select: { id: true } } },
  })
  if (!row) return null
  const state = row.state as EventChangeState
  const isPlanned = state !== 'waiting' && state !== 'planning' && row.plan !== null
  const plan = isPlanned ? (row.plan as unknown as AgainPlan) : null
  const request = row.inputs as unknown as AgainRequest
  const targets = [...new Set((plan?.sent ?? []).map(({ event }) => event))]
  const ids = [row.eventId, ...targets.flatMap((id) => id ?? [])]
  const [events, lines] = await Promise.all([readEvents(ids), readLines(plan)])
  const event = events.get(row.eventId)
  if (!event) return null
  const more = plan ? withMoreTrips(request, plan, row.eventId) : new Set<string>()
  const groups = targets
    .sort((a, b) => (a ?? 0) - (b ?? 0))
    .map((target) => ({
      to: target === null ? null : (events.get(target) ?? null),
      stays: target === row.eventId,
      rows: toRows(
        lines.filter(({ id }) => plan?.sent.some(({ line, event }) => line === id && event === target)),
        more,
      ),
    }))
  return {
    id: row.id,
    state,
    change: row.change as unknown as EventChange,
    reason: row.reason,
    event,
    terms: row.terms as unknown as TermValue[],
    termCount: againTerms.length,
    groups,
  }
}

async function readEvents(ids: number[]): Promise<Map<number, ChangeEventView>> {
  const db = readDatabase()
  const events = await db.pickupEvent.findMany({
    where: { id: { in: ids } },
    select: { id: true, startsAt: true, endsAt: true, villageCode: true, place: true },
  })
  const names = await readPlaces(
    db,
    events.map(({ villageCode }) => villageCode),
  )
  return new Map(
    events.map(({ id, startsAt, endsAt, villageCode, place }) => {
      const village = names.get(villageCode)?.name ?? villageCode
      return [id, { id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), village, place }]
    }),
  )
}

type LineRow = Awaited<ReturnType<typeof readLines>>[number]

function readLines(plan: AgainPlan | null) {
  return readDatabase().$queryRaw<
    { id: string; orderId: string; orderNumber: number; goods: ChangeRow['goods'][number] }[]
  >`
    SELECT l.id::text, o.id::text AS "orderId", o.number AS "orderNumber", json_build_object('nameZh', p.name_zh,
      'nameEn', p.name_en, 'orderedBy', l.ordered_by, 'pieceUnit', l.piece_unit, 'quantity', l.quantity) AS goods
    FROM order_line l JOIN "order" o ON o.id = l.order_id JOIN product p ON p.id = l.product_id
    WHERE l.id = ANY(${(plan?.sent ?? []).map(({ line }) => line)}::uuid[]) ORDER BY o.number, l.line_number`
}

function toRows(lines: readonly LineRow[], more: ReadonlySet<string>): ChangeRow[] {
  const rows = new Map<string, ChangeRow>()
  for (const { orderId, orderNumber, goods } of lines) {
    const row = rows.get(orderId) ?? { orderNumber, goods: [], isMoreTrips: more.has(orderId) }
    row.goods.push(goods)
    rows.set(orderId, row)
  }
  return [...rows.values()]
}

/** Orders whose buyers go to more events than before, where the one that changes counted as one. */
function withMoreTrips(request: AgainRequest, plan: AgainPlan, eventId: number): Set<string> {
  const orderOf = new Map(request.lines.map(({ key, order }) => [key, order]))
  const buyerOf = new Map(request.orders.map(({ key, buyer }) => [key, buyer]))
  const trips = new Map<string, Set<number>>()
  for (const { line, event } of plan.sent) {
    const buyer = buyerOf.get(orderOf.get(line) ?? '') ?? ''
    const goesAnyway = (request.visits[buyer] ?? []).some(
      ({ number }) => number === event && number !== eventId,
    )
    if (event !== null && !goesAnyway) trips.set(buyer, (trips.get(buyer) ?? new Set()).add(event))
  }
  return new Set(request.orders.flatMap(({ key, buyer }) => ((trips.get(buyer)?.size ?? 0) > 1 ? [key] : [])))
}

/** What the form of a change begins with; null where there is no such event in the scope, or it can't change any more. */
export async function readEventToChange(scope: Scope, eventId: number) {
  const db = readDatabase()
  const event = await db.pickupEvent.findFirst({
    where: {
      id: eventId,
      OR: withinScope(scope, 'villageCode'),
      state: { in: ['draft', 'open', 'cut-off'] },
    },
    select: {
      id: true,
      title: true,
      place: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      state: true,
      capacityOrders: true,
      ordersTaken: true,
      changes: { where: { state: { in: ['waiting', 'planning', 'ready'] } }, select: { id: true } },
    },
  })
  if (!event) return null
  const { changes, ...facts } = event
  return { ...facts, openChangeId: changes[0]?.id ?? null }
}
