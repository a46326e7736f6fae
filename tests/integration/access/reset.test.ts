import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { issueResetCode, type ResetCodeRefusal } from '#app/commands/access/issue-reset-code.server.ts'
import { resetPassword } from '#app/commands/access/reset-password.server.ts'
import { signIn } from '#app/commands/access/sign-in.server.ts'
import { database } from '#app/db/client.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readActor } from '#app/web/session.server.ts'
import { COUNTY, FOREIGN_COUNTY, OTHER_VILLAGE, PASSWORD, seedGround, TOWN, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, cookieOf, recordedActs, type Someone, scopeFor, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

const HOUR_MS = 3_600_000
const next = 'four goats on the slope'

function issue(from: Someone, accountId: number) {
  return issueResetCode(from.actor, scopeFor(from, 'account:reset'), { accountId })
}
async function codeFor(from: Someone, of: Someone): Promise<string> {
  const issued = await issue(from, of.accountId)
  invariant(issued.ok, 'the code is made')
  return issued.value.code
}

describe('a code from the tier above', () => {
  test('sets a new password, ends every session and works once', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const cookie = await cookieOf(staff.accountId)
    const code = await codeFor(office, staff)
    // Making the code ends nothing yet: the person may still remember.
    expect(await readActor(new Request('http://localhost/', { headers: { cookie } }))).not.toBeNull()

    expect(await resetPassword({ code, password: next })).toEqual({
      ok: true,
      value: { accountId: staff.accountId },
    })
    expect(await readActor(new Request('http://localhost/', { headers: { cookie } }))).toBeNull()
    expect(await signIn({ signInName: staff.phone, password: PASSWORD })).toMatchObject({ ok: false })
    expect(await signIn({ signInName: staff.phone, password: next })).toMatchObject({ ok: true })
    expect(await resetPassword({ code, password: 'five sheep by the road' })).toEqual({
      ok: false,
      code: 'reset-gone',
    })
    expect((await recordedActs()).filter((act) => act.includes('reset'))).toEqual([
      'account:issue-reset-code',
      'account:reset-password',
    ])
  })

  test('several people with the same code at once: one sets the password', async () => {
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await codeFor(await someone('county-office'), staff)
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((word) => resetPassword({ code, password: `${next} ${word}` })),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  })

  test('is good for a day, and a newer one ends it', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const first = await codeFor(office, staff)
    const second = await codeFor(office, staff)
    const at = (hours: number) => ({ now: () => new Date(Date.now() + hours * HOUR_MS) })
    expect(await resetPassword({ code: first, password: next })).toEqual({ ok: false, code: 'reset-gone' })
    expect(await resetPassword({ code: second, password: next }, at(24.1))).toEqual({
      ok: false,
      code: 'reset-gone',
    })
    expect(await resetPassword({ code: second, password: next }, at(23.9))).toMatchObject({ ok: true })
  })

  test('a refused password leaves the code good', async () => {
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await codeFor(await someone('county-office'), staff)
    const before = await accountTables()
    expect(await resetPassword({ code, password: 'short' })).toMatchObject({ code: 'password-short' })
    expect(await resetPassword({ code, password: `a${staff.phone}` })).toMatchObject({
      code: 'password-own-name',
    })
    expect(await accountTables()).toEqual(before)
    expect(await resetPassword({ code, password: next })).toMatchObject({ ok: true })
  })

  test('an ended account has no way back in', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await codeFor(office, staff)
    await database().account.update({ where: { id: staff.accountId }, data: { endedAt: new Date() } })
    expect(await resetPassword({ code, password: next })).toEqual({ ok: false, code: 'reset-gone' })
    expect(await issue(office, staff.accountId)).toEqual({ ok: false, code: 'out-of-scope' })
  })

  test('the code is kept as a hash only', async () => {
    const code = await codeFor(
      await someone('county-office'),
      await someone('village-staff', { scopeCode: VILLAGE }),
    )
    expect(JSON.stringify(await accountTables())).not.toContain(code)
  })
})

describe('who may print one for whom', () => {
  test.each([
    ['county-office', COUNTY, 'village-lead', VILLAGE, 'ok'],
    ['county-office', COUNTY, 'town-desk', TOWN, 'ok'],
    ['county-office', COUNTY, 'county-office', COUNTY, 'ok'],
    ['county-office', FOREIGN_COUNTY, 'village-lead', VILLAGE, 'out-of-scope'],
    ['town-desk', TOWN, 'village-staff', OTHER_VILLAGE, 'ok'],
    ['town-desk', TOWN, 'organizer', TOWN, 'account-beyond-reach'],
    ['town-desk', TOWN, 'town-desk', TOWN, 'account-beyond-reach'],
    ['town-desk', TOWN, 'county-office', COUNTY, 'out-of-scope'],
    ['village-lead', VILLAGE, 'village-staff', VILLAGE, 'out-of-scope'],
    ['inspector', COUNTY, 'village-staff', VILLAGE, 'out-of-scope'],
  ] as const)('%s of %s for %s of %s: %s', async (role, scopeCode, otherRole, otherScope, outcome) => {
    const from = await someone(role, { scopeCode })
    const other = await someone(otherRole, { scopeCode: otherScope })
    const before = await accountTables()
    const issued = await issue(from, other.accountId)
    expect(issued.ok ? 'ok' : issued.code).toBe(outcome)
    if (!issued.ok) expect(await accountTables()).toEqual(before)
  })

  test('an agency manager for its own buyers, the county office for all', async () => {
    const manager = await someone('agency-manager')
    const own = await someone('buyer', { agencyId: manager.agencyId ?? 0 })
    const foreign = await someone('buyer')
    expect(await issue(manager, own.accountId)).toMatchObject({ ok: true })
    expect(await issue(manager, foreign.accountId)).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await issue(await someone('county-office'), foreign.accountId)).toMatchObject({ ok: true })
    expect(
      await issue(await someone('county-office', { scopeCode: FOREIGN_COUNTY }), foreign.accountId),
    ).toEqual({
      ok: false,
      code: 'out-of-scope',
    })
  })

  test('nobody for somebody who also holds a role above or elsewhere', async () => {
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const officer = await someone('village-staff', { scopeCode: VILLAGE })
    await database().assignment.create({
      data: { accountId: officer.accountId, role: 'county-office', scopeCode: COUNTY },
    })
    expect(await issue(desk, officer.accountId)).toEqual({ ok: false, code: 'account-beyond-reach' })
    expect(await issue(await someone('county-office'), officer.accountId)).toMatchObject({ ok: true })
  })

  test('nobody for themselves', async () => {
    const office = await someone('county-office')
    expect(await issue(office, office.accountId)).toEqual({ ok: false, code: 'own-account' })
  })

  test('every refusal has its words', () => {
    expectTypeOf<CodesWithoutWords<Exclude<ResetCodeRefusal, 'out-of-scope'>>>().toBeNever()
  })
})
