import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import * as close from '#app/routes/desk/close.tsx'
import * as desk from '#app/routes/desk/desk.tsx'
import * as order from '#app/routes/desk/order.tsx'
import * as queue from '#app/routes/desk/queue.tsx'
import * as topUp from '#app/routes/desk/top-up.tsx'
import * as walkUp from '#app/routes/desk/walk-up.tsx'
import * as event from '#app/routes/organizer/event.tsx'
import * as home from '#app/routes/organizer/home.tsx'
import * as newEvent from '#app/routes/organizer/new-event.tsx'
import * as sign from '#app/routes/village/sign.tsx'
import {
  FOREIGN_COUNTY,
  OTHER_VILLAGE,
  seedAccount,
  seedHousehold,
  seedLot,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  balanceOf,
  expectSoundBooks,
  never,
  newOperation,
  runningEvent,
  seedGeese,
  seedWeighed,
} from './desk-world.ts'

useDatabase({ per: 'file' })

const ROUTES = {
  '/organizer': home,
  '/organizer/events/new': newEvent,
  '/organizer/events/:id': event,
  '/desk/:eventId': desk,
  '/desk/:eventId/orders/:orderId': order,
  '/desk/:eventId/walk-up': walkUp,
  '/desk/:eventId/queue': queue,
  '/desk/:eventId/top-up': topUp,
  '/desk/:eventId/close': close,
  '/village/events/:eventId/sign': sign,
}

let world: Awaited<ReturnType<typeof runningEvent>>
let browser: Awaited<ReturnType<typeof browserOf>>
beforeEach(async () => {
  world = await runningEvent()
  browser = await browserOf(ROUTES, world.organizer.accountId)
})

