/** The county's bank statement from its file to the orders it pays, the refunds it sends, and the lines left open. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { applyBankStatement } from '#app/commands/payment/apply-bank-statement.server.ts'
import { assignBankLine } from '#app/commands/payment/assign-bank-line.server.ts'
import { previewBankStatement } from '#app/commands/payment/preview-bank-statement.server.ts'
import { setBankLineAside } from '#app/commands/payment/set-bank-line-aside.server.ts'
import { database } from '#app/db/client.server.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { streamSheet } from '#app/files/read-sheet.server.ts'
import { readBankLine, readBankPage } from '#app/queries/payment/bank-page.server.ts'
import { readBankStatement } from '#app/queries/payment/bank-statement.server.ts'
import { COUNTY, FOREIGN_COUNTY, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import { gb18030Of } from '../intake/other-town.ts'
import { type Buyer, seedBuyer } from '../ordering/buyers.ts'
import { applyTo, lineStates, referenceOf, statementFile, take, upload } from './bank-world.ts'
import { expectSoundBooks, moneyOf, orderPaidBy } from './card-world.ts'

useDatabase()

let office: Someone
let buyer: Buyer
let offerId: number

beforeEach(async () => {
  await seedGround()
  await seedPickupEvent()
  offerId = (await seedLot({ quantity: 20 })).offer.id
  office = await someone('county-office')
  buyer = await seedBuyer()
  await database().countySetting.create({
    data: {
      countyCode: COUNTY,
      unpaidOrdersMost: 10,
      transferPayee: '某中心',
      transferBank: '某行',
      transferAccount: '600000000001',
    },
  })
})

/** Two geese, 240 yuan. */
const orderTwo = () => orderPaidBy(buyer, 'transfer', [{ offerId, quantity: 2 }])
const scope = () => scopeFor(office, 'bank:work')
const now = new Date('2026-11-25T08:00:00Z')

async function onlyLine() {
  const [line, ...more] = await database().bankLine.findMany()
  if (!line || more.length > 0) throw new Error(`${more.length + 1} lines`)
  return line
}

