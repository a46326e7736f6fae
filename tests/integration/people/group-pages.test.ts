/** The pages of ten-household groups, without scripts. */
import { beforeEach, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import * as approvals from '#app/routes/village/approvals.tsx'
import * as group from '#app/routes/village/group.tsx'
import * as member from '#app/routes/village/group-member.tsx'
import * as groups from '#app/routes/village/groups.tsx'
import * as household from '#app/routes/village/household.tsx'
import * as list from '#app/routes/village/list.tsx'
import { seedGround, seedHousehold, seedLot, today, VILLAGE } from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, someone } from '../access/people.ts'

useDatabase()
let staff: Someone
let householdId: number
beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
  householdId = (await seedHousehold({ name: '卓玛央金' })).id
})

const openPages = (by = staff) =>
  browserOf(
    {
      '/village/groups': groups,
      '/village/groups/:id': group,
      '/village/groups/:id/households/:householdId': member,
      '/village/households/:id': household,
      '/village/list': list,
      '/village/approvals': approvals,
    },
    by.accountId,
  )

test('a group is made, a household found and added, its weight changed, and it leaves', async () => {
  const browser = await openPages()
  const made = await browser.post('/village/groups', {
    villageCode: VILLAGE,
    name: '向阳十户组',
    startsOn: today(),
  })
  const { id } = await database().householdGroup.findFirstOrThrow()
  expect(made.location).toBe(`/village/groups/${id}?done=made`)
  const found = await browser.get(`/village/groups/${id}?q=卓玛`)
  expect(found.html).toContain(`/village/groups/${id}?household=${householdId}`)
  const added = await browser.post(`/village/groups/${id}`, {
    intent: 'add',
    householdId: String(householdId),
    weight: '3',
    startsOn: today(),
  })
  expect(added.location).toBe(`/village/groups/${id}?done=added`)
  expect((await browser.get(`/village/groups/${id}`)).html).toContain('份额 3，占 100%')
  const own = `/village/groups/${id}/households/${householdId}`
  const changed = await browser.post(own, {
    intent: 'weight',
    weight: '5',
    startsOn: addDays(today(), 1),
  })
  expect(changed.location).toBe(`${own}?done=weight`)
  const { html } = await browser.get(own)
  expect(html).toContain('卓玛央金')
  expect(html).toContain('改了份额')
  // Until the new weight counts nothing else can be done.
  expect(html).not.toContain('value="leave"')
})

test('a refusal stands by its field with what was typed', async () => {
  const { id } = await seedGroup([{ householdId, weight: 3 }])
  const browser = await openPages()
  const none = await browser.post('/village/groups', { villageCode: VILLAGE, name: '', startsOn: today() })
  expect([none.status, none.html.includes('写个组名')]).toEqual([400, true])
  const heavy = await browser.post(`/village/groups/${id}?household=${householdId}`, {
    intent: 'add',
    householdId: String(householdId),
    weight: '5000',
    startsOn: today(),
  })
  expect([heavy.status, heavy.html.includes('value="5000"')]).toEqual([400, true])
  const unsure = await browser.post(`/village/groups/${id}`, { intent: 'end' })
  expect([unsure.status, unsure.html.includes('要解散就先勾上')]).toEqual([400, true])
  const left = await browser.post(`/village/groups/${id}/households/${householdId}`, { intent: 'leave' })
  expect([left.status, left.html.includes('选个原因')]).toEqual([400, true])
})

test('the county sees who is in a group by a masked name, and changes nothing', async () => {
  const { id } = await seedGroup([{ householdId, weight: 3 }])
  const browser = await openPages(await someone('county-office'))
  const own = `/village/groups/${id}/households/${householdId}`
  for (const path of ['/village/groups', `/village/groups/${id}`, `/village/groups/${id}?q=卓玛`, own]) {
    const { status, html } = await browser.get(path)
    expect(status).toBe(200)
    expect(html).not.toContain('卓玛央金')
    expect(html).not.toContain('<form method="post"')
  }
})

test('a member’s listing offers the group, and lead and household’s record say whose goods they are', async () => {
  const { id, name } = await seedGroup([{ householdId, weight: 3 }])
  const browser = await openPages()
  const listing = async (of: number) => browser.get(`/village/list?household=${of}&product=goose`)
  expect((await listing(householdId)).html).toContain(`由${name}一起卖`)
  expect((await listing((await seedHousehold()).id)).html).not.toContain('name="isOfGroup"')
  await seedLot({ householdId, groupId: id, state: 'pending' })
  const lead = await openPages(await someone('village-lead', { scopeCode: VILLAGE }))
  expect((await lead.get('/village/approvals')).html).toContain(`十户组：${name}`)
  const record = (await browser.get(`/village/households/${householdId}`)).html
  expect(record).toContain(name)
  expect(record).toContain('份额 3，占 100%')
  expect(record).toContain(`/village/groups/${id}/households/${householdId}`)
  await database().householdGroupMember.updateMany({
    data: { toDay: toDateColumn(today()), endReason: 'left' },
  })
  expect((await listing(householdId)).html).not.toContain('name="isOfGroup"')
})
