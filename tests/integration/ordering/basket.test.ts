import { beforeEach, describe, expect, it } from 'vitest'
import { divideBasketLine } from '#app/commands/ordering/divide-basket-line.server.ts'
import { pinBasketLine } from '#app/commands/ordering/pin-basket-line.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { removeBasketLine } from '#app/commands/ordering/remove-basket-line.server.ts'
import { setBasketWishes } from '#app/commands/ordering/set-basket-wishes.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { readBasketPage } from '#app/queries/ordering/basket-page.server.ts'
import { OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent, TOWN, today } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, buyerOf, fillBasket, order, seedBuyer } from './buyers.ts'

useDatabase()
let buyer: Buyer
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
})

function put(offerId: number, quantity: string, how: 'add' | 'set' = 'add') {
  return putBasketLine(buyer.actor, buyer.scope, { offerId, quantity, how })
}

async function readBasket() {
  const { basket } = await readBasketPage(buyer.actor, buyer.scope)
  if (!basket) throw new Error('nothing in the basket')
  return basket
}

describe('put', () => {
  it('adds from the offer’s page, sets in the basket, and counts the version up each time', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    expect(await put(offer.id, '2')).toEqual({ ok: true, value: { quantity: 2 } })
    expect(await put(offer.id, '3')).toEqual({ ok: true, value: { quantity: 5 } })
    expect(await put(offer.id, '4', 'set')).toEqual({ ok: true, value: { quantity: 4 } })
    const basket = await database().basket.findFirstOrThrow({ include: { lines: true } })
    expect(basket).toMatchObject({ accountId: buyer.actor.accountId, version: 3, placedAt: null })
    expect(basket.lines.map((line) => [line.offerId, line.quantity])).toEqual([[offer.id, 4]])
  })

  it('takes 斤 where the product is ordered by weight', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ productKey: 'garlic', quantity: 50_000, unitPriceFen: 560 })
    expect(await put(offer.id, '5')).toEqual({ ok: true, value: { quantity: 2500 } })
    expect(await put(offer.id, '0.5')).toEqual({
      ok: false,
      code: 'weight-not-in-steps',
      facts: { stepGrams: 500 },
    })
  })

  it('refuses what can’t be ordered, and opens no basket for it', async () => {
    const { offer } = await seedLot({ quantity: 9 })
    expect(await put(offer.id, '1')).toEqual({ ok: false, code: 'no-collection-day' })
    await seedPickupEvent()
    expect(await put(offer.id, 'two')).toEqual({ ok: false, code: 'ordered-quantity-unreadable' })
    expect(await put(offer.id, '0')).toMatchObject({ ok: false, code: 'quantity-not-in-steps' })
    expect(await put(offer.id, '20001')).toMatchObject({ ok: false, code: 'quantity-too-large' })
    expect(await put(999_999, '1')).toEqual({ ok: false, code: 'not-found' })
    const pending = await seedLot({ productKey: 'hen', unitPriceFen: 9000, state: 'pending' })
    expect(await put(pending.offer.id, '1')).toEqual({ ok: false, code: 'not-found' })
    const gone = await seedLot({ productKey: 'walnut', quantity: 500, unitPriceFen: 900 })
    await database().lot.update({ where: { id: gone.lot.id }, data: { available: 0, withdrawn: 500 } })
    expect(await put(gone.offer.id, '1')).toEqual({ ok: false, code: 'offer-sold-out' })
    const nobody = buyerOf(buyer.actor.accountId, [])
    const asked = { offerId: offer.id, quantity: '1', how: 'add' as const }
    expect(await putBasketLine(nobody.actor, nobody.scope, asked)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await database().basket.count()).toBe(0)
  })

  it('holds thirty goods and no more; what is in may still be changed', async () => {
    await seedPickupEvent()
    const offers: number[] = []
    for (let i = 0; i < 31; i++) {
      offers.push((await seedLot({ unitPriceFen: 12_000 + i, quantity: 3 })).offer.id)
    }
    for (const offerId of offers.slice(0, 30)) expect((await put(offerId, '1')).ok).toBe(true)
    expect(await put(offers[30] ?? 0, '1')).toEqual({ ok: false, code: 'basket-full', facts: { most: 30 } })
    expect((await put(offers[0] ?? 0, '2', 'set')).ok).toBe(true)
    expect(await database().basketLine.count()).toBe(30)
  })

  it('keeps one open basket, however many first clicks come at once', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 90 })
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => put(offer.id, '1')))
    expect(verdicts.every((verdict) => verdict.ok)).toBe(true)
    const baskets = await database().basket.findMany({ include: { lines: true } })
    expect(baskets).toHaveLength(1)
    expect(baskets[0]).toMatchObject({ version: 12, lines: [{ quantity: 12 }] })
  })
})