describe('a statement', () => {
  it('pays the orders its lines name: exactly, in part, twice, and one that is gone', async () => {
    const [exact, short] = [await orderTwo(), await orderTwo()]
    const [double, gone] = [await orderTwo(), await orderTwo()]
    await cancelOrder(buyer.actor, buyer.scope, { orderId: gone, part: null })
    const statementId = await take(office, [
      { in: '240.00', remark: `货款 ${await referenceOf(exact)}`, serial: 'A1' },
      { in: '200', remark: await referenceOf(short), serial: 'A2' },
      { in: '240', remark: await referenceOf(double), serial: 'A3' },
      { in: '240', remark: await referenceOf(double), serial: 'A4' },
      { in: '240', remark: await referenceOf(gone), serial: 'A5' },
      { in: '240', remark: '买鹅', serial: 'A6', payer: '王某某' },
      { out: '3.00', remark: '手续费', serial: 'A7' },
    ])
    expect(await lineStates(statementId)).toEqual([
      'matched exact',
      'matched short',
      'matched exact',
      'matched over',
      'matched late',
      'open no-reference',
      'open no-reference',
    ])
    expect(await moneyOf(exact)).toEqual({ received: [24_000], refunds: [], drawn: 0 })
    expect(await moneyOf(short)).toEqual({ received: [20_000], refunds: [], drawn: 0 })
    expect(await moneyOf(double)).toEqual({
      received: [24_000, 24_000],
      refunds: ['24000 overpaid due'],
      drawn: 0,
    })
    expect(await moneyOf(gone)).toEqual({
      received: [24_000],
      refunds: ['24000 came-too-late due'],
      drawn: 0,
    })
    await expectSoundBooks()
  })

  it('says beforehand just what applying it does, and moves nothing until then', async () => {
    const [paid, other] = [await orderTwo(), await orderTwo()]
    const statementId = await upload(
      office,
      statementFile([
        { in: '240', remark: await referenceOf(paid), serial: 'B1' },
        { in: '1', remark: await referenceOf(paid), serial: 'B2' },
        { in: '100', remark: await referenceOf(other), serial: 'B3' },
        { in: '100', remark: 'YG123456', serial: 'B4' },
      ]),
    )
    const before = await readBankStatement(scope(), statementId, now)
    expect(await database().bankLine.count()).toBe(0)
    expect(await database().prepayment.count()).toBe(0)
    await applyTo(office, statementId)
    const after = await readBankStatement(scope(), statementId, now)
    const said = (page: typeof before) =>
      page?.lines.map(({ row, outcome, matchKind, openCause }) => [row, outcome, matchKind, openCause])
    expect(said(before)).toEqual([
      [6, 'open', null, 'reference-wrong'],
      [3, 'matched', 'exact', null],
      [4, 'matched', 'over', null],
      [5, 'matched', 'short', null],
    ])
    expect(said(after)).toEqual(said(before))
    expect(before?.tally).toEqual(after?.tally)
    expect([after?.rowCount, after?.leftOutCount, after?.statement.newCount]).toEqual([5, 1, 4])
  })

  it('is read in GB18030 as in UTF-8, and the very same file is the statement that is there', async () => {
    const reference = await referenceOf(await orderTwo())
    const bytes = statementFile([{ in: '240', remark: `货款${reference}`, serial: 'C1' }])
    const first = await upload(office, gb18030Of(bytes.toString()))
    expect(await upload(office, gb18030Of(bytes.toString()), '另一个名字.csv')).toBe(first)
    const second = await upload(office, bytes)
    expect(second).not.toBe(first)
    await applyTo(office, first)
    await applyTo(office, second)
    expect(await lineStates(first)).toEqual(['matched exact'])
    expect(await lineStates(second)).toEqual([])
    expect((await readBankStatement(scope(), second, now))?.tally).toEqual({
      open: 0,
      matched: 0,
      'set-aside': 0,
      known: 1,
    })
    await expectSoundBooks()
  })

  it('applied twice, by two at once, or overlapping another, moves its money once', async () => {
    const orders = [await orderTwo(), await orderTwo(), await orderTwo()]
    const lines = await Promise.all(
      orders.map(async (orderId, i) => ({ in: '240', remark: await referenceOf(orderId), serial: `D${i}` })),
    )
    const colleague = await someone('county-office')
    const whole = await upload(office, statementFile([...lines, { in: '7', remark: '无', serial: 'D9' }]))
    const part = await upload(office, statementFile(lines.slice(1)))
    const verdicts = await Promise.all([
      applyTo(office, whole),
      applyTo(colleague, whole),
      applyTo(office, part),
      applyTo(colleague, part),
    ])
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(2)
    expect(verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict.code]))).toEqual([
      'bank-statement-applied',
      'bank-statement-applied',
    ])
    expect(await applyTo(office, whole)).toMatchObject({ ok: false, code: 'bank-statement-applied' })
    for (const orderId of orders) {
      expect(await moneyOf(orderId)).toEqual({ received: [24_000], refunds: [], drawn: 0 })
    }
    expect(await database().bankLine.count()).toBe(4)
    await expectSoundBooks()
  })

  it('of a bank without numbers tells a second transfer from the first seen again', async () => {
    const orderId = await orderTwo()
    const remark = await referenceOf(orderId)
    const first = { in: '240', balance: '1240.00', remark, time: '09:00:00' }
    await take(office, [first])
    const statementId = await take(office, [first, { ...first, balance: '1480.00', time: '15:00:00' }])
    expect(await lineStates(statementId)).toEqual(['matched over'])
    expect(await moneyOf(orderId)).toEqual({
      received: [24_000, 24_000],
      refunds: ['24000 overpaid due'],
      drawn: 0,
    })
  })

  it('exported by the bank in another way leaves what looks known to a person', async () => {
    const orderId = await orderTwo()
    const remark = await referenceOf(orderId)
    await take(office, [{ in: '240', balance: '1240.00', remark, serial: 'E1' }])
    const again = await take(office, [
      { in: '240', balance: '1,240.00', remark: `附言 ${remark}` },
      { in: '240', balance: '1480', remark },
    ])
    expect(await lineStates(again)).toEqual(['open looks-known', 'matched over'])
    expect((await moneyOf(orderId)).received).toEqual([24_000, 24_000])
  })

  it('keeps nothing of who paid or what was written that can be read in the database', async () => {
    await take(office, [{ in: '240', remark: '张三丰买鹅', payer: '张三丰', serial: 'F1' }])
    const rows = await database().$queryRaw<{ text: string }[]>`
      SELECT row_to_json(l)::text AS text FROM bank_line l UNION ALL SELECT row_to_json(s)::text FROM bank_statement s
      UNION ALL SELECT facts::text FROM activity_record`
    expect(rows.filter(({ text }) => /张三丰|F1"/.test(text))).toEqual([])
    const page = await readBankPage(scope(), null, now)
    expect(page.open.map(({ payer, remark, ageDays }) => [payer, remark, ageDays])).toEqual([
      ['张三丰', '张三丰买鹅', 5],
    ])
  })

  it('with rows that can’t be read says which, and takes the others', async () => {
    const reference = await referenceOf(await orderTwo())
    const statementId = await take(office, [
      { in: '二百四', remark: reference, serial: 'G1' },
      { in: '240', remark: reference, serial: 'G2' },
    ])
    const page = await readBankStatement(scope(), statementId, now)
    expect(page?.refused.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '收入金额', 'money-unreadable'],
    ])
    expect(await lineStates(statementId)).toEqual(['matched exact'])
  })

  it('of another account says so', async () => {
    const line = { in: '1', serial: 'H1' }
    const own = await upload(office, statementFile([line], '账号:6000 0000 0001'))
    const other = await upload(office, statementFile([line], '账号:6000 0000 0002'))
    expect((await readBankStatement(scope(), own, now))?.isOtherAccount).toBe(false)
    expect((await readBankStatement(scope(), other, now))?.isOtherAccount).toBe(true)
  })

  it('that is none, of another county, or by somebody else is refused, and nothing is kept', async () => {
    const input = { countyCode: COUNTY, fileName: 'x', bytes: Buffer.from('a,b\n1,2') }
    const deps = { readSheet: streamSheet }
    expect(await previewBankStatement(office.actor, scope(), input, deps)).toMatchObject({
      code: 'header-not-found',
    })
    const foreign = { ...input, countyCode: FOREIGN_COUNTY, bytes: statementFile([{ in: '1' }]) }
    expect(await previewBankStatement(office.actor, scope(), foreign, deps)).toMatchObject({
      code: 'not-found',
    })
    const desk = await someone('town-desk')
    const good = { ...input, bytes: statementFile([{ in: '1' }]) }
    expect(await previewBankStatement(desk.actor, scopeFor(desk, 'bank:work'), good, deps)).toMatchObject({
      code: 'not-found',
    })
    expect(await database().bankStatement.count()).toBe(0)
    const statementId = await upload(office, good.bytes)
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await applyTo(stranger, statementId)).toMatchObject({ code: 'not-found' })
    expect(await readBankStatement(scopeFor(stranger, 'bank:work'), statementId, now)).toBeNull()
    expect(await applyBankStatement(desk.actor, scope(), { statementId })).toMatchObject({
      code: 'not-found',
    })
    expect(await database().bankLine.count()).toBe(0)
  })

  it('not applied for a week goes when another comes; one begun or applied stays', async () => {
    const old = await upload(office, statementFile([{ in: '1', serial: 'I1' }]))
    const applied = await take(office, [{ in: '2', serial: 'I2' }])
    await database().bankStatement.updateMany({ data: { uploadedAt: new Date('2026-01-01') } })
    const fresh = await upload(office, statementFile([{ in: '3', serial: 'I3' }]))
    const left = await database().bankStatement.findMany({ select: { id: true } })
    expect(left.map(({ id }) => id).sort()).toEqual([applied, fresh].sort())
    expect(left.map(({ id }) => id)).not.toContain(old)
  })
})

