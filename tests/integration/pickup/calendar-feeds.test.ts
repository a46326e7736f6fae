import { randomUUID } from 'node:crypto'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCalendarFeed } from '#app/commands/pickup/make-calendar-feed.server.ts'
import { database, type Prisma } from '#app/db/client.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { civilDateOf, daysBetween } from '#app/domain/kernel/calendar.ts'
import { readOwnCalendar, readVillageCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { loader as ownLoader } from '#app/routes/resources/own-calendar.ts'
import { loader as villageLoader } from '#app/routes/resources/village-calendar.ts'
import { takeTry } from '#app/web/rate-limit.server.ts'
import {
  OTHER_VILLAGE,
  seedAgency,
  seedGround,
  seedLot,
  seedPickupEvent,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import { type Buyer, order, seedBuyer } from '../ordering/buyers.ts'

useDatabase()
beforeEach(seedGround)

const NOW = new Date()
const noScope = (buyer: Pick<Buyer, 'actor'>) => scopeOf(buyer.actor, [])

const makeOwn = (buyer: Pick<Buyer, 'actor'>, formKey: string = randomUUID()) =>
  makeCalendarFeed(buyer.actor, noScope(buyer), { formKey, agencyId: null })

async function tokenOf(buyer: Pick<Buyer, 'actor'>, formKey?: string): Promise<string> {
  const made = await makeOwn(buyer, formKey)
  if (!made.ok || made.value.token === null) throw new Error('no calendar')
  return made.value.token
}
const idsOf = async (token: string) => (await readOwnCalendar(token, NOW))?.map(({ id }) => id) ?? null

/** An event with geese of its village, and what a buyer ordered there. */
async function orderedAt(buyer: Buyer, villageCode = VILLAGE) {
  const event = await seedPickupEvent({ villageCode })
  const { offer } = await seedLot({ villageCode, quantity: 9 })
  await order(buyer, [{ offerId: offer.id, quantity: 1 }])
  return event
}

const ask = async (loader: typeof ownLoader, params: Record<string, string>, address = '203.0.113.9') => {
  const request = new Request('http://yigou.test/calendar')
  try {
    const args = { request, params, context: { clientAddress: address } } as unknown as LoaderFunctionArgs
    return await loader(args)
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

describe('what a calendar tells a changed event by', () => {
  const revision = async (id: number) =>
    (await database().pickupEvent.findUniqueOrThrow({ where: { id } })).revision
  const change = (id: number, data: object) => database().pickupEvent.update({ where: { id }, data })

  it('goes up with a move, another place and the cancelling, and with nothing else', async () => {
    const { id, startsAt } = await seedPickupEvent({ state: 'draft' })
    expect(await revision(id)).toBe(0)
    await change(id, { state: 'open', ordersTaken: 1, capacityOrders: 50, title: '别的名字' })
    expect(await revision(id)).toBe(0)
    await change(id, { startsAt: new Date(startsAt.getTime() + 60_000) })
    await change(id, { place: '学校操场' })
    expect(await revision(id)).toBe(2)
    await change(id, { place: '学校操场' })
    expect(await revision(id)).toBe(2)
    await change(id, { state: 'cancelled' })
    expect(await revision(id)).toBe(3)
  })
})

describe('a village’s calendar', () => {
  it('has its events and those where its goods come, moved and cancelled ones told as such, and no draft', async () => {
    const held = await seedPickupEvent({ daysAhead: 7 })
    const served = await seedPickupEvent({
      villageCode: OTHER_VILLAGE,
      serves: [OTHER_VILLAGE, VILLAGE],
      daysAhead: 8,
    })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE })
    await seedPickupEvent({ state: 'draft' })
    await database().pickupEvent.update({ where: { id: held.id }, data: { state: 'cancelled' } })
    await database().pickupEvent.update({ where: { id: served.id }, data: { place: '学校操场' } })
    const calendar = await readVillageCalendar(VILLAGE, NOW)
    expect(calendar?.name).toBe('白鹿垭')
    expect(calendar?.events.map(({ id, revision, isCancelled }) => [id, revision, isCancelled])).toEqual([
      [held.id, 1, true],
      [served.id, 1, false],
    ])
    expect(await readVillageCalendar('510981100999', NOW)).toBeNull()
  })

  it('has the soonest of more than it holds, and what was over last month no more', async () => {
    const { id: _, ...event } = await seedPickupEvent({ daysAhead: 3 })
    const ahead = Array.from({ length: 300 }, (_, n) => n + 4)
    await database().pickupEvent.createMany({
      data: [-32, -30, ...ahead].map((days) => {
        const shift = (at: Date) => new Date(at.getTime() + (days - 3) * 86_400_000)
        const [startsAt, endsAt, cutOffAt] = [event.startsAt, event.endsAt, event.cutOffAt].map(shift)
        return { ...event, startsAt, endsAt, cutOffAt } as Prisma.PickupEventCreateManyInput
      }),
    })
    const starts = (await readVillageCalendar(VILLAGE, NOW))?.events.map(({ startsAt }) => startsAt) ?? []
    const daysTo = (at: string | undefined) => daysBetween(today(), civilDateOf(new Date(at ?? '')))
    expect([starts.length, daysTo(starts[0]), daysTo(starts[1])]).toEqual([300, -30, 3])
    expect(starts).toEqual([...starts].sort())
  })

  it('is a file anybody may have, the same name for the same event for ever', async () => {
    const event = await seedPickupEvent()
    const answer = await ask(villageLoader, { code: VILLAGE })
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('set-cookie')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      null,
    ])
    expect(answer.headers.get('cache-control')).toBe('public, max-age=900')
    expect(answer.headers.get('vary')).toBe('Cookie, Accept-Language')
    const file = await answer.text()
    expect(file).toContain(`\r\nUID:pickup-event-${event.id}@510981000000.yigou\r\n`)
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cancelled' } })
    const later = await (await ask(villageLoader, { code: VILLAGE })).text()
    expect(later).toContain(`\r\nUID:pickup-event-${event.id}@510981000000.yigou\r\n`)
    expect(later).toContain('\r\nSTATUS:CANCELLED\r\nSEQUENCE:1\r\n')
    expect((await ask(villageLoader, { code: '510981100999' })).status).toBe(404)
  })
})

