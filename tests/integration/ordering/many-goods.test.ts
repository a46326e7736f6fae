/** Many goods at once: from a chat, or all quantities of the basket; and whom they are for, which only the buyer sees. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { noteBasketLine } from '#app/commands/ordering/note-basket-line.server.ts'
import { putBasketLines } from '#app/commands/ordering/put-basket-lines.server.ts'
import { setBasketQuantities } from '#app/commands/ordering/set-basket-quantities.server.ts'
import { database } from '#app/db/client.server.ts'
import { readBasketPage } from '#app/queries/ordering/basket-page.server.ts'
import { readChatPage } from '#app/queries/ordering/chat-page.server.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, buyerOf, place, readCheckout, seedBuyer } from './buyers.ts'

useDatabase()
let buyer: Buyer
let goose: number
let garlic: number
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
  await seedPickupEvent()
  goose = (await seedLot({ quantity: 9 })).offer.id
  garlic = (await seedLot({ productKey: 'garlic', quantity: 50_000, unitPriceFen: 560 })).offer.id
})

function put(lines: { offerId: number; quantity: string; forWhom: string }[], putKey: string = randomUUID()) {
  return putBasketLines(buyer.actor, buyer.scope, { putKey, lines })
}

async function readLines() {
  const { basket } = await readBasketPage(buyer.actor, buyer.scope)
  const lines = basket?.trips.flatMap((trip) => trip.lines) ?? []
  return lines.map((line) => [line.goods.offerId, line.wholeQuantity, line.forWhom])
}

describe('lines put in at once', () => {
  it('add up by offer, with the notes of whom they are for', async () => {
    const verdict = await put([
      { offerId: goose, quantity: '2', forWhom: '张姐 2' },
      { offerId: garlic, quantity: '1.5', forWhom: '' },
      { offerId: goose, quantity: '1', forWhom: '李科长 1' },
    ])
    expect(verdict).toEqual({
      ok: true,
      value: {
        put: 2,
        refused: [
          { index: 1, refusal: { ok: false, code: 'weight-not-in-steps', facts: { stepGrams: 500 } } },
        ],
      },
    })
    expect(await readLines()).toEqual([[goose, 3, '张姐 2、李科长 1']])
  })

  it('are in once, however often the form is sent, at once or after the order', async () => {
    const key = randomUUID()
    const lines = [{ offerId: goose, quantity: '1', forWhom: '张姐 1' }]
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => put(lines, key)))
    expect(verdicts.map((verdict) => verdict.ok && verdict.value.put).sort()).toEqual([
      0, 0, 0, 0, 0, 0, 0, 1,
    ])
    expect(await readLines()).toEqual([[goose, 1, '张姐 1']])
    expect((await place(buyer, await readCheckout(buyer))).ok).toBe(true)
    expect(await put(lines, key)).toEqual({ ok: true, value: { put: 0, refused: [] } })
    expect(await database().basket.count({ where: { placedAt: null } })).toBe(0)
  })

  it('open no basket where none of them can be put in', async () => {
    expect(await put([{ offerId: goose, quantity: 'two', forWhom: '' }])).toMatchObject({
      ok: true,
      value: { put: 0, refused: [{ index: 0 }] },
    })
    expect(await put([])).toEqual({ ok: false, code: 'nothing-put' })
    const nobody = buyerOf(buyer.actor.accountId, [])
    const input = { putKey: randomUUID(), lines: [{ offerId: goose, quantity: '1', forWhom: '' }] }
    expect(await putBasketLines(nobody.actor, nobody.scope, input)).toEqual({
      ok: false,
      code: 'not-allowed',
    })
    expect(await database().basket.count()).toBe(0)
  })
})

describe('all quantities at once', () => {
  it('sets what can be set, and says of the others why not', async () => {
    await put([
      { offerId: goose, quantity: '2', forWhom: '' },
      { offerId: garlic, quantity: '2', forWhom: '' },
    ])
    const set = (lines: { offerId: number; quantity: string }[]) =>
      setBasketQuantities(buyer.actor, buyer.scope, lines)
    expect(
      await set([
        { offerId: goose, quantity: '0' },
        { offerId: garlic, quantity: '3' },
        { offerId: 999_999, quantity: '1' },
      ]),
    ).toMatchObject({
      ok: true,
      value: { refused: [{ offerId: goose, refusal: { code: 'quantity-not-in-steps' } }] },
    })
    expect(await readLines()).toEqual([
      [goose, 2, ''],
      [garlic, 1500, ''],
    ])
    const stranger = await seedBuyer()
    expect(await setBasketQuantities(stranger.actor, stranger.scope, [])).toEqual({
      ok: false,
      code: 'not-found',
    })
  })
})

describe('the note of whom something is for', () => {
  const SECRET = '三楼的老陈'

  it('is shown to the buyer on his basket and his order, and is nowhere in the clear', async () => {
    await put([{ offerId: goose, quantity: '2', forWhom: `${SECRET} 2` }])
    expect(await readLines()).toEqual([[goose, 2, `${SECRET} 2`]])
    const placed = await place(buyer, await readCheckout(buyer))
    const orderId = placed.ok ? placed.value.orderId : ''
    const page = await readOrderPage(buyer.actor, buyer.scope, orderId)
    expect(page?.trips[0]?.goods[0]?.forWhom).toBe(`${SECRET} 2`)
    await put([{ offerId: goose, quantity: '1', forWhom: '李科长 1' }])
    await place(buyer, await readCheckout(buyer))
    const joined = await readOrderPage(buyer.actor, buyer.scope, orderId)
    expect(joined?.trips[0]?.goods[0]).toMatchObject({ quantity: 3, forWhom: `${SECRET} 2、李科长 1` })
    expect(joined?.addedAt).toHaveLength(1)
    const tables = await database().$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`
    for (const { name } of tables) {
      const [found] = await database().$queryRawUnsafe<{ count: bigint }[]>(
        `SELECT count(*) FROM "${name}" AS one WHERE one::text LIKE '%老陈%'`,
      )
      expect(found?.count, name).toBe(0n)
    }
  })

  it('can be changed and taken away, and goes along with what is left over', async () => {
    const note = (forWhom: string) => noteBasketLine(buyer.actor, buyer.scope, { offerId: goose, forWhom })
    expect(await note('张姐')).toEqual({ ok: false, code: 'not-found' })
    await put([
      { offerId: goose, quantity: '2', forWhom: '' },
      { offerId: garlic, quantity: '2', forWhom: '' },
    ])
    expect(await note(' 张姐2，小王 ')).toEqual({ ok: true, value: null })
    expect((await readLines())[0]).toEqual([goose, 2, '张姐 2、小王'])
    expect(await note('长'.repeat(501))).toMatchObject({ ok: false, code: 'for-whom-too-long' })
    await database().lot.updateMany({ where: { offerId: goose }, data: { available: 0, withdrawn: 9 } })
    expect((await place(buyer, await readCheckout(buyer))).ok).toBe(true)
    const left = await database().basketLine.findFirstOrThrow({ where: { basket: { placedAt: null } } })
    expect(left.offerId).toBe(goose)
    expect(left.forWhomSealed).not.toBeNull()
    await note('')
    const after = await database().basketLine.findFirstOrThrow({ where: { basket: { placedAt: null } } })
    expect(after.forWhomSealed).toBeNull()
  })
})

it('reads a chat against what can be ordered now, and keeps nothing of it', async () => {
  const sold = await seedLot({ productKey: 'walnut', quantity: 500, unitPriceFen: 900 })
  await database().lot.update({ where: { id: sold.lot.id }, data: { available: 0, withdrawn: 500 } })
  const pieces = await readChatPage(buyer.actor, buyer.scope, '张姐：白鹅2只，大蒜3斤\n老陈：核桃2斤')
  expect(pieces).toMatchObject([
    {
      kind: 'order',
      asker: '张姐',
      lines: [{ index: 0, chosenOfferId: goose, quantity: '2', who: '张姐', isTicked: true }],
    },
    { kind: 'order', lines: [{ index: 1, chosenOfferId: garlic, quantity: '3' }] },
    { kind: 'rest', why: 'unknown-goods', text: '老陈：核桃2斤' },
  ])
  expect(await database().basket.count()).toBe(0)
  const stranger = buyerOf(buyer.actor.accountId, [])
  expect(await readChatPage(stranger.actor, stranger.scope, '白鹅2只')).toMatchObject([{ kind: 'rest' }])
})
