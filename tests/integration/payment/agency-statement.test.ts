/** An agency's account from the desk to its monthly statement, and from the bank's line to what is left to pay. */
import { beforeEach, describe, expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { assignBankLine } from '#app/commands/payment/assign-bank-line.server.ts'
import { issueAgencyStatements } from '#app/commands/payment/issue-agency-statements.server.ts'
import { database, readDatabase } from '#app/db/client.server.ts'
import { readAgencyBalances } from '#app/db/payment/agency-movements.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'
import { dayAfterMonth } from '#app/domain/payment/agency-statement.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import {
  readAgencyStatement,
  readAgencyStatements,
  readCountyAgencies,
} from '#app/queries/payment/agency-statements.server.ts'
import { readBankLine } from '#app/queries/payment/bank-page.server.ts'
import { FOREIGN_COUNTY } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import {
  expectSoundBooks,
  never,
  piece,
  runningEvent,
  seedGeese,
  settlingAt,
} from '../handover/desk-world.ts'
import { applyTo, lineStates, statementFile, take, upload } from './bank-world.ts'

useDatabase()

let world: Awaited<ReturnType<typeof runningEvent>>
let manager: Someone
let office: Someone

const thisMonth = civilDateOf(new Date()).slice(0, 7)
const nextMonth = dayAfterMonth(thisMonth)
const monthAfter = dayAfterMonth(nextMonth.slice(0, 7))
const issue = (day: string) => issueAgencyStatements(SYSTEM_ACTOR, { now: () => instantOf(day, '06:00') })
const owed = async (agencyId: number) => (await readAgencyBalances(readDatabase(), [agencyId])).get(agencyId)
const managers = () => scopeFor(manager, 'statement:read')
const offices = () => scopeFor(office, 'bank:work')

/** Two geese handed over on the agency's account: 240 yuan. */
async function chargeGeese() {
  const seeded = await seedGeese(world.event, [{ quantity: 5, reserved: 2 }], 'agency-account')
  const parts = [piece(seeded.lots[0]?.lot ?? never(), 2)]
  const settled = await settleLine(
    world.organizer,
    world.scope,
    settlingAt(world.event.id, seeded, { parts }),
  )
  if (!settled.ok) throw new Error(settled.code)
  return seeded
}

async function statementsOf(agencyId: number) {
  return database().agencyStatement.findMany({ where: { agencyId }, orderBy: { number: 'asc' } })
}

beforeEach(async () => {
  world = await runningEvent()
  office = await someone('county-office')
})

describe('a statement', () => {
  it('is issued once for the month that is over, with what was charged and to whose order', async () => {
    const { agencyId, order } = await chargeGeese()
    manager = await someone('agency-manager', { agencyId })
    expect(await issue(`${thisMonth}-28`)).toBe(0)
    expect(await issue(nextMonth)).toBe(1)
    expect(await issue(nextMonth)).toBe(0)
    const list = await readAgencyStatements(managers(), { agencyId: null, before: null })
    expect(list).toMatchObject({
      balanceFen: 24_000,
      statements: [
        { number: 1, month: thisMonth, openingFen: 0, chargedFen: 24_000, paidFen: 0, closingFen: 24_000 },
      ],
    })
    const id = list?.statements[0]?.id ?? 0
    const page = await readAgencyStatement(managers(), id)
    expect(page).toMatchObject({ reference: paymentReference('statement', id), agency: { id: agencyId } })
    expect(page?.lines).toEqual([
      {
        position: 1,
        businessDay: civilDateOf(new Date()),
        kind: 'charged',
        amountFen: 24_000,
        orderNumber: order.number,
        memberName: expect.stringMatching(/./),
      },
    ])
    await expectSoundBooks()
  })

  it('is shown to its own county without names, and to nobody else', async () => {
    const { agencyId } = await chargeGeese()
    manager = await someone('agency-manager', { agencyId })
    await issue(nextMonth)
    const [statement] = await statementsOf(agencyId)
    const id = statement?.id ?? 0
    expect((await readAgencyStatement(offices(), id))?.lines).toMatchObject([{ memberName: null }])
    const strangers = await Promise.all([
      someone('agency-manager'),
      someone('county-office', { scopeCode: FOREIGN_COUNTY }),
    ])
    for (const stranger of strangers) {
      expect(await readAgencyStatement(scopeFor(stranger, 'statement:read'), id)).toBeNull()
      expect(
        await readAgencyStatements(scopeFor(stranger, 'statement:read'), { agencyId, before: null }),
      ).toBeNull()
    }
    expect(await readCountyAgencies(offices())).toMatchObject([{ id: agencyId, balanceFen: 24_000 }])
    expect(await readCountyAgencies(scopeFor(strangers[1] ?? never(), 'bank:work'))).toEqual([])
  })

  it('is one statement when two processes issue it at once', async () => {
    const { agencyId } = await chargeGeese()
    const issued = await Promise.all(Array.from({ length: 6 }, () => issue(nextMonth)))
    expect(issued.reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await statementsOf(agencyId)).toHaveLength(1)
  })

  it('stays as it was: what comes to its month afterwards is on the next', async () => {
    const { agencyId } = await chargeGeese()
    await issue(nextMonth)
    await chargeGeeseOf(agencyId)
    expect(await issue(nextMonth)).toBe(0)
    expect(await issue(monthAfter)).toBe(1)
    expect(await statementsOf(agencyId)).toMatchObject([
      { number: 1, month: thisMonth, closingFen: 24_000n },
      { number: 2, openingFen: 24_000n, chargedFen: 24_000n, closingFen: 48_000n },
    ])
    await expectSoundBooks()
  })

  it('is issued for a month in which nothing moved while something is owed, and not once it is paid', async () => {
    const { agencyId } = await chargeGeese()
    await issue(nextMonth)
    const [first] = await statementsOf(agencyId)
    const reference = paymentReference('statement', first?.id ?? 0)
    await take(office, [{ in: '240.00', remark: reference, serial: 'S1' }])
    // The money came this month by the clock of the ledger, and is on the statement after.
    expect(await issue(monthAfter)).toBe(1)
    expect(await issue(dayAfterMonth(monthAfter.slice(0, 7)))).toBe(0)
    expect((await statementsOf(agencyId))[1]).toMatchObject({ paidFen: 24_000n, closingFen: 0n })
  })

  it('is refused by the database where it is changed, or does not go on where the last one ended', async () => {
    const { agencyId } = await chargeGeese()
    await issue(nextMonth)
    const [first] = await statementsOf(agencyId)
    const db = database()
    await expect(
      db.agencyStatement.update({ where: { id: first?.id ?? 0 }, data: { closingFen: 0n } }),
    ).rejects.toThrow()
    await expect(db.agencyStatementLine.deleteMany()).rejects.toThrow()
    const { id, ...rest } = first ?? never()
    const next = { ...rest, number: 2, month: nextMonth.slice(0, 7), chargedFen: 0n }
    await expect(db.agencyStatement.create({ data: { ...next, closingFen: 0n } })).rejects.toThrow()
    await expect(
      db.agencyStatement.create({ data: { ...next, number: 3, openingFen: 24_000n } }),
    ).rejects.toThrow()
    const elsewhere = await db.posting.findFirst({ where: { part: 'base' } })
    await expect(
      db.agencyStatementLine.create({
        data: { statementId: id, postingId: elsewhere?.id ?? 0n, position: 2 },
      }),
    ).rejects.toThrow()
  })
})

