/** The pages of the pairing register, without scripts. */
import { beforeEach, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import * as pairing from '#app/routes/county/pairing.tsx'
import * as pairings from '#app/routes/county/pairings.tsx'
import { loader as pairingsFile } from '#app/routes/county/pairings-file.ts'
import { seedAgency, seedGround, seedHousehold } from '#seed/builders.ts'
import { seedPairing } from '#seed/pairings.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, type Someone, someone } from '../access/people.ts'

useDatabase()
let office: Someone
let pairingId: number
beforeEach(async () => {
  await seedGround()
  office = await someone('county-office')
  const { id: householdId } = await seedHousehold({ number: '5109819900001' })
  pairingId = (await seedPairing({ householdId, agencyId: (await seedAgency()).id })).id
})

const openPages = () =>
  browserOf({ '/county/pairings': pairings, '/county/pairings/:id': pairing }, office.accountId)

test('list what stands with the helper masked, and lead to its own page', async () => {
  const browser = await openPages()
  const { html } = await browser.get('/county/pairings')
  expect(html).toContain('陈**')
  expect(html).not.toContain('陈某某')
  expect(html).toContain(`/county/pairings/${pairingId}`)
  expect((await browser.get(`/county/pairings/${pairingId}`)).status).toBe(200)
})

test('a file of the register is masked, and recorded', async () => {
  const request = new Request('http://localhost/county/pairings.csv', {
    headers: { cookie: await cookieOf(office.accountId) },
  })
  const text = await (await pairingsFile({ request, params: {}, context: {} })).text()
  expect(text).toContain('陈**')
  expect(text).not.toContain('陈某某')
  const [act] = await database().activityRecord.findMany({ where: { act: 'report:export' } })
  expect(act).toMatchObject({ subjectId: 'pairings', facts: { format: 'csv', rows: 1 } })
})
