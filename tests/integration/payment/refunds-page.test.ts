/** What the county owes back to buyers: what is due, what failed, and what a person says was sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { markRefundSent } from '#app/commands/payment/mark-refund-sent.server.ts'
import { sendCardRefunds } from '#app/commands/payment/send-card-refunds.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays, civilDateOf } from '#app/domain/kernel/calendar.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { readRefundsPage } from '#app/queries/payment/refunds-page.server.ts'
import { COUNTY, FOREIGN_COUNTY, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { seedBuyer } from '../ordering/buyers.ts'
import { lineStates, referenceOf, take } from './bank-world.ts'
import {
  type CardWorld,
  expectSoundBooks,
  hearAll,
  openCardWorld,
  openPage,
  orderPaidBy,
} from './card-world.ts'

useDatabase()

let office: Someone
let refundId: string
let orderId: string
const now = new Date()
const today = civilDateOf(now)
const scope = () => scopeFor(office, 'bank:work')
const mark = (input: { sentOn?: string; note?: string } = {}, by: Someone = office) =>
  markRefundSent(by.actor, scopeFor(by, 'bank:work'), { refundId, sentOn: today, note: '', ...input })
const refund = () => database().refund.findUniqueOrThrow({ where: { id: refundId } })

beforeEach(async () => {
  await seedGround()
  await seedPickupEvent()
  const { offer } = await seedLot({ quantity: 5 })
  office = await someone('county-office')
  await database().countySetting.create({
    data: {
      countyCode: COUNTY,
      transferPayee: '某中心',
      transferBank: '某行',
      transferAccount: '600000000001',
    },
  })
  orderId = await orderPaidBy(await seedBuyer(), 'transfer', [{ offerId: offer.id, quantity: 2 }])
  await take(office, [{ in: '250.00', remark: await referenceOf(orderId), serial: 'A1', payer: '李某' }])
  refundId = (await database().refund.findFirstOrThrow({ where: { orderId } })).id
})

describe('a refund by transfer', () => {
  it('is listed with who paid, its reference and its age, and totals to what the ledger owes', async () => {
    const page = await readRefundsPage(scope(), new Date(now.getTime() + 3 * 86_400_000))
    const { number } = await refund()
    expect(page.owed).toEqual([{ method: 'transfer', count: 1, amountFen: 1_000 }])
    expect([page.owedFen, page.ledgerFen]).toEqual([1_000, 1_000])
    expect(
      page.unsent.map(({ reference, payer, ageDays, cause }) => [reference, payer, ageDays, cause]),
    ).toEqual([[paymentReference('refund', number), '李某', 3, 'overpaid']])
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await readRefundsPage(scopeFor(stranger, 'bank:work'), now)).toMatchObject({
      owedFen: 0,
      ledgerFen: 0,
      unsent: [],
      sent: [],
    })
  })

  it('is marked sent by a person, once, and the bank’s line then meets it', async () => {
    const verdicts = await Promise.all([mark({ note: '柜台转的' }), mark()])
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await mark()).toMatchObject({ code: 'refund-sent-already' })
    expect((await recordedActs()).filter((act) => act === 'payment:refund-sent')).toHaveLength(1)
    const page = await readRefundsPage(scope(), now)
    expect([page.owedFen, page.ledgerFen, page.unsent]).toEqual([0, 0, []])
    expect(page.sent.map(({ sentWay, sentOn, isOnStatement }) => [sentWay, sentOn, isOnStatement])).toEqual([
      ['transfer', today, false],
    ])
    const { number } = await refund()
    const statementId = await take(office, [
      { out: '10.00', remark: paymentReference('refund', number), serial: 'A2', day: today },
    ])
    expect(await lineStates(statementId)).toEqual(['matched refund-sent'])
    expect((await readRefundsPage(scope(), now)).sent[0]?.isOnStatement).toBe(true)
    await expectSoundBooks()
  })

  it('is not marked with a day that can’t be, by another county, or by another role', async () => {
    expect(await mark({ sentOn: '' })).toMatchObject({ code: 'sent-on-unreadable' })
    expect(await mark({ sentOn: addDays(today, 1) })).toMatchObject({ code: 'sent-on-out-of-range' })
    expect(await mark({ sentOn: addDays(today, -1) })).toMatchObject({ code: 'sent-on-out-of-range' })
    expect(await mark({ note: '长'.repeat(201) })).toMatchObject({
      code: 'refund-note-long',
      facts: { most: 200 },
    })
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await mark({}, stranger)).toMatchObject({ code: 'not-found' })
    expect(await mark({}, await someone('town-desk'))).toMatchObject({ code: 'not-found' })
    expect((await refund()).state).toBe('due')
    await expectSoundBooks()
  })

  it('keeps what a person wrote sealed', async () => {
    await mark({ note: '转给李四' })
    const row = await refund()
    expect(row.noteSealed).not.toContain('李四')
    expect((await readRefundsPage(scope(), now)).sent[0]?.note).toBe('转给李四')
  })
})

describe('a refund by card', () => {
  let world: CardWorld

  beforeAll(async () => {
    world = await openCardWorld()
  })
  afterAll(() => world.standIn.close())

  /** Paid by card and cancelled: 120 yuan to go back. */
  async function cardRefund(): Promise<void> {
    const buyer = await seedBuyer()
    const { offer } = await seedLot({ quantity: 1 })
    const cardOrder = await orderPaidBy(buyer, 'card', [{ offerId: offer.id, quantity: 1 }])
    world.standIn.pay(await openPage(world, buyer, cardOrder))
    await hearAll(world)
    await cancelOrder(buyer.actor, buyer.scope, { orderId: cardOrder, part: null })
    refundId = (await database().refund.findFirstOrThrow({ where: { orderId: cardOrder } })).id
  }

  it('goes by itself and can’t be marked', async () => {
    await cardRefund()
    expect(await mark({ note: '转给他了' })).toMatchObject({ code: 'refund-goes-by-card' })
    expect((await refund()).state).toBe('due')
  })

  it('that the card would not take comes first, and leaves the bank once a person says how', async () => {
    await cardRefund()
    world.standIn.refundsBecome('failed')
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    const page = await readRefundsPage(scope(), now)
    expect(page.unsent.map(({ method, state }) => [method, state])).toEqual([
      ['card', 'failed'],
      ['transfer', 'due'],
    ])
    expect([page.owedFen, page.ledgerFen]).toEqual([13_000, 13_000])
    expect(await mark()).toMatchObject({ code: 'refund-note-missing' })
    expect(await mark({ note: '转到他工行卡' })).toMatchObject({ ok: true })
    const { sentWay, state, method } = await refund()
    expect([method, state, sentWay]).toEqual(['card', 'sent', 'transfer'])
    const after = await readRefundsPage(scope(), now)
    expect([after.owedFen, after.ledgerFen]).toEqual([1_000, 1_000])
    await expectSoundBooks()
  })
})