async function chargeGeeseOf(agencyId: number) {
  const member = await someone('buyer', { agencyId })
  const seeded = await seedGeese(world.event, [{ quantity: 5, reserved: 2 }], 'agency-account', {
    accountId: member.accountId,
    agencyId,
  })
  const parts = [piece(seeded.lots[0]?.lot ?? never(), 2)]
  await settleLine(world.organizer, world.scope, settlingAt(world.event.id, seeded, { parts }))
}

describe('a transfer that names a statement', () => {
  it('is booked to the agency whatever its amount, once however often it is uploaded', async () => {
    const { agencyId } = await chargeGeese()
    await issue(nextMonth)
    const [statement] = await statementsOf(agencyId)
    const reference = paymentReference('statement', statement?.id ?? 0)
    const lines = [
      { in: '200.00', remark: `对账单 ${reference}`, serial: 'P1' },
      { in: '100.00', remark: reference, serial: 'P2' },
    ]
    const first = await take(office, lines)
    expect(await lineStates(first)).toEqual(['matched agency-paid', 'matched agency-paid'])
    expect(await owed(agencyId)).toBe(-6_000)
    await applyTo(
      office,
      await upload(office, statementFile([...lines, { in: '1', remark: 'x', serial: 'P3' }])),
    )
    expect(await owed(agencyId)).toBe(-6_000)
    await expectSoundBooks()
  })

  it('is left open where no such statement is the county’s, and can be assigned by a person', async () => {
    const { agencyId } = await chargeGeese()
    await issue(nextMonth)
    const [statement] = await statementsOf(agencyId)
    const id = statement?.id ?? 0
    const taken = await take(office, [
      { in: '240.00', remark: paymentReference('statement', id + 1), serial: 'P1' },
      { in: '240.00', remark: '某单位付款', serial: 'P2' },
    ])
    expect(await lineStates(taken)).toEqual(['open nothing-of-that-number', 'open no-reference'])
    const line = await database().bankLine.findFirstOrThrow({ where: { openCause: 'no-reference' } })
    const named = paymentReference('statement', id)
    expect((await readBankLine(offices(), line.id, new Date()))?.candidates).toEqual([
      {
        named,
        amountFen: 24_000,
        isWritten: false,
        agency: { name: expect.any(String), month: thisMonth },
        event: null,
      },
    ])
    expect(await assignBankLine(office.actor, offices(), { lineId: line.id, named })).toEqual({
      ok: true,
      value: { as: 'agency-paid' },
    })
    expect(await owed(agencyId)).toBe(0)
    expect((await readBankLine(offices(), line.id, new Date()))?.line).toMatchObject({
      agencyStatement: { id },
    })
    await expectSoundBooks()
  })
})
