/** Ten-household groups: made, joined and left, weights from a day to come, and goods that a group sells. */
import pg from 'pg'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { type AddGroupMemberRefusal, addGroupMember } from '#app/commands/people/add-group-member.server.ts'
import {
  type ChangeMemberWeightRefusal,
  changeMemberWeight,
} from '#app/commands/people/change-member-weight.server.ts'
import { type EndGroupRefusal, endGroup } from '#app/commands/people/end-group.server.ts'
import {
  type EndGroupMembershipRefusal,
  endGroupMembership,
} from '#app/commands/people/end-group-membership.server.ts'
import { type MakeGroupRefusal, makeGroup } from '#app/commands/people/make-group.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import {
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { geese, list, lotRow } from '../catalogue/yard.ts'

const url = useDatabase()
let staff: Someone
let foreigner: Someone
let office: Someone
let household: number
let other: number
beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
  foreigner = await someone('village-staff', { scopeCode: FOREIGN_VILLAGE })
  office = await someone('county-office')
  household = (await seedHousehold()).id
  other = (await seedHousehold()).id
})

const keeping = (by: Someone) => [by.actor, scopeFor(by, 'group:keep')] as const
const make = (said: object = {}, by = staff) =>
  makeGroup(...keeping(by), { villageCode: VILLAGE, name: '向阳十户组', startsOn: '2026-01-01', ...said })
const add = (groupId: number, said: object = {}, by = staff) =>
  addGroupMember(...keeping(by), {
    groupId,
    householdId: household,
    weight: '3',
    startsOn: '2026-02-01',
    ...said,
  })
const tomorrow = addDays(today(), 1)
const change = (groupId: number, said: object = {}, by = staff) =>
  changeMemberWeight(...keeping(by), {
    groupId,
    householdId: household,
    weight: '5',
    startsOn: tomorrow,
    ...said,
  })
const leave = (groupId: number, said: object = {}, by = staff) =>
  endGroupMembership(...keeping(by), { groupId, householdId: household, reason: 'left', ...said })
const end = (groupId: number, by = staff) => endGroup(...keeping(by), { groupId })
const seeded = async (weight = 3) => (await seedGroup([{ householdId: household, weight }])).id

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null
async function memberships() {
  const rows = await database().householdGroupMember.findMany({ orderBy: { id: 'asc' } })
  return rows.map((row) => [row.householdId, row.weight, day(row.fromDay), day(row.toDay), row.endReason])
}

async function everything() {
  const db = database()
  return [
    await db.householdGroup.findMany({ orderBy: { id: 'asc' } }),
    await db.householdGroupMember.findMany({ orderBy: { id: 'asc' } }),
    await db.lot.findMany({ orderBy: { id: 'asc' } }),
    await db.offer.findMany({ orderBy: { id: 'asc' } }),
    await recordedActs(),
  ]
}

async function nothingChanged<T>(work: () => Promise<T>): Promise<T> {
  const before = await everything()
  const said = await work()
  expect(await everything()).toEqual(before)
  return said
}

