/** Goods that die, are kept back, or turn out to be more: never less than buyers were promised. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type RecountInput,
  type RecountLotRefusal,
  recountLot,
} from '#app/commands/catalogue/recount-lot.server.ts'
import { type WriteOffLotRefusal, writeOffLot } from '#app/commands/catalogue/write-off-lot.server.ts'
import { endGroup } from '#app/commands/people/end-group.server.ts'
import { endGroupMembership } from '#app/commands/people/end-group-membership.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { readLotChange } from '#app/queries/catalogue/lot-change.server.ts'
import { action as changePage } from '#app/routes/village/lot-change.tsx'
import {
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, scopeFor, someone } from '../access/people.ts'
import { actsOf, goodsTables, leadOf, lotRow, staffOf, type Villager, withdraw } from './yard.ts'

useDatabase()

let staff: Villager
let householdId: number
beforeEach(async () => {
  await seedGround()
  staff = await staffOf()
  householdId = (await seedHousehold()).id
})

const writeOff = (
  lotId: number,
  quantity: number,
  change: { by?: Villager; id?: string; reason?: string } = {},
) => {
  const { by = staff, id = randomUUID(), reason = '死了' } = change
  const input = { changeId: id, lotId, quantity, reason }
  return writeOffLot(by.actor, scopeFor(by, 'lot:withdraw'), input)
}
const recount = (lotId: number, change: Partial<RecountInput>, by = staff) =>
  recountLot(by.actor, scopeFor(by, 'lot:withdraw'), {
    changeId: randomUUID(),
    lotId,
    expected: 5,
    counted: 5,
    why: 'kept',
    reason: '农户自己留着',
    ...change,
  })

async function refusedWithout<T>(act: () => Promise<T>): Promise<T> {
  const everything = async () => [await goodsTables(), await database().lotChange.findMany()]
  const before = await everything()
  const verdict = await act()
  expect(await everything()).toEqual(before)
  return verdict
}

/** Five geese, two of them ordered; the order's number. */
async function promisedGeese() {
  const goods = await seedLot({ householdId, quantity: 5 })
  const event = await seedPickupEvent()
  const { order } = await seedOrder({ event, lines: [{ ...goods, from: [{ lot: goods.lot, quantity: 2 }] }] })
  const { number } = await database().order.findUniqueOrThrow({ where: { id: order.id } })
  return { lotId: goods.lot.id, number }
}