describe('an open line', () => {
  const assign = (lineId: string, named: string, by: Someone = office) =>
    assignBankLine(by.actor, scopeFor(by, 'bank:work'), { lineId, named })

  it('is said to pay an order by its number, and does then what its reference would have', async () => {
    const orderId = await orderTwo()
    const { number } = await database().order.findUniqueOrThrow({ where: { id: orderId } })
    await take(office, [{ in: '250', remark: '忘了写', serial: 'J1' }])
    const line = await onlyLine()
    expect(await assign(line.id, String(number))).toEqual({ ok: true, value: { as: 'over' } })
    expect(await moneyOf(orderId)).toEqual({
      received: [25_000],
      refunds: ['1000 overpaid due'],
      drawn: 0,
    })
    expect(await assign(line.id, String(number))).toMatchObject({ code: 'bank-line-settled' })
    await expectSoundBooks()
  })

  it('assigned by two at once is received once', async () => {
    const [a, b] = [await orderTwo(), await orderTwo()]
    await take(office, [{ in: '240', remark: '忘了写', serial: 'K1' }])
    const line = await onlyLine()
    const named = [await referenceOf(a), await referenceOf(b)]
    const verdicts = await Promise.all(named.map((each) => assign(line.id, each)))
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await database().prepayment.count()).toBe(1)
    await expectSoundBooks()
  })

  it('offers the orders that still have to pay just that, those whose number is written first', async () => {
    const [plain, written] = [await orderTwo(), await orderTwo()]
    const { number } = await database().order.findUniqueOrThrow({ where: { id: written } })
    await orderPaidBy(buyer, 'transfer', [{ offerId, quantity: 3 }])
    await take(office, [{ in: '240', remark: `订单${number}`, serial: 'L1' }])
    const page = await readBankLine(scope(), (await onlyLine()).id, now)
    expect(page?.candidates).toEqual([
      { named: await referenceOf(written), amountFen: 24_000, isWritten: true, agency: null, event: null },
      { named: await referenceOf(plain), amountFen: 24_000, isWritten: false, agency: null, event: null },
    ])
  })

  it('is not assigned to another county’s order, one on an agency’s account, or what can’t be read', async () => {
    const foreign = await orderTwo()
    const onAccount = await orderTwo()
    await database().order.update({ where: { id: foreign }, data: { countyCode: FOREIGN_COUNTY } })
    await database().order.update({ where: { id: onAccount }, data: { payBy: 'agency-account' } })
    await take(office, [{ in: '240', remark: '忘了写', serial: 'M1' }])
    const { id } = await onlyLine()
    const refusals = [
      ['999999', 'named-unknown'],
      [await referenceOf(foreign), 'named-unknown'],
      [await referenceOf(onAccount), 'named-not-prepayable'],
      ['YG1', 'named-unreadable'],
      [paymentReference('refund', 1), 'named-wrong-way'],
      [paymentReference('statement', 202_600_001), 'named-unknown'],
    ] as const
    for (const [named, code] of refusals) {
      expect({ named, ...(await assign(id, named)) }).toMatchObject({ named, ok: false, code })
    }
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await assign(id, await referenceOf(foreign), stranger)).toMatchObject({ code: 'not-found' })
    expect(await database().prepayment.count()).toBe(0)
    expect((await onlyLine()).state).toBe('open')
  })

  it('may pay an order that was to be paid otherwise, when a person says so', async () => {
    const orderId = await orderPaidBy(buyer, 'desk', [{ offerId, quantity: 2 }])
    const reference = await referenceOf(orderId)
    await take(office, [{ in: '240', remark: reference, serial: 'N1' }])
    const line = await onlyLine()
    expect(line.openCause).toBe('not-by-transfer')
    expect(await assign(line.id, reference)).toEqual({ ok: true, value: { as: 'exact' } })
    expect((await moneyOf(orderId)).received).toEqual([24_000])
    await expectSoundBooks()
  })

  it('is set aside with a reason, counted apart, and may still be assigned', async () => {
    const orderId = await orderTwo()
    await take(office, [{ in: '240', remark: '结息', serial: 'O1' }])
    const { id } = await onlyLine()
    const aside = (reason: string) => setBankLineAside(office.actor, scope(), { lineId: id, reason })
    expect(await aside('')).toMatchObject({ code: 'aside-reason-missing' })
    expect(await aside('fee-or-interest')).toMatchObject({ ok: true })
    expect(await aside('other-money')).toMatchObject({ code: 'bank-line-settled' })
    const { figures, open } = await readBankPage(scope(), null, now)
    expect(open).toEqual([])
    expect(figures).toEqual({
      found: { count: 1, inFen: 24_000, outFen: 0 },
      matched: { count: 0, inFen: 0, outFen: 0 },
      open: { count: 0, inFen: 0, outFen: 0 },
      'set-aside': { count: 1, inFen: 24_000, outFen: 0 },
    })
    expect(await assign(id, await referenceOf(orderId))).toMatchObject({ ok: true })
    expect(await aside('other-money')).toMatchObject({ code: 'bank-line-settled' })
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(
      await setBankLineAside(stranger.actor, scopeFor(stranger, 'bank:work'), {
        lineId: id,
        reason: 'other-money',
      }),
    ).toMatchObject({ code: 'not-found' })
  })

  it('pages by key without a gap or a repetition', async () => {
    const lines = Array.from({ length: 70 }, (_, i) => ({ in: `${i + 1}`, serial: `P${i}` }))
    await take(office, lines)
    const first = await readBankPage(scope(), null, now)
    const second = await readBankPage(scope(), first.nextAfter, now)
    expect([first.open.length, second.open.length, second.nextAfter]).toEqual([50, 20, null])
    const all = [...first.open, ...second.open].map(({ inFen }) => inFen)
    expect(new Set(all).size).toBe(70)
  })
})

