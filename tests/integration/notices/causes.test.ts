import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { writeNotice } from '#app/db/notices/write-notice.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { COUNTY, OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  never,
  newOperation,
  piece,
  runningEvent,
  seedGeese,
  seedWeighed,
  settlingAt,
} from '../handover/desk-world.ts'
import { type Buyer, fillBasket, order, place, readCheckout, seedBuyer } from '../ordering/buyers.ts'
import { allNotices, giveAddress, kindsTold } from './people.ts'

// Nothing is sent here: the address only has to be set for mails to be waited for.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'
useDatabase()

describe('ordering', () => {
  let buyer: Buyer
  beforeEach(async () => {
    await seedGround()
    buyer = await seedBuyer()
  })

  async function geeseAndGarlic() {
    const here = await seedPickupEvent({ daysAhead: 14 })
    const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const geese = await seedLot({ quantity: 5 })
    const garlic = await seedLot({
      villageCode: OTHER_VILLAGE,
      productKey: 'garlic',
      quantity: 5000,
      unitPriceFen: 560,
      referencePriceFen: 500,
    })
    return { here, there, geese, garlic }
  }

  it('tells what was ordered, where and for how much, once however often it is sent', async () => {
    const { here, there, geese, garlic } = await geeseAndGarlic()
    await fillBasket(buyer, [
      { offerId: geese.offer.id, quantity: 2 },
      { offerId: garlic.offer.id, quantity: 5 },
    ])
    const input = await readCheckout(buyer)
    const answers = await Promise.all(Array.from({ length: 6 }, () => place(buyer, input)))
    const [orderId] = answers.flatMap((answer) => (answer.ok ? [answer.value.orderId] : []))
    const placed = await database().placement.findFirstOrThrow({ select: { id: true } })
    expect(await allNotices()).toMatchObject([
      {
        accountId: buyer.actor.accountId,
        countyCode: COUNTY,
        kind: 'order-placed',
        orderId,
        onceKey: `order-placed:${placed.id}`,
        readAt: null,
        mail: 'none',
        facts: {
          events: [here, there].map((event) => ({
            eventId: event.id,
            startsAt: event.startsAt.toISOString(),
            endsAt: event.endsAt.toISOString(),
          })),
          totalFen: 26_800,
          isEstimate: true,
          payBy: 'desk',
        },
      },
    ])
  })

  it('tells nothing of what was refused', async () => {
    const { geese } = await geeseAndGarlic()
    await fillBasket(buyer, [{ offerId: geese.offer.id, quantity: 2 }])
    const input = await readCheckout(buyer)
    await database().offer.update({ where: { id: geese.offer.id }, data: { unitPriceFen: 13_000 } })
    expect((await place(buyer, input)).ok).toBe(false)
    expect(await allNotices()).toEqual([])
  })

  it('tells each change, and nothing where nothing changed or might', async () => {
    const { here, geese } = await geeseAndGarlic()
    const orderId = await order(buyer, [{ offerId: geese.offer.id, quantity: 2 }])
    const change = (quantity: string) =>
      changeOrderLine(buyer.actor, buyer.scope, {
        orderId,
        offerId: geese.offer.id,
        eventId: here.id,
        quantity,
      })
    await change('3')
    await change('3')
    await change('99')
    await change('2')
    await change('3')
    const [, ...changes] = await allNotices()
    expect(changes.map((notice) => [notice.kind, notice.facts])).toEqual(
      [
        [2, 3, 36_000],
        [3, 2, 24_000],
        [2, 3, 36_000],
      ].map(([before, after, totalFen]) => [
        'order-changed',
        { offerId: geese.offer.id, eventId: here.id, before, after, totalFen },
      ]),
    )
  })

  it('tells what was cancelled of an order, then the rest, and nothing of what can’t be', async () => {
    const { there, geese, garlic } = await geeseAndGarlic()
    const orderId = await order(buyer, [
      { offerId: geese.offer.id, quantity: 2 },
      { offerId: garlic.offer.id, quantity: 5 },
    ])
    const cancel = (part: { offerId: number; eventId: number } | null) =>
      cancelOrder(buyer.actor, buyer.scope, { orderId, part })
    await cancel({ offerId: garlic.offer.id, eventId: there.id })
    await Promise.all([cancel(null), cancel(null), cancel(null)])
    const [, ...cancelled] = await allNotices()
    expect(cancelled.map((notice) => [notice.kind, notice.facts])).toEqual([
      ['order-cancelled', { goods: [{ offerId: garlic.offer.id, quantity: 2500 }], totalFen: 24_000 }],
      ['order-cancelled', { goods: [{ offerId: geese.offer.id, quantity: 2 }], totalFen: 0 }],
    ])
  })

  it('waits to be mailed only to who has an address and wants it', async () => {
    const { geese } = await geeseAndGarlic()
    const mailed = await seedBuyer()
    await giveAddress(mailed.actor.accountId, 'a@example.org')
    const unwilling = await seedBuyer()
    await giveAddress(unwilling.actor.accountId, 'b@example.org')
    await database().account.update({
      where: { id: unwilling.actor.accountId },
      data: { mailWanted: false },
    })
    for (const each of [buyer, mailed, unwilling])
      await order(each, [{ offerId: geese.offer.id, quantity: 1 }])
    expect((await allNotices()).map((notice) => [notice.mail, notice.mailNextAt !== null])).toEqual([
      ['none', false],
      ['waiting', true],
      ['none', false],
    ])
  })
})