describe('change', () => {
  it('takes out a line, and does not mind if it is out already', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    await put(offer.id, '2')
    const remove = () => removeBasketLine(buyer.actor, buyer.scope, { offerId: offer.id })
    expect(await remove()).toEqual({ ok: true, value: { removed: true } })
    expect(await remove()).toEqual({ ok: true, value: { removed: false } })
    expect((await readBasketPage(buyer.actor, buyer.scope)).basket).toBeNull()
  })

  it('pins a line to an event that serves it, and to no other', async () => {
    const event = await seedPickupEvent()
    const elsewhere = await seedPickupEvent({ villageCode: OTHER_VILLAGE })
    const { offer } = await seedLot({ quantity: 9 })
    await put(offer.id, '2')
    const pin = (eventId: number | null) =>
      pinBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, eventId })
    expect(await pin(elsewhere.id)).toEqual({ ok: false, code: 'event-does-not-serve' })
    expect(await pin(event.id)).toEqual({ ok: true, value: null })
    expect((await database().basketLine.findFirstOrThrow()).pinnedEventId).toBe(event.id)
    expect(await pin(null)).toEqual({ ok: true, value: null })
    expect((await database().basketLine.findFirstOrThrow()).pinnedEventId).toBeNull()
    expect(await pinBasketLine(buyer.actor, buyer.scope, { offerId: offer.id + 1, eventId: null })).toEqual({
      ok: false,
      code: 'not-found',
    })
  })

  it('keeps wishes, and refuses a day or a town that there is not', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    await put(offer.id, '2')
    const set = (latestDate: string | null, preferredTownCode: string | null) =>
      setBasketWishes(buyer.actor, buyer.scope, { latestDate, preferredTownCode })
    expect(await set('2026-02-30', null)).toEqual({ ok: false, code: 'latest-date-unreadable' })
    expect(await set(null, '510981999000')).toEqual({ ok: false, code: 'preferred-town-unknown' })
    expect(await set('2026-12-31', TOWN)).toEqual({ ok: true, value: null })
    const basket = await database().basket.findFirstOrThrow()
    expect(basket.latestDate && fromDateColumn(basket.latestDate)).toBe('2026-12-31')
    expect(basket.preferredTownCode).toBe(TOWN)
  })
})