describe('the day of an event, page by page', () => {
  it('finds an order, weighs it, hands it over, takes the money, counts, and is signed', async () => {
    const buyer = await seedAccount({ role: 'buyer', name: '周晓兰' })
    const household = await seedHousehold({ name: '罗守田', alias: '鹅棚户' })
    const { lot, offer, product } = await seedLot({
      householdId: household.id,
      productKey: 'goose-weighed',
      unitPriceFen: 1_680,
      referencePriceFen: 1_500,
    })
    const seeded = await seedOrder({
      event: world.event,
      lines: [{ product, offer, from: [{ lot, quantity: 1 }] }],
      buyer: { accountId: buyer.account.id, agencyId: buyer.agencyId ?? 0 },
      pickupCode: '406182',
    })
    const here = paths.desk(world.event.id)
    const orderPage = paths.deskOrder(world.event.id, seeded.order.id)

    const found = await browser.get(`${here}?q=${encodeURIComponent('４０６ １８２')}`)
    expect(found).toMatchObject({ status: 302, location: orderPage })
    const byName = await browser.get(`${here}?q=${encodeURIComponent('晓兰')}`)
    expect(byName.html).toContain('周**')
    expect(byName.html).not.toContain('周晓兰')

    const scale = await browser.get(orderPage)
    expect(scale.html).toContain('罗守田')
    const typed = { act: 'settle', line: seeded.lines[0]?.id ?? '', counted: 'weighed-piece' }
    const figure = `given-${lot.id}`
    const settle = (fields: Record<string, string>, html: string) =>
      browser.post(orderPage, { ...typed, operationId: hiddenField(html, 'operationId'), ...fields })

    const heavy = await settle({ [figure]: '９．６' }, scale.html)
    expect(heavy.status).toBe(400)
    expect(heavy.html).toContain('9.6斤')
    expect(heavy.html).toContain('name="accepted"')
    expect(heavy.html).toContain('９．６')
    expect((await settle({ [figure]: '8.94' }, heavy.html)).location).toBe(orderPage)

    const due = await browser.get(orderPage)
    expect(due.html).toContain('收现金150.10元')
    expect(due.html).toContain('扫码150.19元')
    const paid = await browser.post(orderPage, {
      act: 'pay',
      method: 'cash',
      operationId: hiddenField(due.html, 'operationId'),
      'shown-cash': hiddenField(due.html, 'shown-cash'),
      'shown-qr': hiddenField(due.html, 'shown-qr'),
    })
    expect(paid.location).toBe(orderPage)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(15_010)
    expect(await balanceOf(`household:${household.id}`)).toBe(-15_019)

    const closePage = paths.deskClose(world.event.id)
    expect((await browser.post(closePage, { act: 'close' })).location).toBe(closePage)
    const counting = await browser.get(closePage)
    const count = { act: 'count', operationId: hiddenField(counting.html, 'operationId') }
    const short = await browser.post(closePage, { ...count, 'pieces-10000': '1', 'pieces-5000': '1' })
    expect(short.status).toBe(400)
    expect(short.html).toContain('150.10元')
    const counted = await browser.post(closePage, {
      ...count,
      'pieces-10000': '1',
      'pieces-5000': '１',
      'pieces-10': '1',
    })
    expect(counted.location).toBe(closePage)
    expect((await browser.get(closePage)).html).toContain('都齐了')

    const lead = await seedAccount({ role: 'village-lead', scopeCode: VILLAGE })
    const signing = await browserOf(ROUTES, lead.account.id)
    const signPage = paths.villageSign(world.event.id)
    expect((await signing.get(signPage)).html).toContain('签字结账')
    expect((await signing.post(signPage, {})).location).toBe(signPage)
    expect((await signing.get(signPage)).html).toContain('已结账')
    expect((await browser.get(here)).html).toContain('这场活动已经结账')
    const closed = await browser.get(orderPage)
    expect(closed.html).toContain('鹅棚户')
    expect(closed.html).not.toContain('罗守田')
    await expectSoundBooks()
  })

  it('checks a buyer in by the code, calls them from the queue, and adds up geese as they are weighed', async () => {
    const { lot, offer, product } = await seedLot({ productKey: 'goose-weighed', unitPriceFen: 1_680 })
    const goose = { product, offer, from: [{ lot, quantity: 1 }] }
    const seeded = await seedOrder({ event: world.event, lines: [goose, goose, goose] })
    const here = paths.desk(world.event.id)
    const queuePage = paths.deskQueue(world.event.id)
    const orderPage = paths.deskOrder(world.event.id, seeded.order.id)
    const operationOf = (html: string) => ({ operationId: hiddenField(html, 'operationId') })
    expect((await browser.get(queuePage)).html).toContain('没有人在等')
    const found = { ...operationOf((await browser.get(here)).html), q: seeded.pickupCode }
    expect((await browser.post(here, found)).location).toBe(orderPage)
    // The same form again, and a name, only look.
    expect((await browser.post(here, found)).location).toBe(
      paths.desk(world.event.id, { q: seeded.pickupCode }),
    )
    expect((await browser.post(here, { q: '晓兰' })).location).toBe(paths.desk(world.event.id, { q: '晓兰' }))
    expect((await browser.get(here)).html).toContain('排队1人')

    const waiting = await browser.get(queuePage)
    expect(waiting.html).toContain('叫1号')
    expect((await browser.post(queuePage, operationOf(waiting.html))).location).toBe(orderPage)
    const late = await browser.post(queuePage, { operationId: randomUUID() })
    expect(late.status).toBe(400)
    expect(late.html).toContain('没有人在等了')

    let page = await browser.get(orderPage)
    expect(page.html).toContain('排1号')
    for (const [index, jin] of ['8.5', '9', '8'].entries()) {
      expect(page.html).toContain(`${index}/3`)
      const line = seeded.lines[index]?.id ?? ''
      expect(hiddenField(page.html, 'line')).toBe(line)
      const typed = { act: 'settle', line, counted: 'weighed-piece', [`given-${lot.id}`]: jin }
      expect((await browser.post(orderPage, { ...typed, ...operationOf(page.html) })).location).toBe(
        orderPage,
      )
      page = await browser.get(orderPage)
    }
    expect(page.html).toContain('428.40')
  })

  it('adds what a household fetched from home, and says what is missing first', async () => {
    const { lot, householdId } = await seedLot({ quantity: 1 })
    const page = paths.deskTopUp(world.event.id, { household: householdId })
    const { html } = await browser.get(page)
    const typed = { operationId: hiddenField(html, 'operationId'), lot: `${lot.id}:pieces`, quantity: '３' }
    const unasked = await browser.post(page, typed)
    expect(unasked.status).toBe(400)
    expect(unasked.html).toContain('先问农户')
    expect(unasked.html).toContain('３')
    expect((await browser.post(page, { ...typed, quantity: 'x', agreed: 'on' })).status).toBe(400)
    const done = paths.deskTopUp(world.event.id, { added: typed.operationId })
    expect((await browser.post(page, { ...typed, agreed: 'on' })).location).toBe(done)
    expect((await browser.get(done)).html).toContain('现有4只可卖')
  })

  it('asks why when less is given, and records the reason tapped', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 3, reserved: 2 }])
    const lot = seeded.lots[0]?.lot ?? never()
    const page = paths.deskOrder(world.event.id, seeded.order.id)
    const first = await browser.get(page)
    const form = { act: 'settle', line: seeded.line.id, counted: 'pieces', [`given-${lot.id}`]: '1' }
    const asked = await browser.post(page, { ...form, operationId: hiddenField(first.html, 'operationId') })
    expect(asked.status).toBe(400)
    expect(asked.html).toContain('value="short:not-brought"')
    expect(asked.html).toContain('value="refused:changed-mind"')
    const told = await browser.post(page, {
      ...form,
      operationId: hiddenField(asked.html, 'operationId'),
      missing: 'short:',
      reasonText: ' 鹅昨晚跑了一只 ',
    })
    expect(told.location).toBe(page)
    const shortfalls = await database().shortfall.findMany({ where: { orderLineId: seeded.line.id } })
    expect(shortfalls).toMatchObject([{ kind: 'short', quantity: 1, reason: '鹅昨晚跑了一只' }])
    expect((await browser.get(page)).html).toContain('鹅昨晚跑了一只')
  })

  it('leads from “not wanted” to the reasons, with nothing given unless it is typed', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 3, reserved: 2 }])
    const page = paths.deskOrder(world.event.id, seeded.order.id, { line: seeded.line.id, why: 'refused' })
    const { html } = await browser.get(page)
    expect(html).toContain('value="refused:too-big"')
    expect(html).not.toContain('value="short:spoiled"')
    expect(html).toMatch(/name="given-\d+"[^>]*value="0"/)
  })

  it('marks an order as not collected', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 3, reserved: 2 }])
    const page = paths.deskOrder(world.event.id, seeded.order.id)
    const { html } = await browser.get(page)
    const gone = { act: 'no-show', operationId: hiddenField(html, 'operationId') }
    expect((await browser.post(page, gone)).location).toBe(page)
    expect((await browser.get(page)).html).toContain('没来取2只')
  })

  it('shows what is handed over and not paid in amber', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'celtuce',
      quantity: 1_000,
      unitPriceFen: 333,
    })
    const page = paths.deskOrder(world.event.id, seeded.order.id)
    const { html } = await browser.get(page)
    await browser.post(page, {
      act: 'settle',
      line: seeded.line.id,
      counted: 'weight',
      operationId: hiddenField(html, 'operationId'),
      [`given-${seeded.lot.id}`]: '2',
    })
    expect((await browser.get(paths.desk(world.event.id))).html).toMatch(/chip look(.|\n)*?未付6\.66/)
  })

  it('sells at the stall in a form that is filled in already but for the quantity', async () => {
    const household = await seedHousehold({ name: '蒲小满' })
    const { lot } = await seedLot({ householdId: household.id, productKey: 'hen', unitPriceFen: 8_800 })
    const page = paths.deskWalkUp(world.event.id, { household: household.id })
    const list = await browser.get(`${paths.deskWalkUp(world.event.id)}?q=${encodeURIComponent('小满')}`)
    expect(list.html).toContain(page.replaceAll('&', '&amp;'))
    const { html } = await browser.get(page)
    expect(html).toMatch(
      new RegExp(`checked="" value="${lot.id}:pieces"|value="${lot.id}:pieces"[^>]*checked`),
    )
    const sold = await browser.post(page, {
      operationId: hiddenField(html, 'operationId'),
      lot: `${lot.id}:pieces`,
      quantity: '２',
      method: 'cash',
    })
    expect(sold.status).toBe(302)
    expect((await browser.get(sold.location ?? '')).html).toContain('176.00元')
    const more = await browser.post(page, {
      operationId: hiddenField((await browser.get(page)).html, 'operationId'),
      lot: `${lot.id}:pieces`,
      quantity: '9',
      method: 'qr',
    })
    expect(more.status).toBe(409)
    expect(more.html).toContain('只剩3只')
  })
})

