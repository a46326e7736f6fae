import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type AcceptInput,
  type AcceptRefusal,
  acceptInvitation,
} from '#app/commands/access/accept-invitation.server.ts'
import {
  type InviteInput,
  type InviteRefusal,
  inviteAccount,
} from '#app/commands/access/invite-account.server.ts'
import { takeUpRole } from '#app/commands/access/take-up-role.server.ts'
import { withdrawInvitation } from '#app/commands/access/withdraw-invitation.server.ts'
import { database } from '#app/db/client.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readInvitation } from '#app/queries/access/invitation.server.ts'
import { actorOf } from '#app/web/session.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedAgency,
  seedGround,
  seedHousehold,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, recordedActs, type Someone, scopeFor, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

const DAY_MS = 86_400_000
let phones = 0
const newcomer = (): Omit<AcceptInput, 'code'> => ({
  name: '周新来',
  signInName: `1360000${String(++phones).padStart(4, '0')}`,
  password: 'two geese and a pear tree',
})

async function countPeople() {
  return { accounts: await database().account.count(), assignments: await database().assignment.count() }
}

async function invite(inviter: Someone, input: InviteInput) {
  return inviteAccount(
    inviter.actor,
    scopeFor(inviter, inviter.agencyId === null ? 'account:invite' : 'agency:invite'),
    input,
  )
}
async function invitedCode(inviter: Someone, input: InviteInput): Promise<string> {
  const invited = await invite(inviter, input)
  invariant(invited.ok, `invited to ${input.role}`)
  return invited.value.code
}

describe('inviteAccount', () => {
  test.each([
    ['county-office', COUNTY],
    ['town-desk', TOWN],
    ['organizer', COUNTY],
    ['organizer', TOWN],
    ['village-lead', VILLAGE],
    ['village-staff', OTHER_VILLAGE],
    ['inspector', COUNTY],
  ] as const)('county office invites %s over %s', async (role, scopeCode) => {
    const code = await invitedCode(await someone('county-office'), { role, scopeCode })
    const made = await acceptInvitation({ code, ...newcomer() })
    invariant(made.ok, 'accepted')
    expect((await actorOf(made.value.accountId)).assignments).toEqual([{ role, scopeCode, agencyId: null }])
  })

  test('a grid worker over a grid that is there', async () => {
    await seedHousehold({ villageCode: VILLAGE, gridNumber: 2 })
    const office = await someone('county-office')
    expect((await invite(office, { role: 'grid-worker', scopeCode: `${VILLAGE}-02` })).ok).toBe(true)
    expect(await invite(office, { role: 'grid-worker', scopeCode: `${VILLAGE}-03` })).toMatchObject({
      code: 'place-unknown',
    })
  })

  test('an agency manager makes the agency by name, once', async () => {
    const office = await someone('county-office')
    const code = await invitedCode(office, {
      role: 'agency-manager',
      scopeCode: COUNTY,
      agencyName: ' 市　档案馆 ',
    })
    await invitedCode(office, { role: 'agency-manager', scopeCode: COUNTY, agencyName: '市 档案馆' })
    const agencies = await database().agency.findMany({ where: { countyCode: COUNTY, name: '市 档案馆' } })
    expect(agencies).toHaveLength(1)
    const made = await acceptInvitation({ code, ...newcomer() })
    invariant(made.ok, 'accepted')
    expect((await actorOf(made.value.accountId)).assignments).toEqual([
      { role: 'agency-manager', scopeCode: null, agencyId: agencies[0]?.id },
    ])
  })

  test('an agency manager invites buyers of its own agency only', async () => {
    const manager = await someone('agency-manager')
    const other = await seedAgency()
    expect((await invite(manager, { role: 'buyer', agencyId: manager.agencyId })).ok).toBe(true)
    expect(await invite(manager, { role: 'buyer', agencyId: other.id })).toEqual({
      ok: false,
      code: 'out-of-scope',
    })
    expect(
      await invite(manager, { role: 'agency-manager', scopeCode: COUNTY, agencyName: '别的单位' }),
    ).toMatchObject({
      code: 'out-of-scope',
    })
    expect(await database().agency.count({ where: { name: '别的单位' } })).toBe(0)
  })

  test('the code is kept as a hash only, and the record names no person', async () => {
    const office = await someone('county-office')
    const code = await invitedCode(office, { role: 'village-lead', scopeCode: VILLAGE })
    const row = await database().invitation.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(JSON.stringify(row)).not.toContain(code)
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(14 * DAY_MS)
    const recorded = await database().activityRecord.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(recorded).toMatchObject({
      act: 'account:invite',
      countyCode: COUNTY,
      actorId: office.accountId,
      subjectId: String(row.id),
      scopeCode: VILLAGE,
      facts: { role: 'village-lead', agencyId: null },
    })
  })

  test.each([
    ['town-desk', TOWN, { role: 'village-staff', scopeCode: FOREIGN_VILLAGE }, 'out-of-scope'],
    ['town-desk', TOWN, { role: 'town-desk', scopeCode: TOWN }, 'out-of-scope'],
    ['town-desk', TOWN, { role: 'inspector', scopeCode: TOWN }, 'out-of-scope'],
    ['county-office', COUNTY, { role: 'village-staff', scopeCode: FOREIGN_VILLAGE }, 'out-of-scope'],
    ['county-office', COUNTY, { role: 'county-office', scopeCode: FOREIGN_COUNTY }, 'out-of-scope'],
    [
      'county-office',
      COUNTY,
      { role: 'agency-manager', scopeCode: FOREIGN_COUNTY, agencyName: '外县单位' },
      'out-of-scope',
    ],
    ['county-office', COUNTY, { role: 'buyer', agencyId: 999_999 }, 'out-of-scope'],
    ['county-office', COUNTY, { role: 'village-staff', scopeCode: TOWN }, 'place-unknown'],
    ['county-office', COUNTY, { role: 'village-staff', scopeCode: '510981100999' }, 'place-unknown'],
    ['county-office', COUNTY, { role: 'village-staff', scopeCode: "' OR 1=1--" }, 'place-unknown'],
    [
      'county-office',
      COUNTY,
      { role: 'agency-manager', scopeCode: COUNTY, agencyName: ' ' },
      'agency-name-missing',
    ],
    ['village-lead', VILLAGE, { role: 'village-staff', scopeCode: VILLAGE }, 'out-of-scope'],
    ['inspector', COUNTY, { role: 'village-staff', scopeCode: VILLAGE }, 'out-of-scope'],
  ] as const)('%s of %s, %j: %s', async (role, scopeCode, input, code) => {
    const inviter = await someone(role, { scopeCode })
    const before = await accountTables()
    expect(await invite(inviter, input)).toMatchObject({ ok: false, code })
    expect(await accountTables()).toEqual(before)
  })

  test('every refusal has its words', () => {
    expectTypeOf<CodesWithoutWords<Exclude<InviteRefusal, 'out-of-scope'>>>().toBeNever()
    expectTypeOf<CodesWithoutWords<AcceptRefusal>>().toBeNever()
  })
})

