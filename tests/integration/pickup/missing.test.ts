/** What coming events lack: every kind by hand, and nothing of what lies elsewhere or lacks nothing. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { database } from '#app/db/client.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import { readMissing } from '#app/queries/pickup/missing.server.ts'
import * as missingRoute from '#app/routes/organizer/missing.tsx'
import {
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  today,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'

useDatabase()
let organizer: Someone
beforeEach(async () => {
  await seedGround()
  organizer = await someone('organizer', { scopeCode: TOWN })
})

const read = () => readMissing(scopeFor(organizer, 'event:plan'))

describe('offers and events', () => {
  it('are missing a day where no open event holds theirs, and goods where no lot does', async () => {
    const event = await seedPickupEvent({ daysAhead: 14 })
    const served = await seedLot({ quantity: 3 })
    const before = await seedLot({
      productKey: 'hen',
      unitPriceFen: 9_000,
      referencePriceFen: 8_000,
      quantity: 4,
      availableTo: addDays(today(), 3),
    })
    const unserved = await seedLot({ villageCode: OTHER_VILLAGE, quantity: 5 })
    await seedLot({ villageCode: FOREIGN_VILLAGE })
    const empty = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 400 })
    const [first, second] = [await someone('buyer'), await someone('buyer')]
    const { villageCode, productId } = unserved.offer
    await database().watch.createMany({
      data: [first, second].map(({ accountId }) => ({ accountId, villageCode, productId })),
    })
    const missing = await read()
    expect(missing.noDay.map(({ offerId, left, asked }) => [offerId, left, asked])).toEqual([
      [unserved.offer.id, 5, 2],
      [before.offer.id, 4, 0],
    ])
    expect(missing.noDay.some(({ offerId }) => offerId === served.offer.id)).toBe(false)
    expect(missing.noStock.map(({ id }) => id)).toEqual([empty.id])
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'draft' } })
    expect((await read()).noDay).toHaveLength(3)
  })

  it('has few orders while the cut-off is near and a fifth of the room is not taken', async () => {
    const soon = new Date(Date.now() + 3_600_000)
    const few = await seedPickupEvent({ cutOffAt: soon, capacityOrders: 5 })
    await seedPickupEvent({ villageCode: FOREIGN_VILLAGE, cutOffAt: soon })
    await seedPickupEvent({ cutOffAt: soon, state: 'draft' })
    expect((await read()).fewOrders.map(({ id }) => id)).toEqual([few.id])
    const { product, offer, lot } = await seedLot()
    await seedOrder({ event: few, lines: [{ product, offer, from: [{ lot, quantity: 1 }] }] })
    expect((await read()).fewOrders).toEqual([])
  })
})

describe('orders and households', () => {
  it('are those short after a loss, unpaid though to be paid ahead, and those nobody can call', async () => {
    const event = await seedPickupEvent({ cutOffAt: new Date(Date.now() - 1_000) })
    const silent = await seedHousehold()
    const called = await seedHousehold({ gridNumber: 2 })
    await database().person.updateMany({
      where: { householdId: called.id },
      data: { phoneSealed: sealText('person.phone', '13800000001') },
    })
    const first = await seedLot({ householdId: silent.id })
    const second = await seedLot({ householdId: called.id })
    const { product, offer } = first
    const unpaid = await seedOrder({
      event,
      lines: [
        { product, offer, from: [{ lot: first.lot, quantity: 2 }] },
        { product, offer, from: [{ lot: second.lot, quantity: 1 }] },
      ],
    })
    await database().order.update({ where: { id: unpaid.order.id }, data: { payBy: 'transfer' } })
    const atDesk = await seedOrder({
      event,
      lines: [{ product, offer, from: [{ lot: first.lot, quantity: 1 }] }],
    })
    await database().notice.create({
      data: {
        countyCode: event.countyCode,
        accountId: atDesk.accountId,
        kind: 'goods-lost',
        orderId: atDesk.order.id,
        facts: { kind: 'goods-lost', why: 'died', lost: [{ lineNumber: 1, less: 2 }] },
        onceKey: 'lost',
        mail: 'none',
      },
    })
    await cutOffPickupEvents(SYSTEM_ACTOR)
    const missing = await read()
    expect(missing.short.map((row) => [row.orderNumber, row.less, row.left, row.event.id])).toEqual([
      [atDesk.order.number, 2, 1, event.id],
    ])
    const held = unpaid.lines.reduce((sum, line) => sum + Number(line.heldAmountFen), 0)
    expect(missing.unpaid.map((row) => [row.orderNumber, row.unpaidFen])).toEqual([
      [unpaid.order.number, held],
    ])
    expect(missing.noPhone.map(({ number }) => number)).toEqual([silent.number])
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    const { short, unpaid: dues, noPhone } = await read()
    expect([short, dues, noPhone]).toEqual([[], [], []])
  })
})

describe('the page', () => {
  it('shows the rows of the kind that is asked for, and says what it is', async () => {
    const { offer } = await seedLot()
    const browser = await browserOf({ '/organizer/missing': missingRoute }, organizer.accountId)
    const { html } = await browser.get(paths.organizerMissing())
    expect(html).toContain(paths.offer(offer.id))
    const { html: others } = await browser.get(paths.organizerMissing({ what: 'unpaid' }))
    expect(others).not.toContain(paths.offer(offer.id))
    expect(others.match(/<b>1<\/b>/g)).toHaveLength(1)
  })
})
