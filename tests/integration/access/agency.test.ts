import { beforeAll, describe, expect, test } from 'vitest'
import { setMemberLimit } from '#app/commands/access/set-member-limit.server.ts'
import { database } from '#app/db/client.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { readAgencyHome } from '#app/queries/access/agency-home.server.ts'
import { readAgencyMembers } from '#app/queries/access/agency-members.server.ts'
import { COUNTY, seedAgency, seedGround, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { accountTables, scopeFor, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

const NOW = new Date('2026-11-23T04:00:00Z')
const everything = { agencyId: null, before: null }

async function seedOrder(
  order: { agencyId: number; accountId: number | null; totalFen: number; placedAt: Date; cancelledAt?: Date },
  eventId?: number,
) {
  const id = crypto.randomUUID()
  return database().order.create({
    data: {
      id,
      countyCode: COUNTY,
      kind: order.accountId === null ? 'walk-up' : 'ahead',
      capacity: 'personal',
      payBy: 'desk',
      pickupCode: order.accountId === null ? null : '406182',
      ...order,
      ...(eventId === undefined ? {} : { rooms: { create: { eventId, pickupCode: id.slice(0, 6) } } }),
    },
  })
}

describe('setMemberLimit', () => {
  test('holds for the manager’s own agency, and says from what to what', async () => {
    const manager = await someone('agency-manager')
    const agencyId = manager.agencyId ?? 0
    const limitFen = 50_000
    expect(
      await setMemberLimit(manager.actor, scopeFor(manager, 'agency:limit'), { agencyId, limitFen }),
    ).toEqual({
      ok: true,
      value: null,
    })
    expect(await database().agency.findUniqueOrThrow({ where: { id: agencyId } })).toMatchObject({
      memberLimitFen: 50_000n,
    })
    const recorded = await database().activityRecord.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(recorded).toMatchObject({
      act: 'agency:limit',
      subjectId: String(agencyId),
      facts: { fromFen: 0, toFen: 50_000 },
    })
  })

  test('is refused for another agency, for a buyer, and out of range', async () => {
    const manager = await someone('agency-manager')
    const buyer = await someone('buyer', { agencyId: manager.agencyId ?? 0 })
    const other = await seedAgency()
    const own = manager.agencyId ?? 0
    const set = (who: typeof manager, agencyId: number, limitFen: number) =>
      setMemberLimit(who.actor, scopeOf(who.actor, rolesWith('order:place')), { agencyId, limitFen })
    const before = await accountTables()
    expect(await set(manager, other.id, 100)).toEqual({ ok: false, code: 'out-of-scope' })
    expect(await set(buyer, own, 100)).toEqual({ ok: false, code: 'out-of-scope' })
    for (const limitFen of [-1, 1.5, Number.NaN, 100_000_001]) {
      expect(await set(manager, own, limitFen)).toMatchObject({
        ok: false,
        code: 'member-limit-out-of-range',
      })
    }
    expect(await accountTables()).toEqual(before)
  })

  test('several at once: each is recorded from what the one before left', async () => {
    const manager = await someone('agency-manager')
    const agencyId = manager.agencyId ?? 0
    await Promise.all(
      [100, 200, 300, 400].map((limitFen) =>
        setMemberLimit(manager.actor, scopeFor(manager, 'agency:limit'), { agencyId, limitFen }),
      ),
    )
    const rows = await database().activityRecord.findMany({
      where: { act: 'agency:limit', subjectId: String(agencyId) },
      select: { facts: true },
    })
    const steps = new Map(
      rows.map(({ facts }) => {
        const { fromFen, toFen } = facts as { fromFen: number; toFen: number }
        return [fromFen, toFen]
      }),
    )
    let limit = 0
    for (let n = 0; n < 4; n++) limit = steps.get(limit) ?? -1
    const { memberLimitFen } = await database().agency.findUniqueOrThrow({ where: { id: agencyId } })
    expect(limit).toBe(Number(memberLimitFen))
  })
})

describe('readAgencyHome', () => {
  test('shows the agency’s own orders, and this year’s amount to the fen', async () => {
    const manager = await someone('agency-manager')
    const agencyId = manager.agencyId ?? 0
    const buyer = await someone('buyer', { agencyId })
    const foreign = await someone('buyer')
    const event = await seedPickupEvent()
    const at = (text: string) => new Date(text)
    const first = await seedOrder(
      { agencyId, accountId: buyer.accountId, totalFen: 12_345, placedAt: at('2026-03-01T00:00:00Z') },
      event.id,
    )
    const cancelled = await seedOrder({
      agencyId,
      accountId: buyer.accountId,
      totalFen: 99_900,
      placedAt: at('2026-03-02T00:00:00Z'),
      cancelledAt: at('2026-03-03T00:00:00Z'),
    })
    const walkUp = await seedOrder(
      { agencyId, accountId: null, totalFen: 655, placedAt: at('2026-04-01T00:00:00Z') },
      event.id,
    )
    // Midnight in Shanghai belongs to the new year, the minute before it to the old one.
    await seedOrder({
      agencyId,
      accountId: buyer.accountId,
      totalFen: 1_000,
      placedAt: at('2025-12-31T16:00:00Z'),
    })
    await seedOrder({
      agencyId,
      accountId: buyer.accountId,
      totalFen: 70_000,
      placedAt: at('2025-12-31T15:59:00Z'),
    })
    await seedOrder({
      agencyId: foreign.agencyId ?? 0,
      accountId: foreign.accountId,
      totalFen: 5,
      placedAt: at('2026-03-01T00:00:00Z'),
    })

    const home = await readAgencyHome(manager.actor, scopeFor(manager, 'agency:read'), everything, NOW)
    expect(home).toMatchObject({ year: 2026, yearAmountFen: 14_000, yearOrderCount: 3, memberCount: 2 })
    expect(home?.orders.slice(2)).toEqual([
      {
        number: walkUp.number,
        placedAt: '2026-04-01T00:00:00.000Z',
        memberName: null,
        events: [{ startsAt: event.startsAt.toISOString(), place: event.place }],
        amountFen: 655,
        isCancelled: false,
      },
      {
        number: cancelled.number,
        placedAt: '2026-03-02T00:00:00.000Z',
        memberName: buyer.name,
        events: [],
        amountFen: 99_900,
        isCancelled: true,
      },
      {
        number: first.number,
        placedAt: '2026-03-01T00:00:00.000Z',
        memberName: buyer.name,
        events: [{ startsAt: event.startsAt.toISOString(), place: event.place }],
        amountFen: 12_345,
        isCancelled: false,
      },
    ])
    expect(home?.orders).toHaveLength(5)
  })

  test('pages by number without a gap or a repetition', async () => {
    const manager = await someone('agency-manager')
    const agencyId = manager.agencyId ?? 0
    const numbers: number[] = []
    for (let n = 0; n < 65; n++) {
      const { number } = await seedOrder({
        agencyId,
        accountId: manager.accountId,
        totalFen: 1,
        placedAt: NOW,
      })
      numbers.push(number)
    }
    const scope = scopeFor(manager, 'agency:read')
    const seen: number[] = []
    for (let before: number | null = null; ; ) {
      const page = await readAgencyHome(manager.actor, scope, { agencyId: null, before }, NOW)
      seen.push(...(page?.orders ?? []).map((order) => order.number))
      if (!page?.nextBefore) break
      before = page.nextBefore
    }
    expect(seen).toEqual(numbers.reverse())
  })

  test('another agency is not there', async () => {
    const manager = await someone('agency-manager')
    const other = await seedAgency()
    const scope = scopeFor(manager, 'agency:read')
    expect(await readAgencyHome(manager.actor, scope, { agencyId: other.id, before: null }, NOW)).toBeNull()
    expect(await readAgencyMembers(scope, { agencyId: other.id, after: null }, NOW)).toBeNull()
    const buyer = await someone('buyer')
    expect(await readAgencyHome(buyer.actor, scopeFor(buyer, 'agency:read'), everything, NOW)).toBeNull()
  })
})

test('the members of an agency are its own, with masked numbers', async () => {
  const manager = await someone('agency-manager')
  const buyer = await someone('buyer', { agencyId: manager.agencyId ?? 0 })
  await someone('buyer')
  const view = await readAgencyMembers(scopeFor(manager, 'agency:read'), { agencyId: null, after: null }, NOW)
  expect(view?.members.map(({ name, role, phoneMasked }) => ({ name, role, phoneMasked }))).toEqual([
    { name: manager.name, role: 'agency-manager', phoneMasked: `199****${manager.phone.slice(-4)}` },
    { name: buyer.name, role: 'buyer', phoneMasked: `199****${buyer.phone.slice(-4)}` },
  ])
})