describe('planning, page by page', () => {
  const fields = (change: Record<string, string> = {}): [string, string][] => [
    ...Object.entries({
      title: '“以购助扶”活动',
      villageCode: VILLAGE,
      place: '村委会广场',
      day: addDays(today(), 9),
      startsAt: '09:00',
      endsAt: '11:30',
      cutOffDay: addDays(today(), 7),
      cutOffAt: '18:00',
      capacityOrders: '１００',
      scaleCount: '2',
      ...change,
    }),
    ['servedVillageCodes', VILLAGE],
    ['servedVillageCodes', OTHER_VILLAGE],
  ]

  it('makes a draft, opens it, and shows what each household brings', async () => {
    const made = await browser.post(paths.organizerNewEvent(), fields())
    expect(made.status).toBe(302)
    const page = made.location ?? ''
    expect((await browser.get(page)).html).toContain('开始收单')
    expect((await browser.post(page, { from: 'draft', to: 'open' })).location).toBe(page)
    const stale = await browser.post(page, { from: 'draft', to: 'open' })
    expect(stale.status).toBe(400)
    const id = Number(page.split('/').at(-1))
    const opened = await database().pickupEvent.findUniqueOrThrow({ where: { id } })
    const household = await seedHousehold({ alias: '竹林户', name: '张三丰' })
    const { lot, offer, product } = await seedLot({ householdId: household.id, quantity: 4 })
    await seedOrder({ event: opened, lines: [{ product, offer, from: [{ lot, quantity: 3 }] }] })
    const { html } = await browser.get(page)
    expect(html).toContain('竹林户')
    expect(html).toContain('大白鹅3只')
    expect(html).not.toContain('张三丰')
  })

  it('says by the field what is wrong, and keeps what was typed and ticked', async () => {
    const refused = await browser.post(
      paths.organizerNewEvent(),
      fields({ endsAt: '08:00', capacityOrders: '许多' }),
    )
    expect(refused.status).toBe(400)
    expect(refused.html).toContain('id="capacityOrders-error"')
    expect(refused.html).toContain('value="许多"')
    expect(refused.html).toMatch(
      new RegExp(`value="${OTHER_VILLAGE}"[^>]*checked|checked=""[^>]*value="${OTHER_VILLAGE}"`),
    )
    const late = await browser.post(paths.organizerNewEvent(), fields({ endsAt: '08:00' }))
    expect(late.html).toContain('id="endsAt-error"')
  })

  it('lists events in scope and no others', async () => {
    const own = await browser.get(paths.organizer())
    expect(own.html).toContain(paths.organizerEvent(world.event.id))
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    const other = await (await browserOf(ROUTES, foreign.accountId)).get(paths.organizer())
    expect(other.html).not.toContain('/organizer/events/1')
  })
})

