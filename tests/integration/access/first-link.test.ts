import { describe, expect, test } from 'vitest'
import { acceptInvitation } from '#app/commands/access/accept-invitation.server.ts'
import { openFirstLink } from '#app/commands/access/open-first-link.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { actorOf } from '#app/web/session.server.ts'
import { COUNTY, seedAccount, TOWN } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, recordedActs } from './people.ts'

useDatabase()

async function openedCode(countyCode = COUNTY): Promise<string> {
  const link = await openFirstLink(SYSTEM_ACTOR, { countyCode })
  invariant(link.ok, 'the first link opens')
  return link.value.code
}

const officer = { name: '罗县办', signInName: '13800000001', password: 'goose path by the mill' }

describe('openFirstLink', () => {
  test('makes an invitation to the county office, before any division is known', async () => {
    const code = await openedCode()
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    const accepted = await acceptInvitation({ code, ...officer })
    invariant(accepted.ok, 'the first invitation is taken up')
    expect(await actorOf(accepted.value.accountId)).toEqual({
      accountId: accepted.value.accountId,
      assignments: [{ role: 'county-office', scopeCode: COUNTY, agencyId: null }],
    })
    expect(await recordedActs()).toEqual(['account:open-first-link', 'account:accept-invitation'])
  })

  test('a second start ends the first link and prints its own', async () => {
    const first = await openedCode()
    const second = await openedCode()
    expect(await acceptInvitation({ code: first, ...officer })).toEqual({
      ok: false,
      code: 'invitation-gone',
    })
    expect((await acceptInvitation({ code: second, ...officer })).ok).toBe(true)
  })

  test('of several servers starting at once, one link stays open', async () => {
    const codes = await Promise.all([openedCode(), openedCode(), openedCode()])
    expect(new Set(codes).size).toBe(3)
    expect(await database().invitation.count({ where: { withdrawnAt: null } })).toBe(1)
  })

  test('is refused as soon as anybody has an account, ended or not', async () => {
    const { account } = await seedAccount({ role: 'county-office' })
    await database().account.update({ where: { id: account.id }, data: { endedAt: new Date() } })
    const before = await accountTables()
    expect(await openFirstLink(SYSTEM_ACTOR, { countyCode: COUNTY })).toEqual({
      ok: false,
      code: 'accounts-exist',
    })
    expect(await accountTables()).toEqual(before)
  })

  test('is made for a county and nothing else', async () => {
    for (const countyCode of [TOWN, '510000000000', '5109', '', 'abc']) {
      expect(await openFirstLink(SYSTEM_ACTOR, { countyCode })).toEqual({ ok: false, code: 'county-unknown' })
    }
    expect(await database().invitation.count()).toBe(0)
  })
})