describe('the desk', () => {
  async function desk() {
    const { event, organizer, scope } = await runningEvent()
    const settle = (input: Parameters<typeof settleLine>[2]) => settleLine(organizer, scope, input)
    return { event, organizer, scope, settle }
  }

  it('gives a receipt when the last line is handed over, and says what is owed', async () => {
    const { event, settle } = await desk()
    const seeded = await seedGeese(event, [{ quantity: 5, reserved: 2 }])
    const [lot] = seeded.lots
    const input = settlingAt(event.id, seeded, { parts: [piece(lot?.lot ?? never(), 2)] })
    for (let again = 0; again < 3; again++) await settle(input)
    expect(await allNotices()).toMatchObject([
      {
        accountId: seeded.accountId,
        kind: 'handed-over',
        orderId: seeded.order.id,
        facts: {
          eventId: event.id,
          goods: [{ offerId: lot?.offer.id, quantity: 2 }],
          amountFen: 24_000,
          owedFen: 24_000,
          payBy: 'desk',
        },
      },
    ])
  })

  it('owes nothing where the agency’s account is charged', async () => {
    const { event, settle } = await desk()
    const seeded = await seedGeese(event, [{ quantity: 5, reserved: 2 }], 'agency-account')
    await settle(settlingAt(event.id, seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] }))
    expect((await allNotices()).map((notice) => notice.facts)).toMatchObject([
      { owedFen: 0, payBy: 'agency-account' },
    ])
  })

  it.each([
    ['short', 'spoiled', 'spoiled'],
    ['refused', 'too-big', 'too-big'],
    ['short', '王大爷家的鹅病了', null],
  ] as const)(
    'tells what was %s for the reason %s, but no words that may name somebody',
    async (kind, reason, kept) => {
      const { event, settle } = await desk()
      const seeded = await seedGeese(event, [{ quantity: 5, reserved: 3 }])
      const [lot] = seeded.lots
      const input = settlingAt(event.id, seeded, {
        parts: [piece(lot?.lot ?? never(), 2)],
        missing: { kind, reason },
      })
      await settle(input)
      await settle(input)
      const notices = await allNotices()
      expect(notices.map((notice) => notice.kind)).toEqual(['line-short', 'handed-over'])
      expect(notices[0]?.facts).toEqual({
        eventId: event.id,
        offerId: lot?.offer.id,
        ordered: 3,
        given: 2,
        why: { kind, reason: kept },
      })
      expect(JSON.stringify(notices.map((notice) => notice.facts))).not.toMatch(/\p{Script=Han}/u)
    },
  )

  it('says nothing of the little that only the scale finds missing', async () => {
    const { event, settle } = await desk()
    const seeded = await seedWeighed(event, { productKey: 'celtuce', quantity: 5_000, unitPriceFen: 240 })
    const parts = [{ lotId: seeded.lot.id, quantity: 4_900, weightGrams: null }]
    expect((await settle(settlingAt(event.id, seeded, { parts }))).ok).toBe(true)
    expect(await kindsTold(seeded.accountId)).toEqual(['handed-over'])
  })

  it('tells once that nobody came, with no receipt for nothing', async () => {
    const { event, organizer, scope } = await desk()
    const seeded = await seedGeese(event, [{ quantity: 5, reserved: 2 }])
    const input = { operationId: newOperation(), eventId: event.id, orderId: seeded.order.id }
    await markNoShow(organizer, scope, input)
    await markNoShow(organizer, scope, input)
    expect(await markNoShow(organizer, scope, { ...input, operationId: randomUUID() })).toMatchObject({
      ok: false,
    })
    expect(await allNotices()).toMatchObject([
      {
        kind: 'no-show',
        facts: {
          event: { eventId: event.id, startsAt: event.startsAt.toISOString() },
          goods: [{ offerId: seeded.lots[0]?.offer.id, quantity: 2 }],
        },
      },
    ])
  })

  it('tells nothing of what the desk was refused', async () => {
    const { event, settle } = await desk()
    const seeded = await seedGeese(event, [{ quantity: 5, reserved: 2 }])
    const refused = await settle(
      settlingAt(event.id, seeded, {
        parts: [piece(seeded.lots[0]?.lot ?? never(), 2)],
        missing: { kind: 'short', reason: 'spoiled' },
      }),
    )
    expect(refused.ok).toBe(false)
    expect(await allNotices()).toEqual([])
  })
})

