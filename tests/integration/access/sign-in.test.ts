import { beforeAll, describe, expect, test } from 'vitest'
import { changePassword } from '#app/commands/access/change-password.server.ts'
import { signIn } from '#app/commands/access/sign-in.server.ts'
import { signOutEverywhere } from '#app/commands/access/sign-out-everywhere.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { hashPassword, verifyPassword } from '#app/db/sealed/password-hash.server.ts'
import { readActor } from '#app/web/session.server.ts'
import { PASSWORD, seedGround, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, cookieOf, recordedActs, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

const REFUSED = { ok: false, code: 'sign-in-refused' }

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await readActor(new Request('http://localhost/', { headers: { cookie } }))) !== null
}

describe('signIn', () => {
  test('with the mobile number, however it is written', async () => {
    const { accountId, phone } = await someone('buyer')
    for (const signInName of [
      phone,
      ` ${phone} `,
      `+86 ${phone}`,
      `${phone.slice(0, 3)}-${phone.slice(3)}`,
    ]) {
      expect(await signIn({ signInName, password: PASSWORD })).toEqual({ ok: true, value: { accountId } })
    }
    expect((await recordedActs()).at(-1)).toBe('account:sign-in')
  })

  test('with the e-mail address in any case', async () => {
    const { accountId } = await someone('buyer')
    await database().account.update({
      where: { id: accountId },
      data: {
        emailSealed: sealText('account.email', 'li.hua@example.org'),
        emailHash: hashText('account.email', 'li.hua@example.org'),
      },
    })
    expect(await signIn({ signInName: 'Li.Hua@Example.org', password: PASSWORD })).toMatchObject({ ok: true })
  })

  test('one answer to a wrong password, an unknown number, an ended account and nonsense', async () => {
    const live = await someone('buyer')
    const ended = await someone('buyer')
    await database().account.update({ where: { id: ended.accountId }, data: { endedAt: new Date() } })
    const before = await accountTables()
    expect(await signIn({ signInName: live.phone, password: `${PASSWORD}!` })).toEqual(REFUSED)
    expect(await signIn({ signInName: '13999999999', password: PASSWORD })).toEqual(REFUSED)
    expect(await signIn({ signInName: ended.phone, password: PASSWORD })).toEqual(REFUSED)
    for (const signInName of ['', "' OR 1=1--", '\u0000', 'x'.repeat(10_000)]) {
      expect(await signIn({ signInName, password: PASSWORD })).toEqual(REFUSED)
    }
    expect(await accountTables()).toEqual(before)
  })

  test('weighs one password whoever is asked for, so that the time tells nothing', async () => {
    const live = await someone('buyer')
    const ended = await someone('buyer')
    await database().account.update({ where: { id: ended.accountId }, data: { endedAt: new Date() } })
    for (const signInName of [live.phone, ended.phone, '13999999998', 'nobody@example.org', 'nonsense']) {
      const weighed: (string | null)[] = []
      const counting = {
        verifyPassword: (hash: string | null, password: string) => {
          weighed.push(hash)
          return verifyPassword(hash, password)
        },
      }
      expect(await signIn({ signInName, password: 'wrong password' }, counting)).toEqual(REFUSED)
      expect(weighed).toHaveLength(1)
      expect(weighed[0] === null).toBe(signInName !== live.phone)
    }
  })

  test('what is weighed for nobody costs what an account costs, and is never right', async () => {
    expect(await verifyPassword(null, PASSWORD)).toBe(false)
    expect(await verifyPassword(null, 'the password of an account that is not there')).toBe(false)
    const cost = (hash: string) => hash.split('$').slice(1, 4).join('$')
    const { passwordHash } = await database().account.findFirstOrThrow()
    expect(cost(await hashPassword('x'))).toBe(cost(passwordHash))
  })
})

