/** A change of an event as it is done: lines, goods, rooms, money, notices, lists, and the event itself. */
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import { type EventFact, goodsOf } from '#app/domain/notices/kinds.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { type EventChange, keptPointId } from '#app/domain/pickup/event-change.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { writeNotice } from '../notices/write-notice.server.ts'
import { type PlacedLine, readPlacedLines } from '../ordering/lock-own-order.server.ts'
import { moveLines, type Quota, takeRoom } from '../ordering/move-lines.server.ts'
import { cancelLines, keepOrderInStep } from '../ordering/release-lines.server.ts'
import { refundSurplus } from '../payment/refund-surplus.server.ts'
import { writeBringLists } from './write-bring-lists.server.ts'

export type ChangedEvent = {
  id: number
  countyCode: string
  villageCode: string
  servicePointId: number | null
  place: string
  state: PickupEventState
  cutOffAt: Date
  startsAt: Date
  endsAt: Date
}

export type ToApply = {
  changeId: string
  change: EventChange
  event: ChangedEvent
  /** The event that each line goes to; null for none. */
  sent: readonly { line: string; event: number | null }[]
  supplies: readonly Quota[]
  actorId: number
  at: Date
}

/**
 * Holds all that a change may touch, in the order every writer takes it: the event and those that could take its
 * lines, its orders, all lots of their offers. Null: no such event.
 */
export async function lockForChange(tx: Transaction, eventId: number): Promise<ChangedEvent | null> {
  await tx.$queryRaw`
    SELECT 1 FROM pickup_event WHERE id = ${eventId}::int OR state = 'open' AND id IN (
      SELECT b.event_id FROM pickup_event_village b JOIN order_line l ON l.village_code = b.village_code
      WHERE l.event_id = ${eventId}::int AND l.state = 'placed')
    ORDER BY id FOR UPDATE`
  await tx.$queryRaw`
    SELECT 1 FROM "order" WHERE id IN (SELECT order_id FROM order_line WHERE event_id = ${eventId}::int AND state = 'placed')
    ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT 1 FROM lot WHERE offer_id IN (SELECT offer_id FROM order_line WHERE event_id = ${eventId}::int AND state = 'placed')
    ORDER BY id FOR NO KEY UPDATE`
  const event = await tx.pickupEvent.findUnique({
    where: { id: eventId },
    select: {
      id: true,
      countyCode: true,
      villageCode: true,
      servicePointId: true,
      place: true,
      state: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
    },
  })
  return event && { ...event, state: event.state as PickupEventState }
}

/** All rows are held, and what is sent was found to fit. Refuses nothing: what does not fit after all throws. */
export async function applyEventChange(tx: Transaction, apply: ToApply): Promise<void> {
  const { change, event, sent } = apply
  const lines = await readPlacedLines(tx, { eventId: event.id })
  const eventOf = new Map(sent.map(({ line, event }) => [line, event]))
  const targetOf = (line: PlacedLine) => {
    const target = eventOf.get(line.id)
    invariant(target !== undefined, 'all lines of the event are planned')
    return target
  }
  const left = lines.filter((line) => targetOf(line) === null)
  const orderOf = await readOrderIds(tx, lines)
  await cancelLines(tx, left, 'event-cancelled')
  if (change.kind === 'move') await changeEvent(tx, apply)
  const moves = lines.flatMap((line) => {
    const toEventId = targetOf(line)
    return toEventId === null ? [] : [{ line, toEventId }]
  })
  const rooms = new Map(
    moves.flatMap(({ line, toEventId }) =>
      toEventId === event.id ? [] : [[`${orderOf.get(line.id)} ${toEventId}`, { line, toEventId }]],
    ),
  )
  for (const { line, toEventId } of rooms.values()) {
    const isTaken = await takeRoom(tx, orderOf.get(line.id) ?? '', toEventId)
    invariant(isTaken, 'a room that was found is there')
  }
  const moved = await moveLines(tx, moves, apply.supplies)
  invariant(moved.ok, 'goods that were found are there')
  const times = await readTimes(
    tx,
    moves.map(({ toEventId }) => toEventId),
  )
  for (const orderId of [...new Set(orderOf.values())].sort()) {
    const own = lines.filter((line) => orderOf.get(line.id) === orderId)
    await settleOrder(tx, apply, { orderId, own, targetOf, times })
  }
  if (change.kind !== 'move') await changeEvent(tx, apply)
  if (event.state === 'cut-off') await writeBringLists(tx, event)
}

