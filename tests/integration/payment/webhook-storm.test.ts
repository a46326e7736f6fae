/**
 * What the provider says, said often, late, in any order, by eight at once, and to handlers that fail: the books end
 * as if each had been said once and in order. `npm run test:long` takes twenty seeds, `npm test` one.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeUnpaidOrders } from '#app/commands/payment/free-unpaid-orders.server.ts'
import { hearProvider } from '#app/commands/payment/hear-provider.server.ts'
import { lookAfterCardSessions } from '#app/commands/payment/look-after-card-sessions.server.ts'
import { sendCardRefunds } from '#app/commands/payment/send-card-refunds.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import type { StandInEvent } from '#tests/fakes/stripe/stand-in.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { seedBuyer } from '../ordering/buyers.ts'
import { type CardWorld, expectSoundBooks, openCardWorld, openPage, orderPaidBy } from './card-world.ts'

useDatabase()

const SEEDS = process.env.LONG ? 20 : 1
const PAYMENTS = 60
const AT_ONCE = 8
const MINUTE = 60_000

let world: CardWorld
beforeAll(async () => {
  world = await openCardWorld()
})
afterAll(() => world.standIn.close())

/** What becomes of a payment, by its number. */
const ENDS = [
  'paid',
  'paid',
  'paid',
  'paid',
  'slow-paid',
  'slow-failed',
  'left',
  'late',
  'paid',
  'paid',
] as const

/** Sixty card orders, and all that the provider has to say of them, none of it heard yet. */
async function sixtyPayments(): Promise<StandInEvent[]> {
  world.clock.ahead = 0
  for (const kept of [world.standIn.sessions, world.standIn.payments, world.standIn.refunds]) kept.clear()
  world.standIn.events.length = 0
  await seedGround()
  await seedPickupEvent({ capacityOrders: 200 })
  const { offer } = await seedLot({ quantity: PAYMENTS })
  const pages: { page: string; orderId: string; end: (typeof ENDS)[number] }[] = []
  for (let one = 0; one < PAYMENTS; one++) {
    const buyer = await seedBuyer()
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId: offer.id, quantity: 1 }])
    const page = await openPage(world, buyer, orderId)
    pages.push({ page, orderId, end: ENDS[one % ENDS.length] ?? 'paid' })
  }
  const ending = (...ends: string[]) => pages.filter(({ end }) => ends.includes(end))
  for (const { page } of ending('paid')) world.standIn.pay(page)
  for (const { page } of ending('slow-paid', 'slow-failed')) world.standIn.beginSlowPayment(page)
  for (const { page } of ending('slow-paid')) world.standIn.endSlowPayment(page, true)
  for (const { page } of ending('slow-failed')) world.standIn.endSlowPayment(page, false)
  // Some are left until their goods are freed, and for some of those money was on its way all the same.
  const freed = ending('left', 'late').map(({ orderId }) => orderId)
  await database().order.updateMany({ where: { id: { in: freed } }, data: { heldUntil: new Date(0) } })
  expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(freed.length)
  for (const { page } of ending('late')) world.standIn.pay(page, { late: true })
  world.clock.ahead = 36 * MINUTE
  return [...world.standIn.events]
}

/** The jobs, over every page, until they change nothing more. */
async function settleDown(): Promise<void> {
  let before = ''
  for (let round = 0; round < 10; round++) {
    await database().cardSession.updateMany({ data: { nextLookAt: new Date(0) } })
    while ((await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)) > 0) {
      // Until each was looked at.
    }
    await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    const after = JSON.stringify(await endState())
    if (after === before) return
    before = after
  }
  throw new Error('the jobs never come to rest')
}

