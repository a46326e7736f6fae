/** Buyers at the same time, on a real database with many connections: what is there is sold, and not one more. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import type { PlaceOrderInput } from '#app/commands/ordering/place-order.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { OTHER_VILLAGE, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, expectWholeBooks, promisedOf, stockOf } from './whole-books.ts'

const test = useDatabase()
beforeEach(seedGround)

type Placer = (buyer: Buyer, input: PlaceOrderInput) => Promise<{ ok: boolean; code?: string }>

/** Buyers who all stand at the checkout with the same goods before the first of them presses the button. */
async function seedBuyersAtCheckout(
  count: number,
  goodsOf: (i: number) => { offerId: number; quantity: number }[],
) {
  const agency = await seedAgency()
  const ready: { buyer: Buyer; input: PlaceOrderInput }[] = []
  for (let i = 0; i < count; i++) {
    const buyer = await seedBuyer({ agencyId: agency.id })
    await fillBasket(buyer, goodsOf(i))
    ready.push({ buyer, input: await readCheckout(buyer) })
  }
  return ready
}

/** Sixty buyers for ten geese. Returns how many were promised, and the answers by code. */
async function raceForTenGeese(lots: number[], placer: Placer) {
  await seedPickupEvent()
  const seeded = []
  for (const quantity of lots) seeded.push(await seedLot({ quantity }))
  const offerId = seeded[0]?.offer.id ?? 0
  const ready = await seedBuyersAtCheckout(60, () => [{ offerId, quantity: 1 }])
  const verdicts = await Promise.all(ready.map(({ buyer, input }) => placer(buyer, input)))
  const answers: Record<string, number> = {}
  for (const verdict of verdicts) {
    const answer = verdict.ok ? 'placed' : (verdict.code ?? 'no code')
    answers[answer] = (answers[answer] ?? 0) + 1
  }
  return { answers, promised: await promisedOf(seeded.map(({ lot }) => lot.id)) }
}

describe('sixty buyers for the last ten geese', () => {
  it('sells exactly ten of one lot, and tells the others that they are gone', async () => {
    const { answers, promised } = await raceForTenGeese([10], place)
    expect(answers).toEqual({ placed: 10, 'sold-out': 50 })
    expect(promised).toBe(10)
    await expectWholeBooks()
  })

  it('sells exactly ten of ten households with one goose each, with no one turned away too early', async () => {
    const { answers, promised } = await raceForTenGeese(new Array(10).fill(1), place)
    expect(answers).toEqual({ placed: 10, 'sold-out': 50 })
    expect(promised).toBe(10)
    await expectWholeBooks()
  })

  it('would oversell if stock were read, checked and then written: the race is real', async () => {
    const { answers, promised } = await raceForTenGeese([10], placeByReadCheckWrite)
    expect(answers.placed).toBeGreaterThan(10)
    expect(promised).toBeGreaterThan(10)
    await expect(expectWholeBooks()).rejects.toThrow()
  })
})