describe('sessions', () => {
  test('end for everybody at once when the account ends', async () => {
    const { accountId } = await someone('village-staff', { scopeCode: VILLAGE })
    const cookie = await cookieOf(accountId)
    expect(await isSignedIn(cookie)).toBe(true)
    await database().account.update({ where: { id: accountId }, data: { endedAt: new Date() } })
    expect(await isSignedIn(cookie)).toBe(false)
  })

  test.each([
    ['county-office', 29, true],
    ['county-office', 31, false],
    ['agency-manager', 31, false],
    ['inspector', 31, false],
    ['village-staff', 11 * 60, true],
    ['village-staff', 13 * 60, false],
    ['organizer', 11 * 60, true],
    ['buyer', 20 * 24 * 60, true],
  ] as const)('of %s, idle for %i minutes: %s', async (role, minutes, isStillIn) => {
    const { accountId } = await someone(role)
    const cookie = await cookieOf(accountId)
    await database().session.updateMany({
      where: { accountId },
      data: { lastSeenAt: new Date(Date.now() - minutes * 60_000) },
    })
    expect(await isSignedIn(cookie)).toBe(isStillIn)
  })

  test('no cookie that was not given out signs anybody in', async () => {
    const { accountId } = await someone('buyer')
    const cookie = await cookieOf(accountId)
    for (const forged of [
      '',
      'yigou=',
      'yigou=abc',
      `${cookie}x`,
      cookie.replace('yigou', 'other'),
      `yigou=${'A'.repeat(8_000)}`,
    ]) {
      expect(await isSignedIn(forged)).toBe(false)
    }
    const stored = await database().session.findFirstOrThrow({ where: { accountId } })
    expect(cookie).not.toContain(stored.tokenHash)
  })

  test('signing out everywhere ends every browser, and nobody else’s', async () => {
    const [one, other] = [await someone('buyer'), await someone('buyer')]
    const cookies = [
      await cookieOf(one.accountId),
      await cookieOf(one.accountId),
      await cookieOf(other.accountId),
    ]
    await signOutEverywhere(one.actor)
    expect(await Promise.all(cookies.map(isSignedIn))).toEqual([false, false, true])
    expect((await recordedActs()).at(-1)).toBe('account:sign-out-everywhere')
  })
})

describe('changePassword', () => {
  const next = 'three ducks on the pond'

  test('takes the new password and ends every session', async () => {
    const { actor, accountId, phone } = await someone('buyer')
    const cookie = await cookieOf(accountId)
    expect(await changePassword(actor, { current: PASSWORD, next })).toEqual({ ok: true, value: null })
    expect(await isSignedIn(cookie)).toBe(false)
    expect(await signIn({ signInName: phone, password: PASSWORD })).toEqual(REFUSED)
    expect(await signIn({ signInName: phone, password: next })).toMatchObject({ ok: true })
  })

  test.each([
    [{ current: 'not the password', next }, 'password-wrong'],
    [{ current: PASSWORD, next: 'short' }, 'password-short'],
    [{ current: PASSWORD, next: 'qwertyuiop123' }, 'password-common'],
  ])('%j is refused as %s and nothing changes', async (input, code) => {
    const { actor, accountId } = await someone('buyer')
    await cookieOf(accountId)
    const before = await accountTables()
    expect(await changePassword(actor, input)).toMatchObject({ ok: false, code })
    expect(await accountTables()).toEqual(before)
  })

  test('one’s own number is no password', async () => {
    const { actor, phone } = await someone('buyer')
    expect(await changePassword(actor, { current: PASSWORD, next: `tel${phone}` })).toEqual({
      ok: false,
      code: 'password-own-name',
    })
  })

  test('twice at once: one holds', async () => {
    const { actor, phone } = await someone('buyer')
    const wishes = ['three ducks on the pond', 'seven pears in a basket']
    const answers = await Promise.all(
      wishes.map((wish) => changePassword(actor, { current: PASSWORD, next: wish })),
    )
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code)).sort()).toEqual([
      'changed-meanwhile',
      'ok',
    ])
    const winner = wishes[answers.findIndex((answer) => answer.ok)] ?? ''
    expect(await signIn({ signInName: phone, password: winner })).toMatchObject({ ok: true })
  })
})