describe('a group', () => {
  test('is made for a village, on record', async () => {
    const made = await make()
    const [group] = await database().householdGroup.findMany()
    expect(made).toEqual({ ok: true, value: { groupId: group?.id } })
    expect(group).toMatchObject({ villageCode: VILLAGE, name: '向阳十户组', recordedBy: staff.accountId })
    const [act] = await database().activityRecord.findMany()
    expect(act).toMatchObject({ act: 'group:make', scopeCode: VILLAGE, subjectId: String(group?.id) })
  })

  test('is made once, however often and however fast it is said', async () => {
    const made = await Promise.all([make(), make()])
    expect(made[0]).toEqual(made[1])
    expect(await nothingChanged(() => make())).toEqual(made[0])
    expect(await database().householdGroup.count()).toBe(1)
  })

  test.each<[string, object]>([
    ['group-name-missing', { name: ' ' }],
    ['group-name-long', { name: '长'.repeat(21) }],
    ['text-holds-number', { name: '一组13900000000' }],
    ['group-day-unreadable', { startsOn: '' }],
    ['group-day-out-of-range', { startsOn: '2999-01-01' }],
    ['group-name-taken', { startsOn: '2026-03-01' }],
    ['not-found', { villageCode: FOREIGN_VILLAGE }],
    ['not-found', { villageCode: VILLAGE.slice(0, 9) }],
  ])('is refused: %s', async (code, said) => {
    await make()
    expect(await nothingChanged(() => make(said))).toMatchObject({ ok: false, code })
  })

  test('is made by nobody from elsewhere, and not by the county, which looks', async () => {
    expect(await nothingChanged(() => make({}, foreigner))).toMatchObject({ code: 'not-found' })
    expect(await nothingChanged(() => make({}, office))).toMatchObject({ code: 'not-found' })
  })

  test('ends today with all its memberships, and stays', async () => {
    const groupId = await seeded()
    expect(await end(groupId)).toEqual({ ok: true, value: null })
    expect(await memberships()).toEqual([[household, 3, '2024-01-01', today(), 'group-ended']])
    expect(await nothingChanged(() => end(groupId))).toEqual({ ok: true, value: null })
    expect(await nothingChanged(() => add(groupId, { householdId: other }))).toMatchObject({
      code: 'group-over',
    })
  })

  test('does not end with goods on sale, with a weight to come, or for somebody from elsewhere', async () => {
    const groupId = await seeded()
    expect(await nothingChanged(() => end(groupId, foreigner))).toMatchObject({ code: 'not-found' })
    expect(await nothingChanged(() => end(groupId, office))).toMatchObject({ code: 'not-found' })
    const { lot } = await seedLot({ householdId: household, groupId })
    expect(await nothingChanged(() => end(groupId))).toMatchObject({
      code: 'group-has-lots',
      facts: { lots: String(lot.id) },
    })
    await change(groupId)
    expect(await nothingChanged(() => end(groupId))).toMatchObject({ code: 'group-change-to-come' })
  })
})

describe('a membership', () => {
  test('begins with a weight, once', async () => {
    const groupId = (await seedGroup([])).id
    expect(await add(groupId)).toEqual({ ok: true, value: null })
    expect(await nothingChanged(() => add(groupId))).toEqual({ ok: true, value: null })
    expect(await memberships()).toEqual([[household, 3, '2026-02-01', null, null]])
    const [act] = await database().activityRecord.findMany()
    expect(act).toMatchObject({
      act: 'group:add-member',
      facts: { householdId: household, weight: 3, startsOn: '2026-02-01' },
    })
  })

  test.each<[string, object]>([
    ['group-weight-unreadable', { weight: '0' }],
    ['group-day-out-of-range', { startsOn: '2023-12-31' }],
    ['group-member-elsewhere', { weight: '4' }],
    ['not-found', { groupId: 999_999 }],
    ['not-found', { householdId: 999_999 }],
  ])('is refused: %s of %j', async (code, said) => {
    const groupId = await seeded()
    expect(await nothingChanged(() => add(groupId, said))).toMatchObject({ ok: false, code })
  })

  test('is only in a group of its own village, kept by its own people', async () => {
    const groupId = await seeded()
    const both = await someone('village-staff', { scopeCode: VILLAGE })
    both.actor.assignments.push({ role: 'village-staff', scopeCode: OTHER_VILLAGE, agencyId: null })
    const elsewhere = (await seedHousehold({ villageCode: OTHER_VILLAGE })).id
    expect(await nothingChanged(() => add(groupId, { householdId: elsewhere }, both))).toMatchObject({
      code: 'group-other-village',
    })
    for (const by of [foreigner, office]) {
      const asked = () => add(groupId, { householdId: other }, by)
      expect(await nothingChanged(asked)).toMatchObject({ code: 'not-found' })
    }
  })

  test('is one at a time, also for two who write at once', async () => {
    const groups = [(await seedGroup([])).id, (await seedGroup([], { name: '第二组' })).id]
    const verdicts = await Promise.all(groups.map((groupId) => add(groupId)))
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await memberships()).toHaveLength(1)
  })

  test('is refused as the sixteenth, also for two who write at once', async () => {
    const groupId = (await seedGroup([])).id
    for (let i = 0; i < 14; i++) {
      await add(groupId, { householdId: (await seedHousehold()).id })
    }
    const verdicts = await Promise.all([add(groupId), add(groupId, { householdId: other })])
    expect(verdicts.map((verdict) => (verdict.ok ? 'in' : verdict.code)).sort()).toEqual(['group-full', 'in'])
    expect(await database().householdGroupMember.count()).toBe(15)
  })

  test('ends today for a reason, once', async () => {
    const groupId = await seeded()
    expect(await leave(groupId)).toEqual({ ok: true, value: null })
    expect(await nothingChanged(() => leave(groupId))).toEqual({ ok: true, value: null })
    expect(await memberships()).toEqual([[household, 3, '2024-01-01', today(), 'left']])
  })

  test.each<[string, object, string]>([
    ['without a reason', { reason: '' }, 'group-leave-reason-missing'],
    ['of who is no member', { householdId: 999_999 }, 'not-found'],
  ])('does not end %s', async (_how, said, code) => {
    const groupId = await seeded()
    expect(await nothingChanged(() => leave(groupId, said))).toMatchObject({ ok: false, code })
  })

  test('does not end while its goods are on sale, wait for the lead or are promised', async () => {
    const groupId = await seeded()
    const of = { householdId: household, groupId }
    const open = [
      await seedLot(of),
      await seedLot({ ...of, state: 'pending' }),
      await seedLot({ ...of, availableTo: addDays(today(), -1) }),
    ]
    // What is past its days and not promised is over.
    const expected = open.slice(0, 2).map(({ lot }) => lot.id)
    expect(await nothingChanged(() => leave(groupId))).toMatchObject({
      code: 'group-member-has-lots',
      facts: { lots: expected.join('、') },
    })
    for (const by of [foreigner, office]) {
      expect(await nothingChanged(() => leave(groupId, {}, by))).toMatchObject({ code: 'not-found' })
    }
  })
})