/** The mutation control: what placing would be without its guard, in one transaction as many shops do it. */
const placeByReadCheckWrite: Placer = async (buyer, input) => {
  const [line] = input.shown.lines
  if (!line) return { ok: false, code: 'basket-empty' }
  return database().$transaction(
    async (tx) => {
      const lot = await tx.lot.findFirstOrThrow({ where: { offerId: line.offerId } })
      if (lot.available < line.quantity) return { ok: false, code: 'sold-out' }
      const offer = await tx.offer.findUniqueOrThrow({ where: { id: line.offerId } })
      await tx.lot.update({
        where: { id: lot.id },
        data: { available: lot.available - line.quantity, reserved: lot.reserved + line.quantity },
      })
      await tx.order.create({
        data: {
          id: randomUUID(),
          countyCode: lot.countyCode,
          kind: 'ahead',
          accountId: buyer.actor.accountId,
          agencyId: buyer.agencyId,
          capacity: 'personal',
          payBy: 'desk',
          pickupCode: '000000',
          totalFen: input.shown.totalFen,
          lines: {
            create: {
              id: randomUUID(),
              countyCode: lot.countyCode,
              lineNumber: 1,
              offerId: line.offerId,
              productId: offer.productId,
              villageCode: offer.villageCode,
              eventId: line.eventId,
              state: 'placed',
              quantity: line.quantity,
              orderedBy: 'piece',
              pricedBy: 'piece',
              unitPriceFen: line.unitPriceFen,
              referencePriceFen: line.referencePriceFen,
              heldAmountFen: input.shown.totalFen,
              heldBaseFen: 0,
              allocations: {
                create: {
                  id: randomUUID(),
                  countyCode: lot.countyCode,
                  lotId: lot.id,
                  householdId: lot.householdId,
                  quantity: line.quantity,
                  amountFen: input.shown.totalFen,
                  state: 'reserved',
                  ruleName: 'none',
                  ruleVersion: '0',
                  businessDay: new Date(),
                },
              },
            },
          },
        },
      })
      return { ok: true }
    },
    { maxWait: 30_000, timeout: 30_000 },
  )
}

it('makes one order of a hundred parallel posts with one key', async () => {
  await seedPickupEvent()
  const { offer, lot } = await seedLot({ quantity: 200 })
  const [ready] = await seedBuyersAtCheckout(1, () => [{ offerId: offer.id, quantity: 2 }])
  if (!ready) return
  const verdicts = await Promise.all(Array.from({ length: 100 }, () => place(ready.buyer, ready.input)))
  const orders = verdicts.map((verdict) => (verdict.ok ? verdict.value.orderId : verdict.code))
  expect(new Set(orders).size).toBe(1)
  expect(verdicts.filter((verdict) => verdict.ok && !verdict.value.repeated)).toHaveLength(1)
  expect(await countWritten()).toMatchObject({
    orders: 1,
    lines: 1,
    allocations: 1,
    rooms: 1,
    records: 1,
    activities: 1,
  })
  expect(await stockOf(lot.id)).toEqual({ available: 198, reserved: 2 })
})

it('makes one order of a basket posted under twenty keys at once, and names it to the others', async () => {
  await seedPickupEvent()
  const { offer, lot } = await seedLot({ quantity: 200 })
  const [ready] = await seedBuyersAtCheckout(1, () => [{ offerId: offer.id, quantity: 2 }])
  if (!ready) return
  const verdicts = await Promise.all(
    Array.from({ length: 20 }, () => place(ready.buyer, { ...ready.input, placementKey: randomUUID() })),
  )
  const placed = verdicts.flatMap((verdict) => (verdict.ok ? [verdict.value.orderId] : []))
  expect(placed).toHaveLength(1)
  expect(verdicts.filter((verdict) => !verdict.ok)).toEqual(
    new Array(19).fill({ ok: false, code: 'already-ordered', facts: { orderId: placed[0] } }),
  )
  expect(await stockOf(lot.id)).toEqual({ available: 198, reserved: 2 })
})

it('has no deadlock between baskets of two lots and two events put together in both orders', async () => {
  const here = await seedPickupEvent({ daysAhead: 14 })
  const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
  const geese = await seedLot({ quantity: 15 })
  const hens = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'hen',
    quantity: 12,
    unitPriceFen: 9000,
  })
  const both = [
    { offerId: geese.offer.id, quantity: 1 },
    { offerId: hens.offer.id, quantity: 1 },
  ]
  const ready = await seedBuyersAtCheckout(40, (i) => (i % 2 === 0 ? both : [...both].reverse()))
  const verdicts = await Promise.all(ready.map(({ buyer, input }) => place(buyer, input)))
  expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(12)
  expect(verdicts.filter((verdict) => !verdict.ok && verdict.code === 'sold-out')).toHaveLength(28)
  expect(await stockOf(geese.lot.id)).toEqual({ available: 3, reserved: 12 })
  expect(await stockOf(hens.lot.id)).toEqual({ available: 0, reserved: 12 })
  const events = await database().pickupEvent.findMany({ where: { id: { in: [here.id, there.id] } } })
  expect(events.map((event) => event.ordersTaken)).toEqual([12, 12])
  await expectWholeBooks()
})