describe('money that went', () => {
  async function dueRefund() {
    const orderId = await orderTwo()
    await take(office, [{ in: '250', remark: await referenceOf(orderId), serial: randomUUID() }])
    return { orderId, refund: await database().refund.findFirstOrThrow({ where: { orderId } }) }
  }

  it('with a refund’s reference and amount marks it sent, once', async () => {
    const { orderId, refund } = await dueRefund()
    const remark = `退款 ${paymentReference('refund', refund.number)}`
    const statementId = await take(office, [
      { out: '9.99', remark, serial: 'Q1' },
      { out: '10.00', remark, serial: 'Q2' },
      { out: '10.00', remark, serial: 'Q3' },
      { in: '10.00', remark, serial: 'Q4' },
    ])
    expect(await lineStates(statementId)).toEqual([
      'open amount-differs',
      'matched refund-sent',
      'open refund-not-open',
      'open wrong-way',
    ])
    expect((await moneyOf(orderId)).refunds).toEqual(['1000 overpaid sent'])
    const sent = await database().refund.findUniqueOrThrow({ where: { id: refund.id } })
    expect([sent.sentWay, sent.sentOn?.toISOString().slice(0, 10)]).toEqual(['transfer', '2026-11-20'])
    await expectSoundBooks()
  })

  it('of another county’s refund is nobody’s here', async () => {
    const { refund } = await dueRefund()
    await database().refund.findFirstOrThrow({ where: { id: refund.id } })
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    const previewed = await previewBankStatement(
      stranger.actor,
      scopeFor(stranger, 'bank:work'),
      {
        countyCode: FOREIGN_COUNTY,
        fileName: 'x',
        bytes: statementFile([
          { out: '10', remark: paymentReference('refund', refund.number), serial: 'R1' },
        ]),
      },
      { readSheet: streamSheet },
    )
    if (!previewed.ok) throw new Error(previewed.code)
    const { statementId } = previewed.value
    await applyTo(stranger, statementId)
    expect(await lineStates(statementId)).toEqual(['open nothing-of-that-number'])
    expect((await database().refund.findUniqueOrThrow({ where: { id: refund.id } })).state).toBe('due')
  })
})

describe('the database', () => {
  it('keeps a line as the bank said it and as it was matched', async () => {
    const orderId = await orderTwo()
    await take(office, [{ in: '240', remark: await referenceOf(orderId), serial: 'S1' }])
    const { id } = await onlyLine()
    const change = (data: object) => database().bankLine.update({ where: { id }, data })
    await expect(change({ inFen: 1 })).rejects.toThrow('YG002')
    await expect(change({ orderId: null, state: 'open' })).rejects.toThrow('YG002')
    await expect(database().bankLine.delete({ where: { id } })).rejects.toThrow('YG002')
  })
})
