/** Who is told that an event isn't closed a week after its day, and how often. */
import { beforeEach, describe, expect, it } from 'vitest'
import { nagUnclosedEvents } from '#app/commands/notices/nag-unclosed-events.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { readOrganizerHome } from '#app/queries/pickup/organizer-home.server.ts'
import {
  COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedPickupEvent,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'

useDatabase()
beforeEach(seedGround)

const nag = () => nagUnclosedEvents(SYSTEM_ACTOR)
const told = async () =>
  (await database().notice.findMany({ where: { kind: 'event-unclosed' }, orderBy: { id: 'asc' } })).map(
    ({ accountId, facts }) => [accountId, (facts as { weeks: number }).weeks],
  )

/** As if so many days had passed since the event's day. */
async function heldAgo(id: number, days: number) {
  const day = addDays(today(), -days)
  const at = (time: string) => instantOf(day, time)
  const data = { startsAt: at('09:00'), endsAt: at('11:30'), cutOffAt: instantOf(addDays(day, -2), '18:00') }
  await database().pickupEvent.update({ where: { id }, data })
}

async function seedPeople() {
  const people = {
    village: await someone('organizer', { scopeCode: VILLAGE }),
    town: await someone('organizer', { scopeCode: TOWN }),
    county: await someone('organizer', { scopeCode: COUNTY }),
    lead: await someone('village-lead', { scopeCode: VILLAGE }),
  }
  await someone('village-lead', { scopeCode: OTHER_VILLAGE })
  await someone('organizer', { scopeCode: FOREIGN_VILLAGE })
  await someone('town-desk', { scopeCode: TOWN })
  return people
}

describe('an event that isn’t closed a week after its day', () => {
  it('is told of once to who can close it, though two servers ask, and once more in its next week', async () => {
    const event = await seedPickupEvent({ daysAhead: -8, state: 'closing' })
    const people = await seedPeople()
    const ids = Object.values(people).map(({ accountId }) => accountId)
    const counts = await Promise.all([nag(), nag(), nag()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4)
    expect(await told()).toEqual(ids.map((id) => [id, 1]))
    await heldAgo(event.id, 14)
    expect(await nag()).toBe(0)
    await heldAgo(event.id, 15)
    expect(await nag()).toBe(4)
    expect(await nag()).toBe(0)
    expect((await told()).slice(4)).toEqual(ids.map((id) => [id, 2]))
    const home = await readOrganizerHome(scopeFor(people.town, 'event:read'), null)
    expect(home.current.map(({ id, isLate }) => [id, isLate])).toEqual([[event.id, true]])
  })

  it('is told of to nobody in its first week, once closed or cancelled, or who held a role before', async () => {
    const { village, lead } = await seedPeople()
    await seedPickupEvent({ daysAhead: -7, state: 'running' })
    for (const state of ['closed', 'cancelled', 'draft']) await seedPickupEvent({ daysAhead: -20, state })
    expect(await nag()).toBe(0)
    const home = await readOrganizerHome(scopeFor(lead, 'event:read'), null)
    expect(home.current.some(({ isLate }) => isLate)).toBe(false)
    await seedPickupEvent({ daysAhead: -20, state: 'cut-off' })
    const ended = { endedAt: new Date() }
    await database().assignment.updateMany({ where: { accountId: lead.accountId }, data: ended })
    await database().account.update({ where: { id: village.accountId }, data: ended })
    expect(await nag()).toBe(2)
  })
})