describe('acceptInvitation', () => {
  test('two people at once: one gets the role, the other is told', async () => {
    const code = await invitedCode(await someone('county-office'), {
      role: 'village-lead',
      scopeCode: VILLAGE,
    })
    const before = await countPeople()
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => acceptInvitation({ code, ...newcomer() })),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.code === 'invitation-gone')).toHaveLength(5)
    expect(await countPeople()).toEqual({
      accounts: before.accounts + 1,
      assignments: before.assignments + 1,
    })
  })

  test('one number twice at once, with two invitations: one account, and the other invitation stays open', async () => {
    const office = await someone('county-office')
    const codes = [
      await invitedCode(office, { role: 'village-lead', scopeCode: VILLAGE }),
      await invitedCode(office, { role: 'village-staff', scopeCode: VILLAGE }),
    ]
    const same = newcomer()
    const before = await countPeople()
    const answers = await Promise.all(codes.map((code) => acceptInvitation({ code, ...same })))
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code)).sort()).toEqual([
      'ok',
      'sign-in-name-taken',
    ])
    const open = await Promise.all(codes.map((code) => readInvitation(code, new Date())))
    expect(open.filter((invitation) => invitation !== null)).toHaveLength(1)
    expect(await countPeople()).toEqual({
      accounts: before.accounts + 1,
      assignments: before.assignments + 1,
    })
  })

  test('is good for fourteen days', async () => {
    const office = await someone('county-office')
    const code = await invitedCode(office, { role: 'inspector', scopeCode: COUNTY })
    const at = (days: number) => ({ now: () => new Date(Date.now() + days * DAY_MS) })
    expect(await acceptInvitation({ code, ...newcomer() }, at(14.01))).toEqual({
      ok: false,
      code: 'invitation-gone',
    })
    expect(await readInvitation(code, at(14.01).now())).toBeNull()
    expect((await acceptInvitation({ code, ...newcomer() }, at(13.9))).ok).toBe(true)
  })

  test.each([
    [{ name: '  ' }, 'name-missing'],
    [{ signInName: '12345' }, 'sign-in-name-unreadable'],
    [{ password: 'short' }, 'password-short'],
    [{ password: 'password2026' }, 'password-common'],
    [{ password: '13611112222', signInName: '13611112222' }, 'password-own-name'],
  ])('%j is refused as %s and leaves the invitation open', async (changed, code) => {
    const invitation = await invitedCode(await someone('county-office'), {
      role: 'inspector',
      scopeCode: COUNTY,
    })
    const before = await accountTables()
    expect(await acceptInvitation({ code: invitation, ...newcomer(), ...changed })).toMatchObject({
      ok: false,
      code,
    })
    expect(await accountTables()).toEqual(before)
  })

  test('a number that signs somebody in already is refused, however it is written', async () => {
    const office = await someone('county-office')
    const code = await invitedCode(office, { role: 'inspector', scopeCode: COUNTY })
    const before = await accountTables()
    const again = { ...newcomer(), signInName: `+86 ${office.phone}` }
    expect(await acceptInvitation({ code, ...again })).toEqual({ ok: false, code: 'sign-in-name-taken' })
    expect(await accountTables()).toEqual(before)
  })

  test('names, numbers and passwords are nowhere in the database as they were typed', async () => {
    const code = await invitedCode(await someone('county-office'), { role: 'inspector', scopeCode: COUNTY })
    const typed = newcomer()
    invariant((await acceptInvitation({ code, ...typed })).ok, 'accepted')
    const stored = JSON.stringify(await accountTables())
    for (const text of [typed.name, typed.signInName, typed.password, code])
      expect(stored).not.toContain(text)
    const [hash] = await database().account.findMany({
      orderBy: { id: 'desc' },
      take: 1,
      select: { passwordHash: true },
    })
    expect(hash?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('an unknown code is refused like a used one', async () => {
    expect(await acceptInvitation({ code: '0000-0000-0000-0000', ...newcomer() })).toEqual({
      ok: false,
      code: 'invitation-gone',
    })
  })
})

describe('takeUpRole', () => {
  test('adds the role to the account that is signed in', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await invitedCode(office, { role: 'village-lead', scopeCode: VILLAGE })
    expect(await takeUpRole(staff.actor, { code })).toEqual({
      ok: true,
      value: { accountId: staff.accountId },
    })
    expect((await actorOf(staff.accountId)).assignments.map((a) => a.role)).toEqual([
      'village-staff',
      'village-lead',
    ])
    expect(await takeUpRole(staff.actor, { code })).toEqual({ ok: false, code: 'invitation-gone' })
  })

  test('a role held already is refused, and the invitation is still good', async () => {
    const office = await someone('county-office')
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await invitedCode(office, { role: 'village-staff', scopeCode: VILLAGE })
    expect(await takeUpRole(staff.actor, { code })).toEqual({ ok: false, code: 'role-held' })
    expect((await acceptInvitation({ code, ...newcomer() })).ok).toBe(true)
  })

  test('somebody new and somebody signed in at once: one of them', async () => {
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const code = await invitedCode(await someone('county-office'), {
      role: 'village-lead',
      scopeCode: VILLAGE,
    })
    const before = await countPeople()
    const answers = await Promise.all([
      takeUpRole(staff.actor, { code }),
      acceptInvitation({ code, ...newcomer() }),
    ])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect((await countPeople()).assignments).toBe(before.assignments + 1)
  })
})