describe('the basket page', () => {
  it('groups lines by trip in the order of their start, with totals and what is estimated', async () => {
    const later = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 20 })
    const sooner = await seedPickupEvent({ daysAhead: 10 })
    const geese = await seedLot({ quantity: 9, unitPriceFen: 12_000, referencePriceFen: 11_000 })
    const weighed = await seedLot({
      productKey: 'goose-weighed',
      quantity: 9,
      unitPriceFen: 1680,
      referencePriceFen: 1500,
    })
    const garlic = await seedLot({
      villageCode: OTHER_VILLAGE,
      productKey: 'garlic',
      quantity: 50_000,
      unitPriceFen: 560,
      referencePriceFen: 500,
    })
    await fillBasket(buyer, [
      { offerId: garlic.offer.id, quantity: 5 },
      { offerId: geese.offer.id, quantity: 2 },
      { offerId: weighed.offer.id, quantity: 3 },
    ])
    const basket = await readBasket()
    expect(basket.trips.map((trip) => [trip.event.id, trip.lines.map((line) => line.goods.offerId)])).toEqual(
      [
        [sooner.id, [geese.offer.id, weighed.offer.id]],
        [later.id, [garlic.offer.id]],
      ],
    )
    expect(basket.trips.map((trip) => trip.why.map(({ reason }) => reason))).toEqual([
      ['only-event'],
      ['only-event'],
    ])
    // 2 × 120.00, 3 × 9.5 斤 × 16.80, 5 斤 × 5.60; at the reference 220.00, 427.50, 25.00.
    expect(basket.totals).toEqual({
      amountFen: 24_000 + 47_880 + 2800,
      baseFen: 22_000 + 42_750 + 2500,
      premiumFen: 2000 + 5130 + 300,
      estimatedFen: 47_880 + 2800,
    })
    expect(basket.shown.totalFen).toBe(basket.totals.amountFen)
    expect(basket.unplaced).toEqual([])
    const animals = basket.trips[0]?.lines[1]
    expect(animals).toMatchObject({ quantity: 3, heldGrams: 14_250, isEstimate: true, amountFen: 47_880 })
    expect(basket.oneTrip).toEqual({
      event: expect.objectContaining({ id: sooner.id }),
      leftOut: [
        {
          goods: expect.objectContaining({ offerId: garlic.offer.id }),
          event: expect.objectContaining({ id: later.id }),
        },
      ],
    })
  })

  it('shows today’s price, and a trip the buyer makes anyway', async () => {
    const event = await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9, unitPriceFen: 12_000 })
    await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    await put(offer.id, '1')
    await database().offer.update({ where: { id: offer.id }, data: { unitPriceFen: 13_000 } })
    const basket = await readBasket()
    expect(basket.trips).toMatchObject([
      { event: { id: event.id }, isGoingAnyway: true, lines: [{ amountFen: 13_000 }] },
    ])
  })

  it('offers too much for one event in two, and takes it so only when agreed', async () => {
    const first = await seedPickupEvent({ daysAhead: 10 })
    const second = await seedPickupEvent({ daysAhead: 30 })
    const early = await seedLot({ quantity: 6, availableTo: addDays(today(), 15) })
    await seedLot({ quantity: 4, availableFrom: addDays(today(), 20) })
    await put(early.offer.id, '9')
    const whole = await readBasket()
    expect(whole.trips).toEqual([])
    expect(whole.unplaced).toMatchObject([
      {
        code: 'too-much-for-one-event',
        most: 6,
        isSoldOut: false,
        split: [
          { event: { id: first.id }, quantity: 6 },
          { event: { id: second.id }, quantity: 3 },
        ],
      },
    ])
    const divide = (inTwo: boolean) =>
      divideBasketLine(buyer.actor, buyer.scope, { offerId: early.offer.id, inTwo })
    expect(await divide(true)).toEqual({ ok: true, value: null })
    const inTwo = async () =>
      (await readBasket()).trips.map((trip) => trip.lines.map((line) => [line.quantity, line.wholeQuantity]))
    expect(await inTwo()).toEqual([[[6, 9]], [[3, 9]]])
    expect((await readBasket()).unplaced).toEqual([])
    await divide(false)
    expect(await inTwo()).toEqual([])
    expect(await divideBasketLine(buyer.actor, buyer.scope, { offerId: 999_999, inTwo: true })).toEqual({
      ok: false,
      code: 'not-found',
    })
  })

  it('keeps what was agreed in two as long as it is needed, and asks again after', async () => {
    await seedPickupEvent({ daysAhead: 10 })
    const second = await seedPickupEvent({ daysAhead: 30 })
    const { offer } = await seedLot({ quantity: 6, availableTo: addDays(today(), 15) })
    await seedLot({ quantity: 4, availableFrom: addDays(today(), 20) })
    await put(offer.id, '9')
    const isInTwo = async () => (await database().basketLine.findFirstOrThrow()).inTwo
    await divideBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, inTwo: true })
    await put(offer.id, '8', 'set')
    expect(await isInTwo()).toBe(true)
    await put(offer.id, '5', 'set')
    expect(await isInTwo()).toBe(false)
    await put(offer.id, '9', 'set')
    expect((await readBasket()).unplaced).toMatchObject([{ code: 'too-much-for-one-event' }])
    await divideBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, inTwo: true })
    await pinBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, eventId: second.id })
    expect(await isInTwo()).toBe(false)
  })

  it('says of what goes nowhere whether it is sold out, has no day, or its pin can’t be met', async () => {
    const event = await seedPickupEvent()
    const geese = await seedLot({ quantity: 2 })
    const hens = await seedLot({ productKey: 'hen', quantity: 5, unitPriceFen: 9000 })
    const garlic = await seedLot({ productKey: 'garlic', quantity: 5000, unitPriceFen: 560 })
    await fillBasket(buyer, [
      { offerId: geese.offer.id, quantity: 1 },
      { offerId: hens.offer.id, quantity: 4 },
      { offerId: garlic.offer.id, quantity: 1 },
    ])
    await pinBasketLine(buyer.actor, buyer.scope, { offerId: hens.offer.id, eventId: event.id })
    await database().lot.update({ where: { id: geese.lot.id }, data: { available: 0, withdrawn: 2 } })
    await database().lot.update({ where: { id: hens.lot.id }, data: { available: 3, withdrawn: 2 } })
    await database().lot.update({
      where: { id: garlic.lot.id },
      data: { availableTo: new Date(Date.now() - 3 * 86_400_000) },
    })
    const { unplaced, trips } = await readBasket()
    expect(trips).toEqual([])
    expect(unplaced.map(({ code, isSoldOut, most, cause }) => ({ code, isSoldOut, most, cause }))).toEqual([
      { code: 'no-event', isSoldOut: true, most: null, cause: null },
      { code: 'pin-not-met', isSoldOut: false, most: 3, cause: 'too-much' },
      { code: 'no-event', isSoldOut: false, most: null, cause: null },
    ])
  })

  it('plans within the buyer’s latest date', async () => {
    await seedPickupEvent({ daysAhead: 20 })
    const { offer } = await seedLot({ quantity: 9 })
    await put(offer.id, '1')
    await setBasketWishes(buyer.actor, buyer.scope, {
      latestDate: addDays(today(), 19),
      preferredTownCode: null,
    })
    expect((await readBasket()).unplaced).toMatchObject([{ code: 'no-event' }])
    await setBasketWishes(buyer.actor, buyer.scope, {
      latestDate: addDays(today(), 20),
      preferredTownCode: null,
    })
    expect((await readBasket()).unplaced).toEqual([])
  })
})
