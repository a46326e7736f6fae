/** What was decided can be decided again: the stored inputs give the stored plan, whoever asks and whenever. */
import { expect, it } from 'vitest'
import { divideBasketLine } from '#app/commands/ordering/divide-basket-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { type DispatchRequest, planBasket } from '#app/domain/dispatch/plan-basket.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { allocateByRule, type RuleRequest } from '#app/domain/lots/allocate-by-rule.ts'
import { OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent, today } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'

useDatabase()

type Stored = {
  inputs: { dispatch: DispatchRequest; allocation: { line: string; requests: RuleRequest[] }[] }
  plan: {
    dispatch: unknown
    allocation: { line: string; ruleName: string; parts: { lotId: number; quantity: number }[] }[]
  }
}

async function readRecord(orderId: string): Promise<Stored & { ruleVersion: string }> {
  const record = await database().dispatchRecord.findFirstOrThrow({
    where: { placement: { lines: { some: { orderId } } } },
  })
  return record as unknown as Stored & { ruleVersion: string }
}

function replay({ inputs }: Stored) {
  return {
    dispatch: planBasket(inputs.dispatch),
    allocation: inputs.allocation.map(({ line, requests }) => ({
      line,
      parts: requests.flatMap((request) => {
        const verdict = allocateByRule(request)
        return verdict.ok ? verdict.value.shares : []
      }),
    })),
  }
}

it('replays the dispatch and the allocation of a placed order from what was stored with it', async () => {
  await seedGround()
  const buyer = await seedBuyer()
  const here = await seedPickupEvent({ daysAhead: 10 })
  await seedPickupEvent({ daysAhead: 20 })
  const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 12 })
  const geese = await seedLot({ quantity: 2 })
  const more = await seedLot({ quantity: 9 })
  const garlic = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'garlic',
    quantity: 5000,
    unitPriceFen: 560,
  })
  const orderId = await order(buyer, [
    { offerId: geese.offer.id, quantity: 5 },
    { offerId: garlic.offer.id, quantity: 2 },
  ])
  // The world moves on; what was stored does not.
  await order(await seedBuyer(), [{ offerId: geese.offer.id, quantity: 6 }])
  const record = await readRecord(orderId)
  expect(record.ruleVersion).toBe('dispatch-basket-1')
  const again = replay(record)
  expect(again.dispatch).toEqual(record.plan.dispatch)
  expect(again.dispatch.assignments.map(({ line, event }) => [line, event])).toEqual([
    [String(geese.offer.id), here.id],
    [String(garlic.offer.id), there.id],
  ])
  expect(again.allocation).toEqual(record.plan.allocation.map(({ line, parts }) => ({ line, parts })))
  const allocations = await database().allocation.findMany({
    where: { orderLine: { orderId } },
    orderBy: { lotId: 'asc' },
  })
  expect(again.allocation.flatMap(({ parts }) => parts)).toEqual(
    allocations.map(({ lotId, quantity }) => ({ lotId, quantity })),
  )
  expect(allocations.map((share) => share.lotId)).toEqual([geese.lot.id, more.lot.id, garlic.lot.id])
})

it('replays an order that the buyer agreed to have in two, shared lots and all', async () => {
  await seedGround()
  const buyer = await seedBuyer()
  const first = await seedPickupEvent({ daysAhead: 10 })
  const second = await seedPickupEvent({ daysAhead: 30 })
  const early = await seedLot({ quantity: 5, availableTo: addDays(today(), 15) })
  const both = await seedLot({ quantity: 5 })
  const late = await seedLot({ quantity: 5, availableFrom: addDays(today(), 20) })
  await fillBasket(buyer, [{ offerId: both.offer.id, quantity: 15 }])
  await divideBasketLine(buyer.actor, buyer.scope, { offerId: both.offer.id, inTwo: true })
  const verdict = await place(buyer, await readCheckout(buyer))
  const record = await readRecord(verdict.ok ? verdict.value.orderId : '')
  const again = replay(record)
  expect(again.dispatch).toEqual(record.plan.dispatch)
  expect(again.dispatch.assignments.map(({ event }) => event)).toEqual([first.id, second.id])
  expect(again.allocation).toEqual(record.plan.allocation.map(({ line, parts }) => ({ line, parts })))
  const reserved = await database().lot.findMany({
    where: { id: { in: [early.lot.id, both.lot.id, late.lot.id] } },
    select: { reserved: true },
  })
  expect(reserved.map((lot) => lot.reserved)).toEqual([5, 5, 5])
})