describe('who gets in', () => {
  const pages = (eventId: number) => [
    paths.organizerEvent(eventId),
    paths.desk(eventId),
    paths.deskWalkUp(eventId),
    paths.deskClose(eventId),
  ]

  it('shows an organizer of another county nothing', async () => {
    const other = await actorWith('organizer', FOREIGN_COUNTY)
    const foreign = await browserOf(ROUTES, other.accountId)
    for (const page of pages(world.event.id))
      expect(await foreign.get(page)).toMatchObject({ status: 404, html: '' })
    const { order: seeded } = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
    expect(await foreign.get(paths.deskOrder(world.event.id, seeded.id))).toMatchObject({ status: 404 })
    expect(await foreign.post(paths.deskClose(world.event.id), { act: 'close' })).toMatchObject({
      status: 404,
    })
  })

  it('sends a visitor to sign in, and a buyer away', async () => {
    const visitor = await browserOf(ROUTES, null)
    expect((await visitor.get(paths.desk(world.event.id))).location).toContain('/login')
    const buyer = await seedAccount({ role: 'buyer' })
    expect(await (await browserOf(ROUTES, buyer.account.id)).get(paths.desk(world.event.id))).toMatchObject({
      status: 403,
    })
  })

  it('knows no order of another event, and nothing by a made-up address', async () => {
    const { order: seeded } = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
    const elsewhere = await runningEvent()
    const there = await browserOf(ROUTES, elsewhere.organizer.accountId)
    for (const page of [
      paths.deskOrder(elsewhere.event.id, seeded.id),
      paths.deskOrder(world.event.id, 'x'),
      '/desk/abc',
      '/desk/99999999999',
    ]) {
      expect(await there.get(page)).toMatchObject({ status: 404 })
    }
  })
})