async function readOrderIds(tx: Transaction, lines: readonly PlacedLine[]): Promise<Map<string, string>> {
  const rows = await tx.orderLine.findMany({
    where: { id: { in: lines.map(({ id }) => id) } },
    select: { id: true, orderId: true },
  })
  return new Map(rows.map(({ id, orderId }) => [id, orderId]))
}

async function readTimes(tx: Transaction, eventIds: readonly number[]): Promise<Map<number, EventFact>> {
  const events = await tx.pickupEvent.findMany({
    where: { id: { in: [...eventIds] } },
    select: { id: true, startsAt: true, endsAt: true },
  })
  return new Map(events.map((event) => [event.id, factOf(event)]))
}

function factOf({ id, startsAt, endsAt }: Pick<ChangedEvent, 'id' | 'startsAt' | 'endsAt'>): EventFact {
  return { eventId: id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

type OfOrder = {
  orderId: string
  own: readonly PlacedLine[]
  targetOf: (line: PlacedLine) => number | null
  times: ReadonlyMap<number, EventFact>
}

/** Rooms, total and money of one order in step with its lines, and what its buyer is told: once for each event. */
async function settleOrder(
  tx: Transaction,
  { changeId, change, event, actorId, at }: ToApply,
  { orderId, own, targetOf, times }: OfOrder,
): Promise<void> {
  const { totalFen } = await keepOrderInStep(tx, orderId)
  const { capacity, ...order } = await tx.order.findUniqueOrThrow({
    where: { id: orderId },
    select: { id: true, countyCode: true, accountId: true, agencyId: true, capacity: true },
  })
  const { countyCode, accountId } = order
  const left = own.filter((line) => targetOf(line) === null)
  const refundedFen = await refundSurplus(
    tx,
    { ...order, capacity: capacity as BuyerCapacity },
    { cause: 'cancelled', businessDay: civilDateOf(at), actorId },
  )
  const targets = [...new Set(own.flatMap((line) => targetOf(line) ?? []))].sort((a, b) => a - b)
  await recordActivity(tx, {
    countyCode,
    actorId,
    act: 'order:move',
    subjectKind: 'order',
    subjectId: orderId,
    facts: {
      changeId,
      fromEventId: event.id,
      toEventIds: targets,
      cancelledLines: left.map(({ lineNumber }) => lineNumber),
      refundedFen,
    },
  })
  for (const target of targets) {
    // Who stays where nothing moves isn't told.
    if (target === event.id && change.kind !== 'move') continue
    const to = times.get(target)
    invariant(to, 'the event that a line goes to is there')
    await writeNotice(tx, {
      countyCode,
      accountId,
      orderId,
      onceKey: onceKeys.orderMoved(orderId, `${changeId}.${target}`),
      facts: {
        kind: 'order-moved',
        from: factOf(event),
        to,
        goods: goodsOf(own.filter((line) => targetOf(line) === target)),
      },
    })
  }
  if (left.length === 0) return
  await writeNotice(tx, {
    countyCode,
    accountId,
    orderId,
    onceKey: onceKeys.orderCancelled(
      orderId,
      left.map(({ lineNumber }) => lineNumber),
    ),
    facts: { kind: 'order-cancelled', goods: goodsOf(left), totalFen },
  })
}

async function changeEvent(
  tx: Transaction,
  { changeId, change, event, actorId, at }: ToApply,
): Promise<void> {
  // A cut-off that has been is not put off: lists were made of it, or are about to be.
  const isCutOff = event.state === 'cut-off' || event.cutOffAt <= at
  const data =
    change.kind === 'cancel'
      ? { state: 'cancelled' }
      : change.kind === 'shrink'
        ? { capacityOrders: change.capacityOrders }
        : {
            startsAt: new Date(change.startsAt),
            endsAt: new Date(change.endsAt),
            ...(isCutOff ? {} : { cutOffAt: new Date(change.cutOffAt) }),
            place: change.place,
            servicePointId: keptPointId(event, change),
          }
  await tx.pickupEvent.update({ where: { id: event.id }, data, select: { id: true } })
  await recordActivity(tx, {
    countyCode: event.countyCode,
    actorId,
    act: 'event:change',
    subjectKind: 'event',
    subjectId: event.id,
    scopeCode: event.villageCode,
    facts: { changeId, ...change },
  })
}