describe('writing off', () => {
  test('takes what died out of what is left, with a reason and who said so', async () => {
    const { lotId } = await promisedGeese()
    expect(await writeOff(lotId, 2)).toEqual({ ok: true, value: { lotId, kind: 'written-off', quantity: 2 } })
    expect(await lotRow(lotId)).toMatchObject({ available: 1, reserved: 2, writtenOff: 2, state: 'approved' })
    expect(await database().lotChange.findMany()).toMatchObject([
      {
        lotId,
        kind: 'written-off',
        quantity: 2,
        reason: '死了',
        householdAgreed: false,
        madeBy: staff.accountId,
      },
    ])
    expect(await actsOf(staff.actor)).toEqual(['lot:change'])
    const { checks } = await runAudit()
    expect(checks.filter(({ name, ok }) => name.startsWith('lot-') && !ok)).toEqual([])
  })

  test('is refused beyond what is left, naming the orders that have the rest', async () => {
    const { lotId, number } = await promisedGeese()
    expect(await refusedWithout(() => writeOff(lotId, 4))).toEqual({
      ok: false,
      code: 'lot-promised',
      facts: { left: 3, promised: 2, orders: String(number) },
    })
    const greens = await seedLot({ householdId, productKey: 'celtuce', quantity: 5_000, unitPriceFen: 240 })
    expect(await refusedWithout(() => writeOff(greens.lot.id, 5_500))).toMatchObject({
      code: 'lot-promised-weight',
      facts: { leftGrams: 5_000, promisedGrams: 0, orders: '' },
    })
  })

  test('needs a reason, a whole quantity, a key and goods that are still listed', async () => {
    const { lot } = await seedLot({ householdId })
    expect(await refusedWithout(() => writeOff(lot.id, 1, { reason: ' ' }))).toMatchObject({
      code: 'reason-missing',
    })
    expect(await refusedWithout(() => writeOff(lot.id, 0))).toMatchObject({ code: 'quantity-not-whole' })
    expect(await refusedWithout(() => writeOff(lot.id, 1, { id: 'x' }))).toMatchObject({
      code: 'operation-id-missing',
    })
    await withdraw(staff, lot.id)
    expect(await refusedWithout(() => writeOff(lot.id, 1))).toMatchObject({ code: 'changed-meanwhile' })
  })

  test('one form is one change, however often and from however many phones it is sent', async () => {
    const { lot } = await seedLot({ householdId })
    const id = randomUUID()
    await Promise.all([1, 2, 3].map(() => writeOff(lot.id, 1, { id })))
    expect(await writeOff(lot.id, 1, { id })).toMatchObject({ ok: true })
    expect(await lotRow(lot.id)).toMatchObject({ available: 4, writtenOff: 1 })
    const other = await seedLot({ householdId, unitPriceFen: 11_900 })
    expect(await refusedWithout(() => writeOff(other.lot.id, 1, { id }))).toMatchObject({
      code: 'key-reused',
    })
  })

  test('two clerks at once never write off more than there is', async () => {
    const { lot } = await seedLot({ householdId })
    const lead = await leadOf()
    const verdicts = await Promise.all([writeOff(lot.id, 3), writeOff(lot.id, 3, { by: lead })])
    expect(verdicts.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(await lotRow(lot.id)).toMatchObject({ available: 2, writtenOff: 3 })
  })

  test('another village’s goods are not found, and a grid worker may not', async () => {
    const foreign = await seedLot({ villageCode: OTHER_VILLAGE })
    expect(await refusedWithout(() => writeOff(foreign.lot.id, 1))).toEqual({ ok: false, code: 'not-found' })
    expect(await refusedWithout(() => recount(foreign.lot.id, { counted: 4 }))).toEqual({
      ok: false,
      code: 'not-found',
    })
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const { lot } = await seedLot({ householdId })
    expect(await refusedWithout(() => writeOff(lot.id, 1, { by: worker }))).toMatchObject({
      code: 'not-allowed',
    })
    expect(await refusedWithout(() => recount(lot.id, { counted: 4 }, worker))).toMatchObject({
      code: 'not-allowed',
    })
  })
})

describe('counting anew', () => {
  test('fewer are kept back or died, more are topped up where the household says so', async () => {
    const { lotId } = await promisedGeese()
    expect(await recount(lotId, { counted: 4 })).toMatchObject({
      ok: true,
      value: { kind: 'withdrawn', quantity: 1 },
    })
    expect(await recount(lotId, { expected: 4, counted: 3, why: 'died' })).toMatchObject({ ok: true })
    expect(await recount(lotId, { expected: 3, counted: 9, why: 'more' })).toMatchObject({ ok: true })
    expect(await lotRow(lotId)).toMatchObject({
      listed: 5,
      toppedUp: 6,
      available: 7,
      reserved: 2,
      withdrawn: 1,
      writtenOff: 1,
      state: 'approved',
    })
    expect(
      (await database().lotChange.findMany({ orderBy: { madeAt: 'asc' } })).map((c) => c.householdAgreed),
    ).toEqual([false, false, true])
    const page = await readLotChange(staff.actor, scopeFor(staff, 'lot:withdraw'), lotId)
    expect([page?.expected, page?.changes.map(({ kind }) => kind)]).toEqual([
      9,
      ['topped-up', 'written-off', 'withdrawn'],
    ])
    const { checks } = await runAudit()
    expect(checks.filter(({ name, ok }) => name.startsWith('lot-') && !ok)).toEqual([])
  })

  test('never below what is promised, and never more without the household', async () => {
    const { lotId, number } = await promisedGeese()
    expect(await refusedWithout(() => recount(lotId, { counted: 1 }))).toMatchObject({
      code: 'lot-promised',
      facts: { orders: String(number) },
    })
    expect(await refusedWithout(() => recount(lotId, { counted: 6 }))).toMatchObject({
      code: 'recount-more-unsaid',
    })
    expect(await refusedWithout(() => recount(lotId, { counted: 4, why: 'more' }))).toMatchObject({
      code: 'recount-less-unsaid',
    })
    expect(await refusedWithout(() => recount(lotId, { counted: -1 }))).toMatchObject({
      code: 'stock-count-unreadable',
    })
  })

  test('a count that agrees changes nothing; one of goods that changed since is of another day', async () => {
    const { lot } = await seedLot({ householdId })
    expect(await refusedWithout(() => recount(lot.id, {}))).toEqual({ ok: true, value: null })
    const act = () => recount(lot.id, { expected: 4, counted: 3 })
    expect(await refusedWithout(act)).toMatchObject({ code: 'changed-meanwhile' })
    const verdicts = await Promise.all([recount(lot.id, { counted: 3 }), recount(lot.id, { counted: 2 })])
    expect(verdicts.map(({ ok }) => ok).sort()).toEqual([false, true])
  })

  test('the page takes 斤 as they are typed, brings back what was refused, and says what is promised', async () => {
    const { lot } = await seedLot({ householdId, productKey: 'celtuce', quantity: 5_000, unitPriceFen: 240 })
    type Route = (args: { request: Request; params: object; context: object }) => Promise<Response>
    const send = async (lotId: number, fields: Record<string, string>) => {
      const request = new Request(`http://localhost/village/lots/${lotId}/change`, {
        method: 'POST',
        headers: { cookie: await cookieOf(staff.accountId) },
        body: new URLSearchParams(fields),
      })
      return (changePage as unknown as Route)({ request, params: { id: String(lotId) }, context: {} })
    }
    const form = { changeId: randomUUID(), countedBy: 'weight' }
    const died = { ...form, act: 'write-off', quantity: '１.5', reason: '坏了' }
    expect((await send(lot.id, died)).headers.get('location')).toBe('/village?done=changed')
    const counted = {
      ...form,
      changeId: randomUUID(),
      act: 'recount',
      expected: '4250',
      counted: '0',
      why: 'died',
    }
    expect((await send(lot.id, counted)).headers.get('location')).toBe('/village?done=changed')
    expect(await lotRow(lot.id)).toMatchObject({ available: 0, writtenOff: 5_000 })
    const { lotId, number } = await promisedGeese()
    const geese = {
      changeId: randomUUID(),
      countedBy: 'piece',
      act: 'write-off',
      quantity: '4',
      reason: '死了',
    }
    expect((await send(lotId, geese)).headers.get('location')).toBe(
      `/village/lots/${lotId}/loss?quantity=4&why=died`,
    )
    const refused = await send(lotId, { ...geese, quantity: '6' })
    const { values, errors } = await refused.json()
    expect([refused.status, values.quantity]).toEqual([400, '6'])
    expect(errors.quantity).toContain(String(number))
  })
})

describe('counting up goods of a group', () => {
  const more = { expected: 0, counted: 2, why: 'more', reason: '数出来更多' } as const
  /** A group of one member, whose five geese were all kept back. */
  async function emptied() {
    const { id: groupId } = await seedGroup([{ householdId, weight: 1 }])
    const { lot } = await seedLot({ householdId, groupId })
    await recount(lot.id, { counted: 0 })
    return { groupId, lotId: lot.id }
  }
  const keeping = () => [staff.actor, scopeFor(staff, 'group:keep')] as const
  const leave = (groupId: number) =>
    endGroupMembership(...keeping(), { groupId, householdId, reason: 'left' })

  test('is the member’s, and nobody’s who has left, also for another group', async () => {
    const { groupId, lotId } = await emptied()
    expect(await recount(lotId, { ...more, counted: 1 })).toMatchObject({ ok: true })
    await recount(lotId, { expected: 1, counted: 0 })
    await leave(groupId)
    expect(await refusedWithout(() => recount(lotId, more))).toEqual({ ok: false, code: 'group-not-member' })
    const startsOn = addDays(today(), 1)
    await seedGroup([{ householdId, weight: 1 }], { name: '第二组', startsOn })
    expect(await refusedWithout(() => recount(lotId, more))).toMatchObject({ code: 'group-not-member' })
  })

  test('is refused once the group has ended', async () => {
    const { groupId, lotId } = await emptied()
    await endGroup(...keeping(), { groupId })
    expect(await refusedWithout(() => recount(lotId, more))).toMatchObject({ code: 'group-not-member' })
  })

  test('or leaving it is done, never both at once', async () => {
    const { groupId, lotId } = await emptied()
    const [counted, left] = await Promise.all([recount(lotId, more), leave(groupId)])
    const codes = [counted, left].map((verdict) => (verdict.ok ? 'done' : verdict.code))
    expect([
      ['done', 'group-member-has-lots'],
      ['group-not-member', 'done'],
    ]).toContainEqual(codes)
  })
})

test('every refusal has its sentence', () => {
  type Codes = Exclude<WriteOffLotRefusal | RecountLotRefusal, 'not-found' | 'not-enough' | 'not-reserved'>
  expectTypeOf<CodesWithoutWords<Codes>>().toBeNever()
})
