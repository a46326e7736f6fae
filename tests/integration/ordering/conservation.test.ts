/** Whatever buyers do, one after another or at once: nothing is made, lost, or promised twice. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { COUNTY, OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, place, readCheckout, seedBuyer } from './buyers.ts'
import { expectWholeBooks } from './whole-books.ts'

useDatabase({ per: 'file' })

/** LONG=1 asks for the long version, RUNS for any number. */
const RUNS = Number(process.env.RUNS ?? (process.env.LONG === '1' ? 500 : 6))
const LIMIT = { timeout: 240_000 + RUNS * 10_000 }

type Act =
  | { kind: 'place'; buyer: number; offer: number; steps: number; isSeparate: boolean }
  | { kind: 'change'; buyer: number; offer: number; steps: number }
  | { kind: 'cancel'; buyer: number; wholeOrder: boolean }

const figures = {
  buyer: fc.nat({ max: 2 }),
  offer: fc.nat({ max: 2 }),
  steps: fc.integer({ min: 1, max: 4 }),
}
const mostlyNot = fc.nat({ max: 3 }).map((n) => n === 0)
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('place' as const), ...figures, isSeparate: mostlyNot }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), ...figures }) },
  fc.record({ kind: fc.constant('cancel' as const), buyer: figures.buyer, wholeOrder: fc.boolean() }),
)
/** Acts of one round are done at once, rounds one after another. */
const rounds = fc.array(fc.array(acts, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 8 })

type World = { buyers: Buyer[]; offerIds: number[]; listed: number[] }

async function seedWorld(): Promise<World> {
  await database().pickupEvent.updateMany({ data: { state: 'cancelled' } })
  await seedPickupEvent({ daysAhead: 10, capacityOrders: 8 })
  await seedPickupEvent({ villageCode: OTHER_VILLAGE, serves: [OTHER_VILLAGE], daysAhead: 12 })
  const unitPriceFen = 5000 + (await database().offer.count())
  const geese = [await seedLot({ quantity: 3, unitPriceFen }), await seedLot({ quantity: 4, unitPriceFen })]
  const weighed = await seedLot({ productKey: 'goose-weighed', quantity: 5, unitPriceFen })
  const garlic = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'garlic',
    quantity: 3500,
    unitPriceFen,
  })
  const buyers = [await seedBuyer(), await seedBuyer(), await seedBuyer()]
  const offerIds = [geese[0]?.offer.id ?? 0, weighed.offer.id, garlic.offer.id]
  return { buyers, offerIds, listed: [7, 5, 3500] }
}

async function run({ buyers, offerIds }: World, act: Act): Promise<void> {
  const buyer = buyers[act.buyer]
  if (!buyer) return
  const { actor, scope } = buyer
  if (act.kind === 'place') {
    const put = { offerId: offerIds[act.offer] ?? 0, quantity: String(act.steps), how: 'set' as const }
    await putBasketLine(actor, scope, put)
    if (await readCheckoutPage(actor, scope)) {
      const input = await readCheckout(buyer, { isSeparate: act.isSeparate }).catch(() => null)
      if (input) await place(buyer, input)
    }
    return
  }
  const newest = await database().order.findFirst({
    where: { accountId: actor.accountId, cancelledAt: null },
    orderBy: { number: 'desc' },
    include: { lines: { where: { state: 'placed' }, orderBy: { lineNumber: 'asc' } } },
  })
  const [line] = newest?.lines ?? []
  if (!newest || !line) return
  const { offerId, eventId, orderId } = line
  if (act.kind === 'change') {
    await changeOrderLine(actor, scope, { orderId, offerId, eventId, quantity: String(act.steps) })
  } else {
    await cancelOrder(actor, scope, { orderId, part: act.wholeOrder ? null : { offerId, eventId } })
  }
}

async function expectConserved({ offerIds, listed }: World): Promise<void> {
  for (const [i, offerId] of offerIds.entries()) {
    const left = await database().lot.aggregate({ where: { offerId }, _sum: { available: true } })
    const ordered = await database().orderLine.aggregate({
      where: { offerId, state: 'placed' },
      _sum: { quantity: true },
    })
    expect((left._sum.available ?? 0) + (ordered._sum.quantity ?? 0)).toBe(listed[i])
  }
  await expectWholeBooks()
}

it(
  'keeps goods, rooms and totals whole through random orders, changes and cancellations',
  LIMIT,
  async () => {
    await seedGround()
    await database().countySetting.create({ data: { countyCode: COUNTY, unpaidOrdersMost: 100 } })
    await fc.assert(
      fc.asyncProperty(rounds, async (sequence) => {
        const world = await seedWorld()
        for (const round of sequence) {
          await Promise.all(round.map((act) => run(world, act)))
          await expectConserved(world)
        }
        expect((await runAudit()).checks.filter((check) => !check.ok && !/sealed/.test(check.name))).toEqual(
          [],
        )
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
    const done = await database().activityRecord.groupBy({ by: ['act'], _count: true })
    // Or the property would hold of nothing.
    expect(done.map((group) => group.act).sort()).toEqual([
      'order:cancel',
      'order:change',
      'order:join',
      'order:place',
    ])
  },
)
