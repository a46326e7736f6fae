/** What is masked is shown in full only for a reason, to whom the household belongs, recorded, and thirty times an hour. */
import { beforeEach, describe, expect, it } from 'vitest'
import { unmask } from '#app/commands/people/unmask.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import { readHouseholdPeople } from '#app/queries/people/household-people.server.ts'
import * as recordRoute from '#app/routes/village/household.tsx'
import { COUNTY, OTHER_VILLAGE, seedGround, seedHousehold, VILLAGE } from '#seed/builders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'

useDatabase()

const ID_NUMBER = '510981196003070011'
const CHILDS_ID = '510981201806010020'
const PHONE = '13990001234'
const CARD = '6222020000000012345'

let staff: Someone
let householdId: number
let adultId: number
let childId: number
let cardId: number

async function seedPerson(name: string, idNumber: string): Promise<number> {
  const { id } = await database().person.create({
    data: {
      householdId,
      countyCode: COUNTY,
      isHead: false,
      nameSealed: sealText('person.name', name),
      nameHash: hashText('person.name', name),
      idNumberSealed: sealText('person.id-number', idNumber),
      idNumberHash: hashText('person.id-number', idNumber),
      phoneSealed: sealText('person.phone', PHONE),
      kinship: '家属',
      fromDay: toDateColumn('2020-01-01'),
    },
  })
  return id
}

beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
  householdId = (await seedHousehold({ villageCode: VILLAGE, gridNumber: 1 })).id
  adultId = await seedPerson('测大人', ID_NUMBER)
  childId = await seedPerson('测小孩', CHILDS_ID)
  const card = await database().bankCard.create({
    data: {
      householdId,
      countyCode: COUNTY,
      bankName: '农商行',
      cardSealed: sealText('bank-card.card', CARD),
      cardHash: hashText('bank-card.card', CARD),
      fromDay: toDateColumn('2020-01-01'),
    },
  })
  cardId = card.id
})

const ask = (who: Someone, field: string, subjectId: number, reason: string) =>
  unmask(who.actor, scopeFor(who, 'people:unmask'), { householdId, field, subjectId, reason })
const records = () =>
  database().activityRecord.findMany({ where: { act: 'person:unmask' }, orderBy: { id: 'asc' } })

describe('a masked figure', () => {
  it('is given for its reason, and recorded without the figure', async () => {
    expect(await ask(staff, 'id-number', adultId, 'pay-out')).toEqual({
      ok: true,
      value: { value: ID_NUMBER },
    })
    expect(await ask(staff, 'phone', adultId, 'to-call')).toEqual({ ok: true, value: { value: PHONE } })
    expect(await ask(staff, 'bank-card', cardId, 'inspection')).toEqual({ ok: true, value: { value: CARD } })
    const kept = await records()
    expect(kept.map(({ actorId, facts }) => [actorId, facts])).toEqual([
      [staff.accountId, { householdId, field: 'id-number', reason: 'pay-out' }],
      [staff.accountId, { householdId, field: 'phone', reason: 'to-call' }],
      [staff.accountId, { householdId, field: 'bank-card', reason: 'inspection' }],
    ])
    expect(JSON.stringify(kept.map(({ facts }) => facts))).not.toMatch(/\d{11}/)
  })

  it('is not given without one of its own reasons', async () => {
    for (const reason of ['', 'to-call', 'curiosity']) {
      expect(await ask(staff, 'id-number', adultId, reason)).toEqual({
        ok: false,
        code: 'unmask-reason-missing',
      })
    }
    expect(await ask(staff, 'phone', adultId, 'pay-out')).toEqual({
      ok: false,
      code: 'unmask-reason-missing',
    })
    expect(await records()).toEqual([])
  })

  it('of a child, of another household or field, or asked for by others, is not there', async () => {
    const notFound = { ok: false, code: 'not-found' }
    const other = await seedHousehold({ villageCode: VILLAGE })
    expect(await ask(staff, 'id-number', childId, 'pay-out')).toEqual(notFound)
    expect(await ask(staff, 'phone', childId, 'to-call')).toEqual(notFound)
    expect(await ask(staff, 'name', adultId, 'pay-out')).toEqual(notFound)
    expect(await ask(staff, 'bank-card', adultId + 1_000, 'pay-out')).toEqual(notFound)
    const elsewhere = { householdId: other.id, field: 'id-number', subjectId: adultId, reason: 'pay-out' }
    expect(await unmask(staff.actor, scopeFor(staff, 'people:unmask'), elsewhere)).toEqual(notFound)
    for (const who of [
      await someone('village-staff', { scopeCode: OTHER_VILLAGE }),
      await someone('grid-worker', { scopeCode: `${VILLAGE}-01` }),
      await someone('county-office', { scopeCode: COUNTY }),
    ]) {
      expect(await ask(who, 'id-number', adultId, 'pay-out')).toEqual(notFound)
    }
    expect(await records()).toEqual([])
  })

  it('is given thirty times an hour to one account, however many are asked for at once', async () => {
    for (let i = 0; i < 28; i++) await ask(staff, 'phone', adultId, 'to-call')
    const last = await Promise.all(
      Array.from({ length: 6 }, () => ask(staff, 'id-number', adultId, 'pay-out')),
    )
    expect(last.filter((verdict) => verdict.ok)).toHaveLength(2)
    expect(last.find((verdict) => !verdict.ok)).toMatchObject({
      code: 'unmask-too-many',
      facts: { most: 30 },
    })
    expect(await records()).toHaveLength(30)
    const colleague = await someone('village-lead', { scopeCode: VILLAGE })
    expect((await ask(colleague, 'phone', adultId, 'to-call')).ok).toBe(true)
    const later = { now: () => new Date(Date.now() + 3_700_000) }
    const input = { householdId, field: 'phone', subjectId: adultId, reason: 'to-call' }
    expect((await unmask(staff.actor, scopeFor(staff, 'people:unmask'), input, later)).ok).toBe(true)
  })
})

describe('the page', () => {
  it('shows masks, no child, and one figure where it was asked for', async () => {
    const browser = await browserOf({ '/village/households/:id': recordRoute }, staff.accountId)
    const path = paths.villageHousehold(householdId)
    const { html } = await browser.get(path)
    for (const secret of [ID_NUMBER, CHILDS_ID, PHONE, CARD, '测小孩']) expect(html).not.toContain(secret)
    for (const masked of ['测大人', '510*************11', '139****1234', '**** 2345'])
      expect(html).toContain(masked)
    const form = { intent: 'unmask', field: 'id-number', subjectId: String(adultId), reason: 'pay-out' }
    const shown = await browser.post(path, form)
    expect(shown.status).toBe(200)
    expect(shown.html).toContain(ID_NUMBER)
    expect(shown.html).not.toContain(CARD)
    expect(shown.html).not.toContain(PHONE)
    const refused = await browser.post(path, { ...form, reason: '' })
    expect(refused.html).toContain('先选为什么要看')
    expect((await browser.post(path, { ...form, subjectId: String(childId) })).status).toBe(404)
  })

  it('counts children without a name, and masks names for whoever has not the village', async () => {
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const people = await readHouseholdPeople(worker.actor, householdId, new Date())
    expect(people.minorCount).toBe(1)
    expect(people.members.map(({ name }) => name)).toContain('测大人')
    const office = await someone('county-office', { scopeCode: COUNTY })
    const masked = await readHouseholdPeople(office.actor, householdId, new Date())
    expect(masked.members.every(({ name }) => name === '测**')).toBe(true)
  })
})
