import { beforeEach, describe, expect, it } from 'vitest'
import { remindOrganizers } from '#app/commands/notices/remind-organizers.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { isEventToday } from '#app/domain/notices/reminder.ts'
import { COUNTY, FOREIGN_COUNTY, seedGround, seedPickupEvent, TOWN, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith } from '../handover/desk-world.ts'
import { kindsTold } from './people.ts'

useDatabase()

const HOUR = 3_600_000

let townsOwn: number
let countysOwn: number
beforeEach(async () => {
  await seedGround()
  townsOwn = (await actorWith('organizer', TOWN)).accountId
  countysOwn = (await actorWith('organizer', COUNTY)).accountId
  await actorWith('organizer', FOREIGN_COUNTY)
  await actorWith('village-lead', VILLAGE)
})

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR)
const remind = () => remindOrganizers(SYSTEM_ACTOR)
const notices = () => database().notice.findMany({ orderBy: { accountId: 'asc' } })

/** Less than sixteen hours ahead is past eight on the day before, at whatever hour this runs. */
const nearCutOff = (state = 'open') => seedPickupEvent({ state, cutOffAt: inHours(5) })

describe('remindOrganizers', () => {
  it('tells everyone who organizes in its reach of a cut-off, once, also with several processes', async () => {
    const event = await nearCutOff()
    const counts = await Promise.all([remind(), remind(), remind()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(await remind()).toBe(0)
    const told = await notices()
    expect(told.map(({ accountId }) => accountId)).toEqual([townsOwn, countysOwn].sort((a, b) => a - b))
    expect(told[0]).toMatchObject({
      countyCode: COUNTY,
      kind: 'cut-off-near',
      orderId: null,
      onceKey: `cut-off-near:${told[0]?.accountId}:${event.id}:${civilDateOf(event.cutOffAt)}`,
      facts: {
        event: {
          eventId: event.id,
          startsAt: event.startsAt.toISOString(),
          endsAt: event.endsAt.toISOString(),
        },
        cutOffAt: event.cutOffAt.toISOString(),
        isOpen: true,
        ordersTaken: 0,
        capacityOrders: 100,
      },
    })
  })

  it('says of a draft that it is not open', async () => {
    await nearCutOff('draft')
    expect(await remind()).toBe(2)
    expect((await notices())[0]?.facts).toMatchObject({ isOpen: false })
  })

  it('says nothing of cut-offs that are far or past, of cancelled events, nor to who has left', async () => {
    await seedPickupEvent({ cutOffAt: inHours(41) })
    await seedPickupEvent({ cutOffAt: inHours(-1) })
    await seedPickupEvent({ state: 'cancelled', cutOffAt: inHours(5) })
    expect(await remind()).toBe(0)
    await database().assignment.updateMany({ where: { accountId: townsOwn }, data: { endedAt: new Date() } })
    await nearCutOff()
    expect(await remind()).toBe(1)
    expect(await kindsTold(townsOwn)).toEqual([])
  })

  it('says on the day that it is the day, once for each that it is put off to', async () => {
    const event = await seedPickupEvent({ state: 'cut-off' })
    const startsAt = inHours(0.1)
    const data = { startsAt, endsAt: inHours(2), cutOffAt: inHours(-40) }
    await database().pickupEvent.update({ where: { id: event.id }, data })
    // Its day has begun for organizers or not, by the hour at which this runs.
    const told = isEventToday(startsAt, new Date()) ? 2 : 0
    const counts = await Promise.all([remind(), remind()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(told)
    expect(await remind()).toBe(0)
    expect((await notices()).map(({ kind, facts }) => ({ kind, facts }))).toEqual(
      Array.from({ length: told }, () => ({
        kind: 'event-today',
        facts: {
          event: {
            eventId: event.id,
            startsAt: startsAt.toISOString(),
            endsAt: data.endsAt.toISOString(),
          },
          ordersTaken: 0,
        },
      })),
    )
  })
})