/** Everything that matters, without ids and times: what each order in turn came to. */
async function endState() {
  const orders = await database().order.findMany({
    orderBy: { number: 'asc' },
    select: {
      id: true,
      cancelledAt: true,
      lines: { select: { state: true, cancelReason: true } },
      cardSessions: { select: { state: true } },
      prepayments: { select: { amountFen: true } },
      refunds: { select: { amountFen: true, cause: true, state: true } },
    },
  })
  const postings = await database().posting.findMany({ include: { journal: { select: { kind: true } } } })
  const lot = await database().lot.findFirstOrThrow()
  return {
    stock: [lot.available, lot.reserved],
    orders: orders.map(({ id, cancelledAt, lines, cardSessions, prepayments, refunds }) => ({
      isFreed: cancelledAt !== null,
      lines,
      cardSessions,
      prepayments: prepayments.map((one) => Number(one.amountFen)),
      refunds: refunds.map((one) => ({ ...one, amountFen: Number(one.amountFen) })),
      postings: postings
        .filter((one) => one.fromAccount === `order:${id}` || one.toAccount === `order:${id}`)
        .map((one) => `${one.journal.kind} ${one.amountFen}`)
        .sort(),
    })),
    journals: postings.map((one) => `${one.journal.kind} ${one.part} ${one.amountFen}`).sort(),
  }
}

/** A delivery fails before it did anything, or after the provider was asked: the handler's process died. */
async function deliver(event: StandInEvent, dies: boolean): Promise<void> {
  const said = world.standIn.sign(event)
  if (dies) {
    const dying = { ...world.provider, readSession: () => Promise.reject(new Error('killed')) }
    const deps = { ...world.deps, provider: () => dying }
    await hearProvider(SYSTEM_ACTOR, said, deps).catch(() => undefined)
  }
  expect((await hearProvider(SYSTEM_ACTOR, said, world.deps)).ok).toBe(true)
}

async function storm(deliveries: { event: StandInEvent; dies: boolean }[]): Promise<void> {
  const queue = [...deliveries]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await deliver(next.event, next.dies)
    }),
  )
}

/** About a thousand deliveries, each event one to four times and more, shuffled; a tenth of the handlers die first. */
function shuffled(events: readonly StandInEvent[], seed: number) {
  const times = Math.ceil(1_000 / events.length)
  const [drawn] = fc.sample(
    fc.tuple(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: events.length, maxLength: events.length }),
      fc.array(fc.nat(), { minLength: 4_000, maxLength: 4_000 }),
    ),
    { seed, numRuns: 1 },
  )
  const [repeats = [], dice = []] = drawn ?? []
  const wanted = events.flatMap((event, i) =>
    Array.from(
      { length: Math.max(repeats[i] ?? 1, Math.round((times * (repeats[i] ?? 1)) / 2.5)) },
      () => event,
    ),
  )
  return wanted
    .map((event, i) => ({ event, order: dice[i] ?? 0, dies: (dice[i] ?? 0) % 10 === 0 }))
    .sort((a, b) => a.order - b.order)
}

describe.each(Array.from({ length: SEEDS }, (_, i) => 20261125 + i))('seed %i', (seed) => {
  let expected: Awaited<ReturnType<typeof endState>>

  it('said once each and in order', async () => {
    for (const event of await sixtyPayments()) {
      await hearProvider(SYSTEM_ACTOR, world.standIn.sign(event), world.deps)
    }
    await settleDown()
    expected = await endState()
    const count = (state: string) =>
      expected.orders.filter((order) => order.cardSessions[0]?.state === state).length
    expect([count('paid'), count('expired')]).toEqual([48, 12])
    expect(expected.orders.filter((order) => order.refunds[0]?.state === 'sent')).toHaveLength(6)
    expect(expected.orders.filter((order) => order.isFreed)).toHaveLength(18)
    await expectSoundBooks()
  })

  it('a thousand times, shuffled, with handlers that die', async () => {
    const deliveries = shuffled(await sixtyPayments(), seed)
    expect(deliveries.length).toBeGreaterThanOrEqual(800)
    await storm(deliveries)
    await settleDown()
    expect(await endState()).toEqual(expected)
    await expectSoundBooks()
  })

  it('with a fifth of it never said', async () => {
    const events = await sixtyPayments()
    const heard = shuffled(events, seed).filter(({ event }) => (events.indexOf(event) + seed) % 5 !== 0)
    await storm(heard)
    await settleDown()
    expect(await endState()).toEqual(expected)
    await expectSoundBooks()
  })
})
