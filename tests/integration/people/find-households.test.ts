/** Offices find a household beyond one village by what they know of it in full, masked, recorded, sixty times an hour. */
import { beforeEach, describe, expect, it } from 'vitest'
import { findHouseholds } from '#app/commands/people/find-households.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import * as householdsRoute from '#app/routes/county/households.tsx'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'

useDatabase()

const ID_NUMBER = '11010519491231002X'

let office: Someone
let desk: Someone
let own: { id: number; number: string }
let foreign: { id: number; number: string }

beforeEach(async () => {
  await seedGround()
  office = await someone('county-office', { scopeCode: COUNTY })
  desk = await someone('town-desk', { scopeCode: TOWN })
  own = await seedHousehold({ villageCode: VILLAGE, name: '陆一' })
  foreign = await seedHousehold({ villageCode: FOREIGN_VILLAGE, name: '陆一' })
  for (const [household, countyCode] of [
    [own, COUNTY],
    [foreign, FOREIGN_COUNTY],
  ] as const) {
    await database().person.create({
      data: {
        householdId: household.id,
        countyCode,
        isHead: false,
        nameSealed: sealText('person.name', '陆二妹'),
        nameHash: hashText('person.name', '陆二妹'),
        idNumberSealed: sealText('person.id-number', ID_NUMBER),
        idNumberHash: hashText('person.id-number', ID_NUMBER),
        kinship: '家属',
        fromDay: toDateColumn('2020-01-01'),
      },
    })
  }
})

const ask = (who: Someone, asked: string) =>
  findHouseholds(who.actor, scopeFor(who, 'people:find'), { asked })
const idsOf = async (who: Someone, asked: string) => {
  const answer = await ask(who, asked)
  return answer.ok ? answer.value.found.map(({ id }) => id) : answer.code
}
const records = () => database().activityRecord.findMany({ where: { act: 'household:find' } })

describe('a household beyond one village', () => {
  it('is found by its number, a member’s full name or full ID number, however they are typed', async () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    const typed = [
      own.number,
      wide(own.number),
      '陆一',
      ' 陆 二妹 ',
      ID_NUMBER,
      ID_NUMBER.toLowerCase(),
      wide(ID_NUMBER),
      '110105491231002',
    ]
    for (const asked of typed) {
      expect([asked, await idsOf(office, asked)]).toEqual([asked, [own.id]])
      expect([asked, await idsOf(desk, asked)]).toEqual([asked, [own.id]])
    }
  })

  it('is not found by a part of anything', async () => {
    for (const asked of [
      own.number.slice(0, -1),
      own.number.slice(1),
      '陆',
      '一',
      '二妹',
      'luyi',
      ID_NUMBER.slice(0, 17),
      ID_NUMBER.slice(-4),
    ]) {
      expect([asked, await idsOf(office, asked)]).toEqual([asked, []])
    }
  })

  it('is masked, as offices see everybody', async () => {
    const answer = await ask(office, ID_NUMBER)
    expect(answer).toEqual({
      ok: true,
      value: {
        hasMore: false,
        found: [
          {
            id: own.id,
            number: own.number,
            name: '陆**',
            village: expect.any(String),
            gridCode: `${VILLAGE}-01`,
            headcount: 3,
          },
        ],
      },
    })
  })

  it('out of scope, closed or left is not there', async () => {
    expect(await idsOf(office, foreign.number)).toEqual([])
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await idsOf(stranger, '陆一')).toEqual([foreign.id])
    const elsewhere = await someone('town-desk', { scopeCode: `${OTHER_VILLAGE.slice(0, 6)}199000` })
    expect(await idsOf(elsewhere, '陆一')).toEqual([])
    await database().person.updateMany({
      where: { isHead: false },
      data: { toDay: toDateColumn('2026-01-01') },
    })
    expect(await idsOf(office, ID_NUMBER)).toEqual([])
    await database().household.update({
      where: { id: own.id },
      data: { closedOn: toDateColumn('2026-01-01') },
    })
    expect(await idsOf(office, '陆一')).toEqual([])
  })

  it('is recorded by what kind of thing was asked, never by what it was', async () => {
    await ask(office, ID_NUMBER)
    await ask(office, '陆一')
    await ask(office, '没有的人')
    const all = await records()
    expect(all.map(({ subjectId, facts, actorId }) => [subjectId, facts, actorId])).toEqual([
      ['id-number', { found: [own.id] }, office.actor.accountId],
      ['name', { found: [own.id] }, office.actor.accountId],
      ['name', { found: [] }, office.actor.accountId],
    ])
    expect(
      JSON.stringify(all, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/陆|没有|1949/)
  })

  it('is looked for sixty times an hour, and who may not look is told nothing', async () => {
    const answers = []
    for (let i = 0; i < 59; i += 1) answers.push(await ask(office, own.number))
    const last = await Promise.all([ask(office, own.number), ask(office, own.number)])
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(last.filter(({ ok }) => !ok)).toEqual([
      { ok: false, code: 'search-too-many', facts: { most: 60 } },
    ])
    expect(await records()).toHaveLength(60)
    expect(await idsOf(desk, own.number)).toEqual([own.id])
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    expect(await idsOf(staff, own.number)).toBe('not-found')
    expect(await idsOf(desk, '  ')).toBe('search-empty')
  })
})

describe('the page', () => {
  it('answers a form without scripts, with nothing asked for in its address', async () => {
    const browser = await browserOf({ [paths.countyHouseholds()]: householdsRoute }, office.actor.accountId)
    expect((await browser.get(paths.countyHouseholds())).html).toContain('<form method="post"')
    const answer = await browser.post(paths.countyHouseholds(), { asked: '陆一' })
    expect([answer.status, answer.location]).toEqual([200, null])
    expect(answer.html).toContain(own.number)
    expect(answer.html).toContain('陆**')
    expect((await browser.post(paths.countyHouseholds(), { asked: '谁' })).html).toContain('role="status"')
    const empty = await browser.post(paths.countyHouseholds(), {})
    expect([empty.status, empty.html.includes('aria-invalid')]).toEqual([400, true])
  })
})