describe('withdrawInvitation', () => {
  async function openInvitation(inviter: Someone, input: InviteInput) {
    const code = await invitedCode(inviter, input)
    const row = await database().invitation.findFirstOrThrow({
      orderBy: { id: 'desc' },
      select: { id: true },
    })
    return { code, invitationId: row.id }
  }

  test('ends the code at once, for whoever stands above', async () => {
    const office = await someone('county-office')
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const { code, invitationId } = await openInvitation(office, { role: 'village-lead', scopeCode: VILLAGE })
    expect(await withdrawInvitation(desk.actor, scopeFor(desk, 'account:invite'), { invitationId })).toEqual({
      ok: true,
      value: null,
    })
    expect(await acceptInvitation({ code, ...newcomer() })).toEqual({ ok: false, code: 'invitation-gone' })
    expect(
      await withdrawInvitation(desk.actor, scopeFor(desk, 'account:invite'), { invitationId }),
    ).toMatchObject({
      code: 'invitation-gone',
    })
    expect((await recordedActs()).slice(-2)).toEqual(['account:invite', 'account:withdraw-invitation'])
  })

  test('is not found from outside', async () => {
    const office = await someone('county-office')
    const foreign = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const { invitationId } = await openInvitation(office, { role: 'inspector', scopeCode: TOWN })
    const before = await accountTables()
    for (const other of [foreign, desk]) {
      expect(
        await withdrawInvitation(other.actor, scopeFor(other, 'account:invite'), { invitationId }),
      ).toEqual({ ok: false, code: 'out-of-scope' })
    }
    expect(
      await withdrawInvitation(office.actor, scopeFor(office, 'account:invite'), { invitationId: 999_999 }),
    ).toEqual({
      ok: false,
      code: 'out-of-scope',
    })
    expect(await accountTables()).toEqual(before)
  })
})