describe('the writer', () => {
  const notice = (accountId: number | null) => ({
    countyCode: COUNTY,
    accountId,
    orderId: null,
    onceKey: 'refunded:r1',
    facts: { kind: 'refunded' as const, amountFen: 100, way: 'cash' as const },
  })

  it('writes a cause once, whoever is told of it at the same time', async () => {
    const { actor } = await seedBuyer()
    const written = await Promise.all(
      Array.from({ length: 8 }, () => inTransaction((tx) => writeNotice(tx, notice(actor.accountId)))),
    )
    expect(written.filter(Boolean)).toHaveLength(1)
    expect(await allNotices()).toHaveLength(1)
  })

  it('was never told what was rolled back, and tells nobody of nobody’s order', async () => {
    const { actor } = await seedBuyer()
    await expect(
      inTransaction(async (tx) => {
        expect(await writeNotice(tx, notice(actor.accountId))).toBe(true)
        throw new Error('the cause failed')
      }),
    ).rejects.toThrow('the cause failed')
    expect(await inTransaction((tx) => writeNotice(tx, notice(null)))).toBe(false)
    expect(await allNotices()).toEqual([])
  })

  it('leaves what was told as it was told: the database refuses', async () => {
    const { actor } = await seedBuyer()
    await inTransaction((tx) => writeNotice(tx, notice(actor.accountId)))
    const db = database()
    await expect(db.notice.updateMany({ data: { facts: { amountFen: 1 } } })).rejects.toThrow(
      'stays as it was told',
    )
    await expect(db.notice.updateMany({ data: { kind: 'reminder' } })).rejects.toThrow('stays as it was told')
    await expect(db.notice.deleteMany()).rejects.toThrow('stays as it was told')
    await db.notice.updateMany({ data: { mail: 'sent', mailSentAt: new Date('2026-11-25T02:04:00Z') } })
    await expect(db.notice.updateMany({ data: { mail: 'none', mailSentAt: null } })).rejects.toThrow(
      'stays as it was told',
    )
    expect(await db.notice.updateMany({ data: { readAt: new Date() } })).toEqual({ count: 1 })
  })
})