describe('a desk that mends what it did', () => {
  it('takes goods back, gives the difference back, and takes both back again', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 5, reserved: 2 }])
    const lot = seeded.lots[0]?.lot ?? never()
    const page = paths.deskOrder(world.event.id, seeded.order.id)
    const send = async (fields: Record<string, string>) => {
      const { html } = await browser.get(page)
      const hidden = ['shown-cash', 'shown-qr'].flatMap((name) =>
        html.includes(`name="${name}"`) ? [[name, hiddenField(html, name)]] : [],
      )
      const operationId = hiddenField(html, 'operationId')
      return browser.post(page, { operationId, ...Object.fromEntries(hidden), ...fields })
    }
    const line = seeded.line.id
    await send({ act: 'settle', line, counted: 'pieces', [`given-${lot.id}`]: '2' })
    expect((await send({ act: 'pay', method: 'cash' })).location).toBe(page)
    const settled = await browser.get(page)
    expect(settled.html).toContain('退货，或者记错了')
    expect(settled.html).toContain('撤销这笔钱')

    const back = { act: 'return', line, lot: String(lot.id), counted: 'pieces', reason: 'sick' }
    expect((await send({ ...back, quantity: '两只' })).status).toBe(400)
    const tooMany = await send({ ...back, quantity: '3' })
    expect(tooMany.html).toContain('只交过2只')
    expect((await send({ ...back, quantity: '1' })).location).toBe(page)
    const owed = await browser.get(page)
    expect(owed.html).toContain('退现金120.00元')
    expect(owed.html).toContain('退回')
    expect((await send({ act: 'pay', method: 'cash' })).location).toBe(page)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(12_000)
    const shown = await browser.get(page)
    expect(shown.html).toContain('这一单办完了')

    const undone = /name="undone" value="([^"]+)"/.exec(shown.html)?.[1] ?? ''
    expect((await send({ act: 'undo', undone, reason: '' })).status).toBe(400)
    expect((await send({ act: 'undo', undone, reason: 'wrong-figure' })).location).toBe(page)
    const again = await browser.get(page)
    expect(again.html).toContain('多付了120.00元')
    expect(again.html).toContain('name="counted"')
    await expectSoundBooks()
  })

  it('takes a sale at the stall back from its note', async () => {
    const { lot } = await seedLot({ quantity: 3 })
    const page = paths.deskWalkUp(world.event.id)
    const sale = newOperation()
    await sellWalkUp(world.organizer, world.scope, {
      operationId: sale,
      eventId: world.event.id,
      lotId: lot.id,
      quantity: 1,
      weightGrams: null,
      method: 'cash',
    })
    const order = paths.deskOrder(world.event.id, sale)
    expect((await browser.get(`${page}?sold=${sale}`)).html).toContain(`href="${order}"`)
    const shown = await browser.get(order)
    const done = await browser.post(order, {
      act: 'undo',
      operationId: hiddenField(shown.html, 'operationId'),
      undone: sale,
      reason: 'tapped-by-mistake',
    })
    expect(done.location).toBe(paths.desk(world.event.id))
    expect((await browser.get(`${page}?sold=${sale}`)).html).not.toContain(`href="${order}"`)
    await expectSoundBooks()
  })
})

describe('other goods for what is missing', () => {
  it('are chosen among the reasons, with what was brought of the line, and refused in their own measure', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 3, reserved: 3 }])
    const goose = seeded.lots[0]?.lot ?? never()
    const { lot } = await seedLot({ productKey: 'celtuce', quantity: 4_000, unitPriceFen: 250 })
    const page = paths.deskOrder(world.event.id, seeded.order.id, { line: seeded.line.id, why: 'short' })
    const plain = await browser.get(paths.deskOrder(world.event.id, seeded.order.id))
    expect(plain.html).not.toContain('name="substitute"')
    const asked = await browser.get(page)
    expect(asked.html).toContain('换别的货')
    expect(asked.html).toContain(`value="${lot.id}:weight"`)
    expect(asked.html).not.toContain(`value="${goose.id}:`)
    const send = (fields: Record<string, string>) =>
      browser.post(page, {
        act: 'substitute',
        line: seeded.line.id,
        counted: 'pieces',
        operationId: hiddenField(asked.html, 'operationId'),
        [`given-${goose.id}`]: '1',
        substitute: `${lot.id}:weight`,
        ...fields,
      })
    const unread = await send({ substituteQuantity: '' })
    expect(unread.status).toBe(400)
    const tooMuch = await send({ substituteQuantity: '8.5' })
    expect(tooMuch.html).toContain('只剩8斤')
    expect(tooMuch.html).toContain('8.5')
    expect((await send({ substituteQuantity: '4', substitute: '' })).html).toContain('选一样货')
    expect((await send({ substituteQuantity: '4' })).location).toBe(
      paths.deskOrder(world.event.id, seeded.order.id),
    )
    const after = await browser.get(paths.deskOrder(world.event.id, seeded.order.id))
    expect(after.html).toContain('换了别的货')
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(13_000)
    await expectSoundBooks()
  })
})
