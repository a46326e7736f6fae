import { beforeAll, describe, expect, test } from 'vitest'
import { acceptInvitation } from '#app/commands/access/accept-invitation.server.ts'
import { endRole } from '#app/commands/access/end-role.server.ts'
import { inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { issueResetCode } from '#app/commands/access/issue-reset-code.server.ts'
import { resetPassword } from '#app/commands/access/reset-password.server.ts'
import { database } from '#app/db/client.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { guard } from '#app/web/guard.server.ts'
import { COUNTY, FOREIGN_COUNTY, seedGround, TOWN, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, cookieOf, recordedActs, type Someone, scopeFor, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

async function end(from: Someone, of: Someone) {
  const { id } = await database().assignment.findFirstOrThrow({
    where: { accountId: of.accountId },
    orderBy: { id: 'asc' },
  })
  return endRole(from.actor, scopeFor(from, 'account:reset'), { accountId: of.accountId, assignmentId: id })
}

describe('endRole', () => {
  test('holds from the next request on, in a browser that is signed in', async () => {
    const office = await someone('county-office')
    const lead = await someone('village-lead', { scopeCode: VILLAGE })
    const cookie = await cookieOf(lead.accountId)
    const approve = () =>
      guard(
        { request: new Request('http://localhost/village/approvals', { headers: { cookie } }) },
        { can: 'lot:approve' },
      )
    expect((await approve()).scope.prefixes).toEqual([VILLAGE])
    expect(await end(office, lead)).toEqual({ ok: true, value: null })
    await expect(approve()).rejects.toMatchObject({ status: 403 })
    expect((await recordedActs()).at(-1)).toBe('account:end-role')
  })

  test('ends what was handed out on the strength of it, and nothing else', async () => {
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const invited = await inviteAccount(desk.actor, scopeFor(desk, 'account:invite'), {
      role: 'village-lead',
      scopeCode: VILLAGE,
    })
    const others = await inviteAccount(office.actor, scopeFor(office, 'account:invite'), {
      role: 'village-lead',
      scopeCode: VILLAGE,
    })
    const reset = await issueResetCode(desk.actor, scopeFor(desk, 'account:reset'), {
      accountId: staff.accountId,
    })
    invariant(invited.ok && others.ok && reset.ok, 'handed out')

    expect(await end(office, desk)).toMatchObject({ ok: true })
    const newcomer = { name: '周新来', signInName: '13611110001', password: 'two geese and a pear tree' }
    expect(await acceptInvitation({ code: invited.value.code, ...newcomer })).toEqual({
      ok: false,
      code: 'invitation-gone',
    })
    expect(await resetPassword({ code: reset.value.code, password: 'six hens in the yard' })).toEqual({
      ok: false,
      code: 'reset-gone',
    })
    expect(await acceptInvitation({ code: others.value.code, ...newcomer })).toMatchObject({ ok: true })
  })

  test.each([
    ['county-office', FOREIGN_COUNTY, 'village-lead', VILLAGE],
    ['town-desk', TOWN, 'county-office', COUNTY],
    ['town-desk', TOWN, 'town-desk', TOWN],
    ['village-lead', VILLAGE, 'village-staff', VILLAGE],
    ['inspector', COUNTY, 'village-staff', VILLAGE],
  ] as const)('%s of %s does not reach %s of %s', async (role, scopeCode, otherRole, otherScope) => {
    const from = await someone(role, { scopeCode })
    const other = await someone(otherRole, { scopeCode: otherScope })
    const before = await accountTables()
    expect(await end(from, other)).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await accountTables()).toEqual(before)
  })

  test('an agency manager lets its own members go, not its fellow managers', async () => {
    const manager = await someone('agency-manager')
    const agencyId = manager.agencyId ?? 0
    expect(await end(manager, await someone('buyer', { agencyId }))).toMatchObject({ ok: true })
    expect(await end(manager, await someone('agency-manager', { agencyId }))).toMatchObject({
      code: 'out-of-scope',
    })
    expect(await end(manager, await someone('buyer'))).toMatchObject({ code: 'out-of-scope' })
  })

  test('nobody ends their own role, and a county is not left without an office by a slip', async () => {
    const office = await someone('county-office')
    expect(await end(office, office)).toEqual({ ok: false, code: 'own-account' })
  })

  test('is refused the second time, and for a role of somebody else than named', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const answers = await Promise.all([end(office, staff), end(office, staff)])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code)).sort()).toEqual([
      'changed-meanwhile',
      'ok',
    ])
    const { id } = await database().assignment.findFirstOrThrow({ where: { accountId: staff.accountId } })
    const wrong = { accountId: office.accountId, assignmentId: id }
    expect(await endRole(office.actor, scopeFor(office, 'account:reset'), wrong)).toEqual({
      ok: false,
      code: 'out-of-scope',
    })
  })
})