describe('another weight', () => {
  test('follows the one before from its day on, which stays', async () => {
    const groupId = await seeded()
    expect(await change(groupId)).toEqual({ ok: true, value: null })
    const rows = [
      [household, 3, '2024-01-01', today(), 'weight-changed'],
      [household, 5, tomorrow, null, null],
    ]
    expect(await memberships()).toEqual(rows)
    expect(await nothingChanged(() => change(groupId))).toEqual({ ok: true, value: null })
    expect(await nothingChanged(() => leave(groupId))).toMatchObject({ code: 'group-change-to-come' })
  })

  test.each<[string, object]>([
    ['group-weight-unreadable', { weight: 'x' }],
    ['group-weight-same', { weight: '3' }],
    ['group-day-unreadable', { startsOn: '' }],
    ['group-day-not-ahead', { startsOn: today() }],
    ['not-found', { householdId: 999_999 }],
    ['not-found', { groupId: 999_999 }],
  ])('is refused: %s of %j', async (code, said) => {
    const groupId = await seeded()
    expect(await nothingChanged(() => change(groupId, said))).toMatchObject({ ok: false, code })
  })

  test('is one at a time, and nobody’s from elsewhere', async () => {
    const groupId = await seeded()
    for (const by of [foreigner, office]) {
      expect(await nothingChanged(() => change(groupId, {}, by))).toMatchObject({ code: 'not-found' })
    }
    const verdicts = await Promise.all([change(groupId), change(groupId, { weight: '7' })])
    expect(verdicts.map((verdict) => (verdict.ok ? 'noted' : verdict.code)).sort()).toEqual([
      'group-change-to-come',
      'noted',
    ])
    expect(await memberships()).toHaveLength(2)
  })
})