it('fills an event to its last room and no further', async () => {
  const event = await seedPickupEvent({ capacityOrders: 7 })
  const { offer } = await seedLot({ quantity: 100 })
  const ready = await seedBuyersAtCheckout(30, () => [{ offerId: offer.id, quantity: 1 }])
  const verdicts = await Promise.all(ready.map(({ buyer, input }) => place(buyer, input)))
  expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(7)
  expect(verdicts.filter((verdict) => !verdict.ok && verdict.code === 'changed-meanwhile')).toHaveLength(23)
  expect((await database().pickupEvent.findUniqueOrThrow({ where: { id: event.id } })).ordersTaken).toBe(7)
  await expectWholeBooks()
})

it('sells what is cancelled meanwhile again, and never twice', async () => {
  await seedPickupEvent()
  const { offer, lot } = await seedLot({ quantity: 10 })
  const first = await Promise.all(Array.from({ length: 10 }, () => seedBuyer()))
  const orders: string[] = []
  const ready = await seedBuyersAtCheckout(20, () => [{ offerId: offer.id, quantity: 1 }])
  for (const one of first) orders.push(await order(one, [{ offerId: offer.id, quantity: 1 }]))
  const [placed] = await Promise.all([
    Promise.all(ready.map(({ buyer, input }) => place(buyer, input))),
    Promise.all(
      first.map((one, i) => cancelOrder(one.actor, one.scope, { orderId: orders[i] ?? '', part: null })),
    ),
  ])
  const sold = placed.filter((verdict) => verdict.ok).length
  expect(await stockOf(lot.id)).toEqual({ available: 10 - sold, reserved: sold })
  await expectWholeBooks()
})

/** Holds what `hold` locks, waits until `work` waits for it, then runs `change` and lets go. */
async function whileItWaits<T>(
  work: () => Promise<T>,
  hold: (client: pg.Client) => Promise<void>,
  change: (client: pg.Client) => Promise<void>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: test.urls.owner })
  const watcher = new pg.Client({ connectionString: test.urls.owner })
  await Promise.all([holder.connect(), watcher.connect()])
  try {
    await holder.query('BEGIN')
    await hold(holder)
    const working = work()
    for (;;) {
      const waiting = await watcher.query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted AND database IS NULL',
      )
      if (waiting.rowCount) break
    }
    await change(holder)
    await holder.query('COMMIT')
    return await working
  } finally {
    await Promise.all([holder.end(), watcher.end()])
  }
}

