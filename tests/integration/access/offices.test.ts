import { beforeEach, describe, expect, test } from 'vitest'
import { changeSettings } from '#app/commands/access/change-settings.server.ts'
import { inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { database } from '#app/db/client.server.ts'
import { DEFAULT_SETTINGS } from '#app/domain/people/county-settings.ts'
import { readCountyHome } from '#app/queries/access/county-home.server.ts'
import { readCountySettings } from '#app/queries/access/county-settings.server.ts'
import { readInviteChoices } from '#app/queries/access/invite-choices.server.ts'
import { readPeople } from '#app/queries/access/people.server.ts'
import { readPerson } from '#app/queries/access/person.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, type Someone, scopeFor, someone } from './people.ts'

useDatabase()
beforeEach(seedGround)

const first = { role: null, after: null }

describe('readPeople', () => {
  test('lists who holds a role in the office’s own divisions, and nobody else', async () => {
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const lead = await someone('village-lead', { scopeCode: VILLAGE })
    const buyer = await someone('buyer')
    const ended = await someone('village-staff', { scopeCode: VILLAGE })
    await database().assignment.updateMany({
      where: { accountId: ended.accountId },
      data: { endedAt: new Date() },
    })
    await someone('village-lead', { scopeCode: FOREIGN_VILLAGE })
    await someone('county-office', { scopeCode: FOREIGN_COUNTY })

    const seenBy = async (who: Someone) =>
      (await readPeople(scopeFor(who, 'account:read'), first, new Date())).people.map((row) => row.name)
    expect(await seenBy(office)).toEqual([office.name, desk.name, lead.name, buyer.name])
    expect(await seenBy(desk)).toEqual([desk.name, lead.name])
    expect(await seenBy(lead)).toEqual([])

    const view = await readPeople(
      scopeFor(office, 'account:read'),
      { role: 'village-lead', after: null },
      new Date(),
    )
    expect(view.roles).toEqual([
      { role: 'buyer', count: 1 },
      { role: 'village-lead', count: 1 },
      { role: 'town-desk', count: 1 },
      { role: 'county-office', count: 1 },
    ])
    expect(view.people).toEqual([
      {
        assignmentId: view.people[0]?.assignmentId,
        accountId: lead.accountId,
        name: lead.name,
        phoneMasked: `199****${lead.phone.slice(-4)}`,
        role: 'village-lead',
        place: { code: VILLAGE, name: '白鹿垭', within: '武安镇', gridNumber: null },
        agencyName: null,
      },
    ])
  })

  test('pages by key without a gap or a repetition', async () => {
    const office = await someone('county-office')
    const { accountId } = await someone('organizer')
    await database().assignment.createMany({
      data: Array.from({ length: 120 }, () => ({ accountId, role: 'organizer', scopeCode: VILLAGE })),
    })
    const scope = scopeFor(office, 'account:read')
    const seen: number[] = []
    for (let after: number | null = null; ; ) {
      const page = await readPeople(scope, { role: 'organizer', after }, new Date())
      seen.push(...page.people.map((row) => row.assignmentId))
      if (page.nextAfter === null) break
      after = page.nextAfter
    }
    expect(seen).toHaveLength(121)
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
  })

  test('shows the codes that are out, with no code in them', async () => {
    const office = await someone('county-office')
    const scope = scopeFor(office, 'account:read')
    await inviteAccount(office.actor, scope, { role: 'village-lead', scopeCode: VILLAGE })
    await inviteAccount(office.actor, scope, {
      role: 'agency-manager',
      scopeCode: COUNTY,
      agencyName: '市档案馆',
    })
    const view = await readPeople(scope, first, new Date())
    expect(view.invitations.map(({ role, place, agencyName }) => [role, place?.name, agencyName])).toEqual([
      ['agency-manager', undefined, '市档案馆'],
      ['village-lead', '白鹿垭', null],
    ])
    const later = new Date(Date.now() + 15 * 86_400_000)
    expect((await readPeople(scope, first, later)).invitations).toEqual([])
  })
})

describe('readPerson', () => {
  test('shows the roles in scope and what may be done', async () => {
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    await database().assignment.create({
      data: { accountId: staff.accountId, role: 'inspector', scopeCode: COUNTY },
    })
    const seenBy = (who: Someone, accountId: number) =>
      readPerson(who.actor, scopeFor(who, 'account:reset'), accountId)

    expect(await seenBy(desk, staff.accountId)).toMatchObject({
      name: staff.name,
      roles: [{ role: 'village-staff', mayEnd: true }],
      hasRolesElsewhere: true,
      mayReset: false,
    })
    expect(await seenBy(office, staff.accountId)).toMatchObject({
      roles: [{ role: 'village-staff' }, { role: 'inspector' }],
      hasRolesElsewhere: false,
      mayReset: true,
    })
    expect(await seenBy(desk, office.accountId)).toBeNull()
    expect(await seenBy(office, office.accountId)).toMatchObject({
      isSelf: true,
      mayReset: false,
      roles: [{ mayEnd: false }],
    })
    expect(await seenBy(office, 999_999)).toBeNull()
  })
})

describe('readInviteChoices', () => {
  test('offers roles one tier below and places of their level, inside the scope', async () => {
    await seedHousehold({ villageCode: VILLAGE, gridNumber: 2 })
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const codes = async (who: Someone, role: Parameters<typeof readInviteChoices>[2]) =>
      (await readInviteChoices(who.actor, scopeFor(who, 'account:invite'), role)).places.map(
        (place) => place.code,
      )

    expect((await readInviteChoices(desk.actor, scopeFor(desk, 'account:invite'), null)).roles).toEqual([
      'village-lead',
      'village-staff',
      'grid-worker',
    ])
    expect(await codes(office, 'village-staff')).toEqual([OTHER_VILLAGE, VILLAGE])
    expect(await codes(office, 'town-desk')).toEqual([TOWN])
    expect(await codes(office, 'organizer')).toEqual([COUNTY, TOWN, OTHER_VILLAGE, VILLAGE])
    expect(await codes(office, 'grid-worker')).toEqual([`${VILLAGE}-02`])
    expect(await codes(office, 'agency-manager')).toEqual([COUNTY])
    expect(await codes(desk, 'village-lead')).toEqual([OTHER_VILLAGE, VILLAGE])
    expect(await codes(desk, 'town-desk')).toEqual([])
    expect(await codes(office, 'buyer')).toEqual([])
  })
})

describe('readCountyHome', () => {
  test('counts what is in scope now', async () => {
    const { householdId } = await seedLot({ villageCode: VILLAGE })
    await seedLot({ villageCode: VILLAGE, householdId, state: 'pending', unitPriceFen: 13_000 })
    await seedLot({ villageCode: OTHER_VILLAGE })
    await seedLot({
      villageCode: OTHER_VILLAGE,
      availableTo: '2020-01-31',
      availableFrom: '2020-01-01',
      unitPriceFen: 14_000,
    })
    await seedLot({ villageCode: FOREIGN_VILLAGE })
    await seedPickupEvent({ villageCode: VILLAGE })
    await seedPickupEvent({ villageCode: VILLAGE, state: 'cancelled' })
    await seedPickupEvent({ villageCode: VILLAGE, daysAhead: -7, state: 'closed' })
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const expected = { households: 3, lotsListed: 2, lotsPending: 1, eventsUpcoming: 1, ordersOpen: 0 }
    expect(await readCountyHome(scopeFor(office, 'county:read'), new Date())).toEqual({
      ...expected,
      people: 2,
    })
    expect(await readCountyHome(scopeFor(desk, 'county:read'), new Date())).toEqual({
      ...expected,
      people: 1,
    })
    const foreign = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await readCountyHome(scopeFor(foreign, 'county:read'), new Date())).toEqual({
      households: 1,
      lotsListed: 1,
      lotsPending: 0,
      eventsUpcoming: 0,
      ordersOpen: 0,
      people: 1,
    })
  })
})

