import { mkdirSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { paths } from '#app/paths.ts'
import * as close from '#app/routes/desk/close.tsx'
import * as desk from '#app/routes/desk/desk.tsx'
import * as order from '#app/routes/desk/order.tsx'
import * as walkUp from '#app/routes/desk/walk-up.tsx'
import * as event from '#app/routes/organizer/event.tsx'
import * as home from '#app/routes/organizer/home.tsx'
import * as newEvent from '#app/routes/organizer/new-event.tsx'
import * as sign from '#app/routes/village/sign.tsx'
import { OTHER_VILLAGE, seedAccount, seedHousehold, seedLot, seedPickupEvent, VILLAGE } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { newOperation, piece, runningEvent, settlingAt, never } from './desk-world.ts'
useDatabase({ per: 'file' })
const ROUTES = { '/organizer': home, '/organizer/events/new': newEvent, '/organizer/events/:id': event, '/desk/:eventId': desk, '/desk/:eventId/orders/:orderId': order, '/desk/:eventId/walk-up': walkUp, '/desk/:eventId/close': close, '/village/events/:eventId/sign': sign }
it('shots', async () => {
  const world = await runningEvent({ serves: [VILLAGE, OTHER_VILLAGE] })
  const b = await browserOf(ROUTES, world.organizer.accountId)
  mkdirSync('/tmp/y/desk/pages', { recursive: true })
  const save = (name: string, html: string) => writeFileSync(`/tmp/y/desk/pages/${name}.html`, `<!doctype html><html lang="zh-CN" class="js"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="../css/look.css"></head><body>${html}<script type="module" src="../enhance.js"></script></body></html>`)
  const names = ['罗守田', '蒲小满', '任桂芳', '敬天明', '谢长顺']
  const alias = ['鹅棚户', '石磨户', '井边户', '竹林户', '坡上户']
  const hh = []
  for (const [i, name] of names.entries()) hh.push(await seedHousehold({ name, alias: alias[i], villageCode: i < 3 ? VILLAGE : OTHER_VILLAGE }))
  const goose = []
  for (const h of hh.slice(0, 3)) goose.push(await seedLot({ householdId: h.id, productKey: 'goose-weighed', unitPriceFen: 1680, referencePriceFen: 1500, quantity: 6 }))
  const garlic = await seedLot({ householdId: hh[3]!.id, villageCode: OTHER_VILLAGE, productKey: 'garlic', unitPriceFen: 560, referencePriceFen: 500, quantity: 20_000 })
  const eggs = await seedLot({ householdId: hh[4]!.id, villageCode: OTHER_VILLAGE, productKey: 'eggs', unitPriceFen: 150, referencePriceFen: 130, quantity: 300 })
  const eggs2 = await seedLot({ householdId: hh[3]!.id, villageCode: OTHER_VILLAGE, productKey: 'eggs', unitPriceFen: 150, referencePriceFen: 130, quantity: 60 })
  const g = (i: number) => goose[i] ?? never()
  const big = await seedOrder({ event: world.event, pickupCode: '406182', lines: [
    { product: g(0).product, offer: g(0).offer, from: [{ lot: g(0).lot, quantity: 1 }] },
    { product: g(0).product, offer: g(0).offer, from: [{ lot: g(0).lot, quantity: 1 }] },
    { product: g(0).product, offer: g(0).offer, from: [{ lot: g(1).lot, quantity: 1 }] },
    { product: garlic.product, offer: garlic.offer, from: [{ lot: garlic.lot, quantity: 2500 }] },
    { product: eggs.product, offer: eggs.offer, from: [{ lot: eggs2.lot, quantity: 20 }, { lot: eggs.lot, quantity: 40 }] },
  ] })
  const small = await seedOrder({ event: world.event, lines: [{ product: garlic.product, offer: garlic.offer, from: [{ lot: garlic.lot, quantity: 1500 }] }] })
  const acct = await seedOrder({ event: world.event, payBy: 'agency-account', capacity: 'canteen', lines: [{ product: eggs.product, offer: eggs.offer, from: [{ lot: eggs.lot, quantity: 120 }] }] })
  const owed = await seedOrder({ event: world.event, lines: [{ product: garlic.product, offer: garlic.offer, from: [{ lot: garlic.lot, quantity: 1000 }] }] })
  for (let i = 0; i < 3; i++) await seedOrder({ event: world.event, lines: [{ product: eggs.product, offer: eggs.offer, from: [{ lot: eggs.lot, quantity: 10 + i }] }] })
  const settle = (o: any, i: number, parts: any[], missing: any = null) => settleLine(world.organizer, world.scope, settlingAt(world.event.id, { order: o.order, line: o.lines[i] }, { parts, missing }))
  await settle(big, 0, [{ lotId: g(0).lot.id, quantity: 1, weightGrams: 4310 }])
  await settle(small, 0, [piece(garlic.lot, 1500)])
  await takePayment(world.organizer, world.scope, { operationId: newOperation(), eventId: world.event.id, orderId: small.order.id, method: 'cash', shownFen: 1680 })
  await settle(acct, 0, [piece(eggs.lot, 100)], { kind: 'short', reason: 'not-brought' })
  await settle(owed, 0, [piece(garlic.lot, 1013)])
  const id = world.event.id
  save('desk', (await b.get(paths.desk(id))).html)
  save('order', (await b.get(paths.deskOrder(id, big.order.id))).html)
  save('order-eggs', (await b.get(paths.deskOrder(id, big.order.id, { line: big.lines[4]!.id }))).html)
  const why = await b.get(paths.deskOrder(id, big.order.id, { line: big.lines[4]!.id, why: 'refused' }))
  save('order-why', why.html)
  const heavy = await b.post(paths.deskOrder(id, big.order.id), { act: 'settle', counted: 'weighed-piece', line: big.lines[1]!.id, operationId: hiddenField(why.html, 'operationId'), [`given-${g(0).lot.id}`]: '9.8' })
  save('order-heavy', heavy.html)
  save('pay', (await b.get(paths.deskOrder(id, owed.order.id))).html)
  save('account', (await b.get(paths.deskOrder(id, acct.order.id))).html)
  save('walk-up', (await b.get(paths.deskWalkUp(id))).html)
  const w = await b.get(paths.deskWalkUp(id, { household: hh[3]!.id }))
  save('walk-up-form', w.html)
  const sold = await b.post(paths.deskWalkUp(id, { household: hh[3]!.id }), { operationId: hiddenField(w.html, 'operationId'), lot: `${garlic.lot.id}:weight`, quantity: '3.3', method: 'cash' })
  save('sold', (await b.get(sold.location!)).html)
  save('close', (await b.get(paths.deskClose(id))).html)
  save('organizer-event', (await b.get(paths.organizerEvent(id))).html)
  await b.post(paths.deskClose(id), { act: 'close' })
  save('close-count', (await b.get(paths.deskClose(id))).html)
  const lead = await seedAccount({ role: 'village-lead', scopeCode: VILLAGE, name: '杨书记' })
  const lb = await browserOf(ROUTES, lead.account.id)
  save('sign-missing', (await lb.get(paths.villageSign(id))).html)
  for (const [state, days] of [['draft', 20], ['open', 14], ['cut-off', 0], ['closed', -7]] as const) await seedPickupEvent({ state, daysAhead: days })
  save('organizer', (await b.get(paths.organizer())).html)
  save('new-event', (await b.get(paths.organizerNewEvent())).html)
  save('new-event-refused', (await b.post(paths.organizerNewEvent(), { title: '', day: '2020-01-01', startsAt: '09:00', endsAt: '08:00', capacityOrders: '许多' })).html)
})