describe('decided before, guarded at the write', () => {
  async function seedReady(quantity = 5) {
    const event = await seedPickupEvent()
    const seeded = await seedLot({ quantity })
    const [ready] = await seedBuyersAtCheckout(1, () => [{ offerId: seeded.offer.id, quantity: 1 }])
    if (!ready) throw new Error('nobody at the checkout')
    return { event, ...seeded, ...ready }
  }

  it('refuses an order that waited for the event while its cut-off passed, though nobody changed the row', async () => {
    const { event, buyer, input } = await seedReady()
    await database().$executeRaw`
      UPDATE pickup_event SET cut_off_at = clock_timestamp() + interval '5 seconds' WHERE id = ${event.id}`
    const before = await countWritten()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM pickup_event WHERE id = $1 FOR UPDATE', [event.id])
      },
      async (client) => {
        await client.query('SELECT pg_sleep_until(cut_off_at) FROM pickup_event WHERE id = $1', [event.id])
      },
    )
    expect(verdict).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    expect(await countWritten()).toEqual(before)
  })

  it('refuses an order when the cut-off job has the event first', async () => {
    const { event, buyer, input } = await seedReady()
    const before = await countWritten()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM pickup_event WHERE id = $1 FOR UPDATE', [event.id])
      },
      async (client) => {
        await client.query(`UPDATE pickup_event SET state = 'cut-off' WHERE id = $1`, [event.id])
      },
    )
    expect(verdict).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    expect(await countWritten()).toEqual(before)
  })

  it('refuses an order when its goods are withdrawn first', async () => {
    const { lot, buyer, input } = await seedReady()
    const before = await countWritten()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM lot WHERE id = $1 FOR UPDATE', [lot.id])
      },
      async (client) => {
        await client.query(`UPDATE lot SET state = 'withdrawn' WHERE id = $1`, [lot.id])
      },
    )
    expect(verdict).toMatchObject({ ok: false, code: 'sold-out' })
    expect(await countWritten()).toEqual(before)
  })

  it('takes other goods of the pool when the lot it decided on is emptied first', async () => {
    const { lot, offer, buyer, input } = await seedReady(1)
    const other = await seedLot({ quantity: 1 })
    expect(other.offer.id).toBe(offer.id)
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM lot WHERE id = $1 FOR UPDATE', [lot.id])
      },
      async (client) => {
        await client.query('UPDATE lot SET available = 0, withdrawn = 1 WHERE id = $1', [lot.id])
      },
    )
    expect(verdict.ok).toBe(true)
    expect(await stockOf(other.lot.id)).toEqual({ available: 0, reserved: 1 })
  })
})

