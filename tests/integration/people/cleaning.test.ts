/** What the cleaning rules find, whose it is, how it is settled, and when a year can be passed. */
import { beforeEach, describe, expect, test } from 'vitest'
import { acceptFinding } from '#app/commands/people/accept-finding.server.ts'
import { checkCleaning } from '#app/commands/people/check-cleaning.server.ts'
import { passCleaning } from '#app/commands/people/pass-cleaning.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import type { CleaningRule } from '#app/domain/people/cleaning-rules.ts'
import { readCleaning } from '#app/queries/people/cleaning.server.ts'
import { idNumber } from '#scripts/driving/roster.ts'
import { COUNTY, FOREIGN_COUNTY, seedAccount, seedGround, seedHousehold, VILLAGE } from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Office, seedOffice } from '../intake/rounds.ts'

const NOW = new Date('2026-11-20T02:00:00Z')
const LATER = new Date('2026-11-24T02:00:00Z')

useDatabase()
let by: Office
beforeEach(async () => {
  await seedGround()
  by = await seedOffice()
  // A grid as it should be: 30 households of one, two workers.
  for (let i = 0; i < 30; i++) await seedHousehold({ number: `S${i}`, headcount: 1 })
  for (const _ of [1, 2]) await seedAccount({ role: 'grid-worker', scopeCode: `${VILLAGE}-01` })
})

const check = (now = NOW) => checkCleaning(by.actor, by.scope, { countyCode: COUNTY }, { now: () => now })
const pass = (now = NOW) =>
  passCleaning(by.actor, by.scope, { countyCode: COUNTY, year: 2026 }, { now: () => now })
const found = async (state: 'open' | 'accepted' | 'put-right' = 'open', rule: CleaningRule | null = null) =>
  (await readCleaning(by.scope, { rule, state, after: 0 }, LATER)).findings

async function giveId(number: string, id: string): Promise<void> {
  await database().person.updateMany({
    where: { household: { number } },
    data: {
      idNumberSealed: sealText('person.id-number', id),
      idNumberHash: hashText('person.id-number', id),
    },
  })
}

/** One way to break each rule, what is found of it, and who is to put it right. */
const BREACHES: [CleaningRule, string, () => Promise<unknown>][] = [
  [
    'id-checksum',
    'S1',
    () => giveId('S1', `${idNumber(1).slice(0, 17)}${idNumber(1).endsWith('1') ? 2 : 1}`),
  ],
  [
    'no-head',
    'S2',
    () => database().person.updateMany({ where: { household: { number: 'S2' } }, data: { isHead: false } }),
  ],
  [
    'headcount-differs',
    'S3',
    () =>
      database().householdState.updateMany({
        where: { household: { number: 'S3' } },
        data: { headcount: 2 },
      }),
  ],
  [
    'grid-workers',
    `${VILLAGE}-01`,
    () =>
      database().assignment.updateMany({
        where: { role: 'grid-worker', accountId: { gt: 0 }, id: { gt: 0 } },
        data: { endedAt: NOW },
      }),
  ],
  [
    'grid-size',
    `${VILLAGE}-01`,
    async () => {
      await database().householdState.updateMany({
        where: { household: { number: 'S4' } },
        data: { gridCode: null },
      })
    },
  ],
]

describe('checking', () => {
  test('finds nothing where nothing is wrong', async () => {
    expect(await check()).toEqual({ ok: true, value: { found: 0 } })
    expect(await found()).toEqual([])
  })

  test.each(BREACHES)('finds %s of %s, and nothing else', async (rule, subject, breach) => {
    await breach()
    expect(await check()).toEqual({ ok: true, value: { found: 1 } })
    expect(await found()).toMatchObject([{ rule, subject, ageDays: 4, state: 'open' }])
  })

  test('finds one ID number in two households, in both', async () => {
    for (const number of ['S5', 'S6']) await giveId(number, idNumber(5))
    await check()
    expect((await found()).map(({ rule, subject }) => [rule, subject]).sort()).toEqual([
      ['id-twice', 'S5'],
      ['id-twice', 'S6'],
    ])
  })

  test('finds sales dated after a household was closed, and no closed household otherwise', async () => {
    const household = await database().household.findFirstOrThrow({ where: { number: 'S7' } })
    await seedSettledSale({ householdId: household.id })
    await database().household.update({
      where: { id: household.id },
      data: { closedOn: new Date('2026-01-01') },
    })
    await database().householdState.updateMany({
      where: { householdId: household.id },
      data: { toDay: new Date('2026-01-01') },
    })
    await check()
    expect(
      (await found('open', 'sales-after-removal')).map(({ subject, facts }) => [subject, facts]),
    ).toEqual([['S7', { sales: 1, closedOn: '2026-01-01' }]])
    expect((await found()).map(({ rule }) => rule).sort()).toEqual(['grid-size', 'sales-after-removal'])
  })

  test('names the village’s staff, or the town’s desk, and says where there is nobody yet', async () => {
    await BREACHES[1]?.[2]()
    await BREACHES[3]?.[2]()
    await seedAccount({ role: 'village-staff', scopeCode: VILLAGE })
    await check()
    expect(Object.fromEntries((await found()).map(({ rule, owner }) => [rule, owner]))).toEqual({
      'no-head': { role: 'village-staff', place: '白鹿垭', holders: 1 },
      'grid-workers': { role: 'town-desk', place: '武安镇', holders: 0 },
    })
  })

  test('again keeps the day it was found; what is put right stays on record, and coming back is found anew', async () => {
    await BREACHES[1]?.[2]()
    await check()
    await check(LATER)
    expect(await found()).toMatchObject([{ subject: 'S2', ageDays: 4 }])
    await database().person.updateMany({ where: { household: { number: 'S2' } }, data: { isHead: true } })
    await check(LATER)
    expect(await found()).toEqual([])
    expect(await found('put-right')).toMatchObject([{ subject: 'S2' }])
    await BREACHES[1]?.[2]()
    await check(LATER)
    expect(await found()).toMatchObject([{ subject: 'S2', ageDays: 0 }])
  })
})

