/** The books of ordering as a whole, for tests: counted without any code of the product. */
import { expect } from 'vitest'
import { database } from '#app/db/client.server.ts'

/** What ordering has written, counted: for what must have changed nothing. */
export async function countWritten() {
  const db = database()
  return {
    orders: await db.order.count(),
    lines: await db.orderLine.count({ where: { state: 'placed' } }),
    allocations: await db.allocation.count({ where: { state: 'reserved' } }),
    rooms: await db.pickupEventOrder.count(),
    records: await db.dispatchRecord.count(),
    activities: await db.activityRecord.count(),
    placedBaskets: await db.basket.count({ where: { placedAt: { not: null } } }),
    reserved: (await db.lot.aggregate({ _sum: { reserved: true } }))._sum.reserved ?? 0,
    taken: (await db.pickupEvent.aggregate({ _sum: { ordersTaken: true } }))._sum.ordersTaken ?? 0,
  }
}

export async function stockOf(lotId: number): Promise<{ available: number; reserved: number }> {
  return database().lot.findUniqueOrThrow({
    where: { id: lotId },
    select: { available: true, reserved: true },
  })
}

/** How much of these lots live order lines have been promised. */
export async function promisedOf(lotIds: number[]): Promise<number> {
  const sum = await database().allocation.aggregate({
    where: { lotId: { in: lotIds }, state: 'reserved' },
    _sum: { quantity: true },
  })
  return sum._sum.quantity ?? 0
}

/** Nothing is made or lost: lots, lines, rooms and totals agree, row by row. */
export async function expectWholeBooks(): Promise<void> {
  const db = database()
  for (const lot of await db.lot.findMany({ include: { allocations: { where: { state: 'reserved' } } } })) {
    const { listed, available, reserved, given, withdrawn } = lot
    expect(available).toBeGreaterThanOrEqual(0)
    expect(available + reserved + given + withdrawn).toBe(listed)
    expect(sum(lot.allocations.map((share) => share.quantity))).toBe(reserved)
  }
  for (const line of await db.orderLine.findMany({
    include: { allocations: { where: { state: 'reserved' } } },
  })) {
    const isLive = line.state === 'placed'
    expect(sum(line.allocations.map((share) => share.quantity))).toBe(isLive ? line.quantity : 0)
    expect(sum(line.allocations.map((share) => Number(share.amountFen)))).toBe(
      isLive ? Number(line.heldAmountFen) : 0,
    )
  }
  for (const order of await db.order.findMany({ include: { lines: true, rooms: true } })) {
    const live = order.lines.filter((line) => line.state !== 'cancelled')
    expect(Number(order.totalFen)).toBe(sum(live.map((line) => Number(line.heldAmountFen))))
    expect(order.cancelledAt === null).toBe(live.length > 0)
    expect(order.rooms.map((room) => room.eventId).sort()).toEqual(
      [...new Set(live.map((line) => line.eventId))].sort(),
    )
  }
  for (const event of await db.pickupEvent.findMany({ include: { rooms: true } })) {
    expect(event.ordersTaken).toBe(event.rooms.length)
    expect(event.ordersTaken).toBeLessThanOrEqual(event.capacityOrders)
  }
}

function sum(figures: number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