describe('changeSettings', () => {
  const changed = {
    countyCode: COUNTY,
    premiumCapPercent: 25,
    cashRoundingFen: 100,
    unpaidOrdersMost: 5,
    noShowSharePercent: 20,
    helpDayReading: 'week-of-month',
    transferPayee: '射洪市乡村振兴局',
    transferBank: '射洪农商银行',
    transferAccount: '2310998877665544',
  }

  test('until a county sets them, the product’s own hold; then its own', async () => {
    const office = await someone('county-office')
    const scope = scopeFor(office, 'settings:change')
    expect(await readCountySettings(scope, null)).toEqual({
      countyCode: COUNTY,
      countyName: '射洪市',
      settings: DEFAULT_SETTINGS,
    })
    expect(await changeSettings(office.actor, scope, changed)).toEqual({ ok: true, value: null })
    const { countyCode, ...settings } = changed
    expect(await readCountySettings(scope, countyCode)).toEqual({
      countyCode,
      countyName: '射洪市',
      settings,
    })
    const recorded = await database().activityRecord.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(recorded).toMatchObject({
      act: 'settings:change',
      countyCode: COUNTY,
      actorId: office.accountId,
      facts: {
        premiumCapPercentFrom: 30,
        premiumCapPercentTo: 25,
        cashRoundingFenFrom: 10,
        unpaidOrdersMostTo: 5,
        noShowSharePercentFrom: 0,
        noShowSharePercentTo: 20,
        helpDayReadingFrom: 'weekday-of-month',
        helpDayReadingTo: 'week-of-month',
        isTransferAccountChanged: true,
      },
    })
  })

  test('is refused for another county, to a town, and out of range', async () => {
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const before = await accountTables()
    const set = (who: Someone, input: Partial<typeof changed>) =>
      changeSettings(who.actor, scopeFor(who, 'settings:change'), { ...changed, ...input })
    expect(await set(office, { countyCode: FOREIGN_COUNTY })).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await set(office, { countyCode: TOWN })).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await set(desk, {})).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await set(office, { premiumCapPercent: 501 })).toMatchObject({ code: 'premium-cap-out-of-range' })
    expect(await set(office, { cashRoundingFen: 5 })).toMatchObject({ code: 'cash-rounding-unknown' })
    expect(await set(office, { helpDayReading: 'week' })).toMatchObject({ code: 'help-day-reading-unknown' })
    expect(await set(office, { transferBank: '' })).toMatchObject({ code: 'transfer-incomplete' })
    expect(await set(office, { unpaidOrdersMost: 0 })).toMatchObject({ code: 'unpaid-orders-out-of-range' })
    expect(await accountTables()).toEqual(before)
    expect(await readCountySettings(scopeFor(office, 'settings:change'), FOREIGN_COUNTY)).toBeNull()
    expect(await readCountySettings(scopeFor(desk, 'settings:change'), null)).toBeNull()
  })

  test('two at once: the second is recorded from what the first left', async () => {
    const office = await someone('county-office')
    const scope = scopeFor(office, 'settings:change')
    await Promise.all(
      [25, 40].map((cap) => changeSettings(office.actor, scope, { ...changed, premiumCapPercent: cap })),
    )
    const rows = await database().activityRecord.findMany({ orderBy: { id: 'asc' }, select: { facts: true } })
    const steps = rows.map(
      ({ facts }) => facts as { premiumCapPercentFrom: number; premiumCapPercentTo: number },
    )
    expect(steps[0]?.premiumCapPercentFrom).toBe(30)
    expect(steps[1]?.premiumCapPercentFrom).toBe(steps[0]?.premiumCapPercentTo)
  })
})