describe('passing a year', () => {
  const passes = () => database().cleaningPass.findMany()

  test('is refused while anything is open, found by then or not', async () => {
    await BREACHES[1]?.[2]()
    expect(await pass()).toEqual({ ok: false, code: 'cleaning-open', facts: { count: 1 } })
    expect(await passes()).toEqual([])
    await expect(
      database().cleaningPass.create({
        data: { countyCode: COUNTY, year: 2026, checkedAt: NOW, acceptedCount: 0, passedBy: 1 },
      }),
    ).rejects.toThrow()
  })

  test('what was accepted is open again once it is something else that is wrong', async () => {
    const stated = (headcount: number) =>
      database().householdState.updateMany({ where: { household: { number: 'S3' } }, data: { headcount } })
    await stated(2)
    await check()
    const findingId = (await found())[0]?.id ?? 0
    expect(await acceptFinding(by.actor, by.scope, { findingId, reason: '户主在外未归' })).toMatchObject({
      ok: true,
    })
    await check(LATER)
    expect(await found()).toEqual([])
    await stated(9)
    expect(await pass()).toMatchObject({ ok: false, code: 'cleaning-open' })
    await check(LATER)
    expect(await found()).toMatchObject([
      { facts: { stated: 9, members: 1 }, acceptedBy: null, reason: null },
    ])
  })

  test('takes what is accepted by name with a reason, once', async () => {
    await BREACHES[1]?.[2]()
    await check()
    const [finding] = await found()
    const findingId = finding?.id ?? 0
    expect(await acceptFinding(by.actor, by.scope, { findingId, reason: ' ' })).toEqual({
      ok: false,
      code: 'cleaning-reason-missing',
    })
    expect(await found()).toHaveLength(1)
    expect(await acceptFinding(by.actor, by.scope, { findingId, reason: '户主在外未归' })).toMatchObject({
      ok: true,
    })
    expect(await acceptFinding(by.actor, by.scope, { findingId, reason: '再认' })).toMatchObject({
      code: 'cleaning-settled',
    })
    expect(await found('accepted')).toMatchObject([
      { acceptedBy: expect.stringContaining('员工'), reason: '户主在外未归' },
    ])
    expect(await pass()).toMatchObject({ ok: true })
    expect(await passes()).toMatchObject([{ year: 2026, acceptedCount: 1, passedBy: by.actor.accountId }])
    expect(await pass()).toEqual({ ok: false, code: 'cleaning-passed' })
    expect(await passes()).toHaveLength(1)
    const acts = await database().activityRecord.findMany({ where: { act: { startsWith: 'cleaning:' } } })
    expect(acts.map(({ act, actorId }) => [act, actorId])).toContainEqual([
      'cleaning:accept',
      by.actor.accountId,
    ])
  })

  test('is for the county’s own office only', async () => {
    await BREACHES[1]?.[2]()
    await check()
    const [finding] = await found()
    const other = await seedOffice(FOREIGN_COUNTY)
    const input = { findingId: finding?.id ?? 0, reason: '别县' }
    expect(await acceptFinding(other.actor, other.scope, input)).toMatchObject({ code: 'not-found' })
    expect(await checkCleaning(other.actor, other.scope, { countyCode: COUNTY })).toMatchObject({
      code: 'not-found',
    })
    const desk: Actor = {
      accountId: 1,
      assignments: [{ role: 'inspector', scopeCode: COUNTY, agencyId: null }],
    }
    expect(await acceptFinding(desk, by.scope, input)).toMatchObject({ code: 'not-allowed' })
    expect(await passCleaning(desk, by.scope, { countyCode: COUNTY, year: 2026 })).toMatchObject({
      code: 'not-allowed',
    })
    expect(await found()).toHaveLength(1)
    expect(await passes()).toEqual([])
  })
})
