/** Where households stand at an event: numbers given once, on from the last, so that what was printed stays true. */
import { type StallHousehold, stallOrder } from '#app/domain/pickup/stall-order.ts'
import type { Transaction } from '../client.server.ts'

type Event = { id: number; countyCode: string }

/** Gives a stall to every household that something of is promised at the event and that has none yet, in packing order. */
export async function giveStalls(tx: Transaction, event: Event): Promise<void> {
  await lockStalls(tx, event)
  const without = await tx.$queryRaw<StallHousehold[]>`
    SELECT DISTINCT h.id, s.village_code AS "villageCode", s.grid_code AS "gridCode", h.number
    FROM order_line l JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
    JOIN household h ON h.id = a.household_id JOIN household_state s ON s.household_id = h.id AND s.to_day IS NULL
    WHERE l.event_id = ${event.id} AND l.state = 'placed'
      AND NOT EXISTS (SELECT 1 FROM event_stall g WHERE g.event_id = ${event.id} AND g.household_id = h.id)`
  await giveTo(
    tx,
    event,
    stallOrder(without).map((each) => each.householdId),
  )
}

/** The stall of one household that has come, given now if it has none. */
export async function giveStall(tx: Transaction, event: Event, householdId: number): Promise<number> {
  await lockStalls(tx, event)
  const key = { eventId_householdId: { eventId: event.id, householdId } }
  const known = await tx.eventStall.findUnique({ where: key, select: { number: true } })
  return known?.number ?? giveTo(tx, event, [householdId])
}

/** Stall numbers by household. */
export async function readStalls(
  db: Pick<Transaction, 'eventStall'>,
  eventId: number,
): Promise<Map<number, number>> {
  const rows = await db.eventStall.findMany({
    where: { eventId },
    select: { householdId: true, number: true },
  })
  return new Map(rows.map((row) => [row.householdId, row.number]))
}

async function lockStalls(tx: Transaction, event: Event): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`stalls ${event.id}`}, 0))::text`
}

/** Numbers them on from the last; returns the last number given. */
async function giveTo(tx: Transaction, event: Event, householdIds: readonly number[]): Promise<number> {
  const { _max } = await tx.eventStall.aggregate({ where: { eventId: event.id }, _max: { number: true } })
  const last = _max.number ?? 0
  const { id: eventId, countyCode } = event
  await tx.eventStall.createMany({
    data: householdIds.map((householdId, index) => ({
      eventId,
      householdId,
      countyCode,
      number: last + index + 1,
    })),
  })
  return last + householdIds.length
}