describe('a person’s calendar', () => {
  it('has the events of the person’s open orders and no other, and what was cancelled as cancelled', async () => {
    const buyer = await seedBuyer()
    const mine = await orderedAt(buyer)
    const theirs = await orderedAt(await seedBuyer(), OTHER_VILLAGE)
    const token = await tokenOf(buyer)
    expect(await idsOf(token)).toEqual([mine.id])
    expect(theirs.id).not.toBe(mine.id)
    await database().pickupEvent.update({ where: { id: mine.id }, data: { state: 'cancelled' } })
    await database().orderLine.updateMany({ where: { eventId: mine.id }, data: { state: 'cancelled' } })
    expect(await readOwnCalendar(token, NOW)).toMatchObject([{ id: mine.id, isCancelled: true, revision: 1 }])
    await database().pickupEvent.update({ where: { id: mine.id }, data: { state: 'open' } })
    expect(await idsOf(token)).toEqual([])
  })

  it('says no more than the event’s own page: no name, no goods, no code', async () => {
    const buyer = await seedBuyer()
    const event = await orderedAt(buyer)
    const answer = await ask(ownLoader, { token: await tokenOf(buyer) })
    expect([
      answer.status,
      answer.headers.get('cache-control'),
      answer.headers.get('x-robots-tag'),
      answer.headers.get('set-cookie'),
    ]).toEqual([200, 'private, no-store', 'noindex', null])
    const file = (await answer.text()).replaceAll('\r\n ', '')
    const own = file.split('\r\n').filter((line) => !/^(DTSTAMP|DTSTART|DTEND|DESCRIPTION)/.test(line))
    expect(own).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Yigou//Pickup events//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:易购取货',
      'X-WR-CALNAME:易购取货',
      'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
      'X-PUBLISHED-TTL:PT6H',
      'BEGIN:VEVENT',
      `UID:pickup-event-${event.id}@510981000000.yigou`,
      expect.stringMatching(/^SUMMARY:.*白鹿垭/),
      expect.stringMatching(/^LOCATION:.*村委会广场/),
      `URL:http://yigou.test/events/${event.id}`,
      'STATUS:CONFIRMED',
      'SEQUENCE:0',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  it('is kept as a hash only; a new address stops the one before, and so does the end of the account', async () => {
    const buyer = await seedBuyer()
    const first = await tokenOf(buyer)
    expect(first).toMatch(/^[\w-]{43}$/)
    const rows = await database().$queryRaw`SELECT row_to_json(f)::text AS text FROM calendar_feed f`
    expect(JSON.stringify(rows)).not.toContain(first)
    const second = await tokenOf(buyer)
    expect([await idsOf(first), await idsOf(second)]).toEqual([null, []])
    const [third, fourth] = await Promise.all([tokenOf(buyer), tokenOf(buyer)])
    expect(await database().calendarFeed.count()).toBe(1)
    const standing = [await idsOf(third), await idsOf(fourth)].filter((ids) => ids !== null)
    expect(standing).toHaveLength(1)
    expect(await database().activityRecord.count({ where: { act: 'calendar:link' } })).toBe(4)
    await database().account.update({ where: { id: buyer.actor.accountId }, data: { endedAt: NOW } })
    expect([await idsOf(third), await idsOf(fourth)]).toEqual([null, null])
  })

  it('keeps the address that a form made when the form is sent again, also by two at once', async () => {
    const buyer = await seedBuyer()
    const formKey = randomUUID()
    const verdicts = await Promise.all([makeOwn(buyer, formKey), makeOwn(buyer, formKey)])
    const tokens = verdicts.flatMap((made) => (made.ok && made.value.token ? [made.value.token] : []))
    expect(tokens).toHaveLength(1)
    const rows = () => database().calendarFeed.findMany()
    const before = await rows()
    expect(await makeOwn(buyer, formKey)).toEqual({ ok: true, value: { token: null } })
    expect(await rows()).toEqual(before)
    expect(await idsOf(tokens[0] ?? '')).toEqual([])
    expect(await database().activityRecord.count({ where: { act: 'calendar:link' } })).toBe(1)
  })

  it('loses what is on an agency’s account with the place in the agency, as the orders page does', async () => {
    const agency = await seedAgency({ memberLimitFen: 1_000_000 })
    const buyer = await seedBuyer({ agencyId: agency.id })
    const event = await orderedAt(buyer)
    await database().order.updateMany({ data: { payBy: 'agency-account' } })
    const token = await tokenOf(buyer)
    expect(await idsOf(token)).toEqual([event.id])
    await database().assignment.updateMany({
      where: { accountId: buyer.actor.accountId },
      data: { endedAt: NOW },
    })
    expect(await idsOf(token)).toEqual([])
  })
})

describe('an agency’s calendar', () => {
  const make = (who: Someone, agencyId: number) =>
    makeCalendarFeed(who.actor, scopeOf(who.actor, rolesWith('agency:read')), {
      formKey: randomUUID(),
      agencyId,
    })

  it('has the events of all its open orders, and is made by its managers only', async () => {
    const agency = await seedAgency()
    const other = await seedAgency()
    const manager = await someone('agency-manager', { agencyId: agency.id })
    const here = await orderedAt(await seedBuyer({ agencyId: agency.id }))
    const there = await orderedAt(await seedBuyer({ agencyId: agency.id }), OTHER_VILLAGE)
    const made = await make(manager, agency.id)
    expect(made.ok && (await idsOf(made.value.token ?? ''))?.sort()).toEqual([here.id, there.id].sort())
    const before = await database().calendarFeed.count()
    expect(await make(manager, other.id)).toEqual({ ok: false, code: 'not-found' })
    const member = await someone('buyer', { agencyId: agency.id })
    expect(
      await makeCalendarFeed(member.actor, scopeFor(member, 'order:place'), {
        formKey: randomUUID(),
        agencyId: agency.id,
      }),
    ).toEqual({ ok: false, code: 'not-found' })
    expect(await database().calendarFeed.count()).toBe(before)
  })
})

it('answers guesses with "not found", and after too many of one address not at all; who has the secret is not counted', async () => {
  const address = '203.0.113.77'
  const buyer = await seedBuyer()
  const token = await tokenOf(buyer)
  const statuses = new Set<number>()
  for (let n = 0; n < 201; n++) statuses.add((await ask(ownLoader, { token: `guess${n}` }, address)).status)
  expect([...statuses]).toEqual([404, 429])
  expect((await ask(ownLoader, { token }, address)).status).toBe(200)
  expect(await takeTry({ name: null, address })).toMatchObject({ ok: true })
})