describe('goods of a group', () => {
  const ofGroup = (change: object = {}) => geese(household, { isOfGroup: true, ...change })

  test('are an offer of its own beside the village’s at the same terms', async () => {
    const groupId = await seeded()
    const input = ofGroup()
    const listed = await list(staff, input)
    const alone = await list(staff, geese(household))
    if (!listed.ok || !alone.ok) throw new Error('not listed')
    const [group, village] = [await lotRow(listed.value.lotId), await lotRow(alone.value.lotId)]
    expect(group.offer).toMatchObject({ groupId, unitPriceFen: village.offer.unitPriceFen })
    expect(village.offer).toMatchObject({ groupId: null })
    expect(village.offerId).not.toBe(group.offerId)
    expect(await nothingChanged(() => list(staff, input))).toEqual(listed)
    expect(await nothingChanged(() => list(staff, { ...input, isOfGroup: false }))).toMatchObject({
      code: 'key-reused',
    })
  })

  test('are nobody’s who is no member, or until the end of today only', async () => {
    await seedGroup([{ householdId: other, weight: 1 }])
    expect(await nothingChanged(() => list(staff, ofGroup()))).toMatchObject({ code: 'group-not-member' })
    const groupId = (await seedGroup([{ householdId: household, weight: 1 }], { name: '第二组' })).id
    await leave(groupId)
    expect(await nothingChanged(() => list(staff, ofGroup()))).toMatchObject({ code: 'group-not-member' })
  })

  test('have no lead farmer beside the group', async () => {
    await seeded()
    const refused = await nothingChanged(() => list(staff, ofGroup({ isLeadFarmer: true })))
    expect(refused).toMatchObject({
      code: 'lot-refused',
      faults: [{ field: 'isOfGroup', refusal: { code: 'group-sells-alone' } }],
    })
  })

  test('are listed or the member leaves, never both', async () => {
    const groupId = await seeded()
    const [listed, left] = await Promise.all([list(staff, ofGroup()), leave(groupId)])
    const codes = [listed, left].map((verdict) => (verdict.ok ? 'done' : verdict.code))
    expect([
      ['done', 'group-member-has-lots'],
      ['group-not-member', 'done'],
    ]).toContainEqual(codes)
  })
})

describe('the database', () => {
  async function asServer(statement: string): Promise<string> {
    const client = new pg.Client({ connectionString: url.urls.app })
    await client.connect()
    try {
      await client.query(statement)
      return 'done'
    } catch (error) {
      return error instanceof Error ? error.message : 'failed'
    } finally {
      await client.end()
    }
  }

  test.each([
    ['DELETE FROM household_group', 'stays on record'],
    ["UPDATE household_group SET name = 'x'", 'stays on record'],
    ['DELETE FROM household_group_member', 'stays on record'],
    ['UPDATE household_group_member SET weight = 9', 'never changed'],
    ["UPDATE household_group_member SET to_day = from_day - 1, end_reason = 'left'", 'violates check'],
    ['UPDATE household_group_member SET to_day = now()', 'violates check'],
    [
      `INSERT INTO household_group_member (county_code, group_id, household_id, weight, from_day, recorded_by)
       SELECT county_code, group_id, household_id, 2, now(), 1 FROM household_group_member`,
      'group-member-elsewhere',
    ],
    [
      `INSERT INTO household_group_member (county_code, group_id, household_id, weight, from_day, recorded_by)
       SELECT county_code, group_id, household_id, 2, '2023-12-31', 1 FROM household_group_member`,
      'group-over',
    ],
  ])('refuses %s', async (statement, words) => {
    await seeded()
    const before = await everything()
    expect(await asServer(statement)).toContain(words)
    expect(await everything()).toEqual(before)
  })

  test('lets a group sell nobody’s goods but its members’', async () => {
    const groupId = await seeded()
    await expect(seedLot({ householdId: other, groupId })).rejects.toThrow()
    expect(await database().lot.count()).toBe(0)
  })
})

test('every refusal has its sentence', () => {
  type Codes =
    | MakeGroupRefusal
    | AddGroupMemberRefusal
    | ChangeMemberWeightRefusal
    | EndGroupMembershipRefusal
    | EndGroupRefusal
    | 'group-sure-missing'
    | 'group-household-missing'
    | 'group-village-missing'
  // A page that is "not found" has its own words.
  expectTypeOf<CodesWithoutWords<Exclude<Codes, 'not-found'>>>().toBeNever()
})