describe('joining an order while something happens to it', () => {
  async function seedJoining() {
    const event = await seedPickupEvent()
    const { lot, offer } = await seedLot({ quantity: 60 })
    const buyer = await seedBuyer()
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }])
    return { event, lot, offer, buyer, orderId, input: await readCheckout(buyer) }
  }

  const readOrder = (id: string) =>
    database().order.findUniqueOrThrow({
      where: { id },
      include: { lines: { orderBy: { lineNumber: 'asc' } } },
    })

  it('opens an order of its own when the one it waited for was cancelled', async () => {
    const { event, buyer, orderId, input } = await seedJoining()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM pickup_event WHERE id = $1 FOR UPDATE', [event.id])
        await client.query('SELECT 1 FROM "order" WHERE id = $1 FOR UPDATE', [orderId])
      },
      async (client) => {
        await client.query(
          `UPDATE lot SET available = available + reserved, reserved = 0;
           UPDATE allocation SET state = 'released';
           UPDATE order_line SET state = 'cancelled', cancel_reason = 'by-buyer';
           DELETE FROM pickup_event_order; UPDATE pickup_event SET orders_taken = 0;
           UPDATE "order" SET cancelled_at = clock_timestamp(), total_fen = 0, version = version + 1`,
        )
      },
    )
    expect(verdict).toMatchObject({ ok: true, value: { isJoined: false } })
    expect((await readOrder(orderId)).lines).toHaveLength(1)
    expect((await countWritten()).orders).toBe(2)
    await expectWholeBooks()
  })

  it('opens an order of its own when the one it waited for came to be paid otherwise', async () => {
    const { buyer, orderId, input } = await seedJoining()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM "order" WHERE id = $1 FOR UPDATE', [orderId])
      },
      async (client) => {
        await client.query(`UPDATE "order" SET pay_by = 'agency-account' WHERE id = $1`, [orderId])
      },
    )
    expect(verdict).toMatchObject({ ok: true, value: { isJoined: false } })
    expect((await readOrder(orderId)).lines).toHaveLength(1)
    await expectWholeBooks()
  })

  it('numbers its lines on from those that came to the order while it waited', async () => {
    const { lot, offer, buyer, orderId, input } = await seedJoining()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM "order" WHERE id = $1 FOR UPDATE', [orderId])
      },
      async (client) => {
        await client.query(
          `INSERT INTO order_line (id, order_id, placement_id, county_code, line_number, offer_id, product_id, village_code, event_id,
             state, quantity, ordered_by, priced_by, unit_price_fen, reference_price_fen, held_amount_fen, held_base_fen)
           SELECT gen_random_uuid(), order_id, placement_id, county_code, 2, offer_id, product_id, village_code, event_id, 'cancelled',
             1, ordered_by, priced_by, unit_price_fen, reference_price_fen, 1, 1 FROM order_line WHERE order_id = $1`,
          [orderId],
        )
        await client.query('UPDATE "order" SET version = version + 1 WHERE id = $1', [orderId])
      },
    )
    expect(verdict).toMatchObject({ ok: true, value: { orderId, isJoined: true } })
    const joined = await readOrder(orderId)
    expect(joined.lines.map((line) => [line.lineNumber, line.offerId, line.state])).toEqual([
      [1, offer.id, 'placed'],
      [2, offer.id, 'cancelled'],
      [3, offer.id, 'placed'],
    ])
    expect(await stockOf(lot.id)).toEqual({ available: 57, reserved: 3 })
    await expectWholeBooks()
  })

  it('is refused when the cut-off passes while it waits, though it takes no room', async () => {
    const { event, buyer, input } = await seedJoining()
    await database().$executeRaw`
      UPDATE pickup_event SET cut_off_at = clock_timestamp() + interval '5 seconds' WHERE id = ${event.id}`
    const before = await countWritten()
    const verdict = await whileItWaits(
      () => place(buyer, input),
      async (client) => {
        await client.query('SELECT 1 FROM pickup_event WHERE id = $1 FOR UPDATE', [event.id])
      },
      async (client) => {
        await client.query('SELECT pg_sleep_until(cut_off_at) FROM pickup_event WHERE id = $1', [event.id])
      },
    )
    expect(verdict).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    expect(await countWritten()).toEqual(before)
  })

  it('is one order of all that one buyer orders at once with what he changes and cancels of it', async () => {
    const { event, lot, offer, buyer, orderId } = await seedJoining()
    const answers: string[] = []
    const orderOnce = async () => {
      await putBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, quantity: '1', how: 'set' })
      const page = await readCheckoutPage(buyer.actor, buyer.scope)
      if (!page) return
      const verdict = await place(buyer, { ...(await readCheckout(buyer)) }).catch((error: Error) => {
        throw new Error(`placing broke: ${error.message}`)
      })
      answers.push(verdict.ok ? 'placed' : verdict.code)
    }
    const change = (quantity: string) =>
      changeOrderLine(buyer.actor, buyer.scope, { orderId, offerId: offer.id, eventId: event.id, quantity })
    for (let round = 0; round < 6; round++) {
      await Promise.all([
        orderOnce().catch((error: Error) => {
          if (!/nothing in the basket/.test(error.message)) throw error
        }),
        orderOnce().catch((error: Error) => {
          if (!/nothing in the basket/.test(error.message)) throw error
        }),
        change(String(round + 1)),
      ])
      await expectWholeBooks()
    }
    expect(answers.filter((answer) => answer === 'placed').length).toBeGreaterThanOrEqual(6)
    expect((await database().order.findMany()).map((one) => one.id)).toEqual([orderId])
    await Promise.all([
      cancelOrder(buyer.actor, buyer.scope, { orderId, part: null }),
      orderOnce().catch(() => undefined),
    ])
    await expectWholeBooks()
    const live = await database().order.findMany({ where: { cancelledAt: null } })
    expect(live.length).toBeLessThanOrEqual(1)
    expect((await stockOf(lot.id)).reserved).toBe(live.length === 0 ? 0 : 1)
    expect(await promisedOf([lot.id])).toBe((await stockOf(lot.id)).reserved)
  })
})
