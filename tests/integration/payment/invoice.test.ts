/** Invoices that buyers ask for: version by version, never above the goods, answered once by their own county's office. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { type DeclineInvoiceCode, declineInvoice } from '#app/commands/payment/decline-invoice.server.ts'
import {
  type IssueInvoiceCode,
  type IssueInvoiceInput,
  issueInvoice,
} from '#app/commands/payment/issue-invoice.server.ts'
import type { RequestInvoiceCode } from '#app/commands/payment/request-invoice.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readAnsweredInvoices, readOpenInvoices } from '#app/queries/payment/county-invoices.server.ts'
import { readInvoicePage } from '#app/queries/payment/invoice-page.server.ts'
import * as countyRoute from '#app/routes/county/invoices.tsx'
import * as fileRoute from '#app/routes/county/invoices-file.ts'
import * as invoiceRoute from '#app/routes/store/order-invoice.tsx'
import { COUNTY, FOREIGN_COUNTY, seedAgency } from '#seed/builders.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { expectSoundBooks, runningEvent } from '../handover/desk-world.ts'
import { type Buyer, seedBuyer } from '../ordering/buyers.ts'
import {
  ask,
  asked,
  colleagueOf,
  type EventWorld,
  handOver,
  leftBuyer,
  meeting,
  pay,
  placedOrder,
  type SoldOrder,
  soldOrder,
  TITLE,
  takeGooseBack,
} from './invoice-world.ts'

const test = useDatabase()
const NUMBER = '25512000000012345678'
const SECOND = '25512000000087654321'
const RED = '25512000000099999999'
const today = civilDateOf(new Date())

let world: EventWorld
let office: Someone
beforeEach(async () => {
  world = await runningEvent()
  office = await someone('county-office')
})

const issue = (requestId: string, change: Partial<IssueInvoiceInput> = {}, by: Someone = office) =>
  issueInvoice(by.actor, scopeFor(by, 'invoice:work'), {
    requestId,
    number: NUMBER,
    issuedOn: today,
    redNumber: '',
    ...change,
  })
const decline = (requestId: string, reason = '抬头和税号对不上', by: Someone = office) =>
  declineInvoice(by.actor, scopeFor(by, 'invoice:work'), { requestId, reason })
const pageOf = ({ actor, scope }: Buyer, orderId: string) => readInvoicePage(actor, scope, orderId)
const openOf = (who: Someone = office) => readOpenInvoices(scopeFor(who, 'invoice:work'), null, new Date())
const rows = () => database().invoiceRequest.count()

it('has a sentence for every refusal', () => {
  type Codes = RequestInvoiceCode | IssueInvoiceCode | DeclineInvoiceCode
  expectTypeOf<CodesWithoutWords<Exclude<Codes, 'not-found'>>>().toBeNever()
})

describe('asking for an invoice', () => {
  it('is for what was handed over, to the fen, and not before it is paid', async () => {
    const sold = await placedOrder(world, { quantity: 3 })
    const { orderId, buyer } = sold
    expect(await ask(buyer, orderId)).toEqual({ ok: false, code: 'invoice-nothing-handed-over' })
    await handOver(world, sold, 2)
    expect(await ask(buyer, orderId)).toMatchObject({
      code: 'invoice-still-owed',
      facts: { owedFen: 24_000 },
    })
    expect(await rows()).toBe(0)
    await pay(world, orderId)
    expect(await ask(buyer, orderId)).toEqual({
      ok: true,
      value: { version: 1, amountFen: 24_000, isNew: true },
    })
    const [ledger] = await database().$queryRaw<{ fen: bigint }[]>`
      SELECT sum(amount_fen) AS fen FROM posting WHERE part IN ('base', 'premium') AND from_account = ${`order:${orderId}`}`
    expect(Number(ledger?.fen)).toBe(24_000)
    expect(await recordedActs()).toContain('invoice:request')
    await expectSoundBooks()
  })

  it('is for less once goods were taken back, which the page says and a new version asks', async () => {
    const sold = await soldOrder(world)
    const { orderId, buyer } = sold
    const first = await asked(buyer, orderId)
    await takeGooseBack(world, sold)
    const page = await pageOf(buyer, orderId)
    expect(page?.amount).toEqual({ ok: true, value: 12_000 })
    expect(page?.versions[0]).toMatchObject({ version: 1, amountFen: 24_000, state: 'open' })
    const { html } = await (await browse(buyer)).get(paths.orderInvoice(orderId))
    expect(html).toContain('上一次申请时是240.00元，现在是120.00元')
    expect((await openOf()).open[0]).toMatchObject({ amountFen: 24_000, goodsFen: 12_000 })
    expect(await issue(first)).toMatchObject({ code: 'invoice-above-goods', facts: { goodsFen: 12_000 } })
    const second = await asked(buyer, orderId, { seenVersion: 1 })
    expect(await issue(second)).toMatchObject({ ok: true })
    expect((await database().invoiceRequest.findUniqueOrThrow({ where: { id: second } })).amountFen).toBe(
      12_000n,
    )
  })

  it('is taken of what an agency was charged', async () => {
    const { orderId, buyer } = await soldOrder(world, { payBy: 'agency-account', capacity: 'union' })
    expect(await ask(buyer, orderId)).toMatchObject({ ok: true, value: { amountFen: 24_000 } })
    expect(await ask(leftBuyer(buyer), orderId)).toEqual({ ok: false, code: 'not-found' })
  })

  it('keeps what was written sealed, in one way of writing', async () => {
    const { orderId, buyer } = await soldOrder(world)
    await asked(buyer, orderId, {
      taxNumber: '９１３５０１００ m000100y43',
      email: ' An@Example.COM ',
      note: '请寄',
    })
    const row = await database().invoiceRequest.findFirstOrThrow()
    expect(JSON.stringify({ ...row, amountFen: 0 })).not.toMatch(/档案馆|M000100Y43|example|请寄/i)
    expect((await pageOf(buyer, orderId))?.versions[0]).toMatchObject({
      title: '市档案馆',
      taxNumber: '91350100M000100Y43',
      email: 'an@example.com',
      note: '请寄',
    })
    expect(JSON.stringify(await database().activityRecord.findMany(), (_k, v) => String(v))).not.toMatch(
      /档案馆|M000100Y43/,
    )
  })

  it('names what is wrong and writes nothing', async () => {
    const { orderId, buyer } = await soldOrder(world)
    expect(await ask(buyer, orderId, { taxNumber: '9135O100M000100Y43' })).toMatchObject({
      code: 'tax-number-characters',
      facts: { characters: 'O' },
    })
    expect(await ask(buyer, orderId, { taxNumber: '91350100M000100Y44' })).toMatchObject({
      code: 'tax-number-check',
    })
    expect(await ask(buyer, orderId, { email: 'an.example.com' })).toMatchObject({
      code: 'invoice-email-unreadable',
    })
    expect(await ask(buyer, orderId, { title: '' })).toMatchObject({ code: 'invoice-title-missing' })
    expect(await rows()).toBe(0)
    expect(await recordedActs()).not.toContain('invoice:request')
  })

  it('is the order’s own buyer’s alone', async () => {
    const { orderId, buyer } = await soldOrder(world)
    const colleague = await colleagueOf(buyer)
    expect(await ask(colleague, orderId)).toEqual({ ok: false, code: 'not-found' })
    expect(await pageOf(colleague, orderId)).toBeNull()
    expect(await ask(buyer, randomUUID())).toEqual({ ok: false, code: 'not-found' })
    expect(await rows()).toBe(0)
    expect(await ask(leftBuyer(buyer), orderId)).toMatchObject({ ok: true })
  })

  it('offers what the buyer asked last, else what his agency did, and of it no more than title and number', async () => {
    const { id: agencyId } = await seedAgency()
    const first = await seedBuyer({ agencyId })
    const second = await seedBuyer({ agencyId })
    const unions = await soldOrder(world, { buyer: first, capacity: 'union' })
    await asked(first, unions.orderId, { email: 'a@example.com', note: '私下的话' })
    const own = await soldOrder(world, { buyer: first })
    await asked(first, own.orderId, { titleKind: 'personal', title: '安一帆', taxNumber: '' })

    const offered = async (buyer: Buyer, capacity: 'personal' | 'canteen') => {
      const { orderId } = await soldOrder(world, { buyer, capacity })
      return (await pageOf(buyer, orderId))?.offered
    }
    const text = { ...TITLE, email: '', note: '' }
    expect(await offered(second, 'canteen')).toEqual(text)
    expect(await offered(second, 'personal')).toMatchObject({ titleKind: 'personal', title: '' })
    expect(await offered(first, 'canteen')).toEqual({ ...text, email: 'a@example.com' })
    expect(await offered(first, 'personal')).toMatchObject({ titleKind: 'personal', title: '安一帆' })
    expect(await offered(await seedBuyer(), 'canteen')).toMatchObject({ title: '', taxNumber: null })
  })
})

describe('versions', () => {
  let sold: SoldOrder
  beforeEach(async () => {
    sold = await soldOrder(world)
  })

  it('are added and never changed; the same sent twice is one', async () => {
    const { orderId, buyer } = sold
    const sending = () => ask(buyer, orderId)
    const both = await meeting(test.urls.owner, { of: 'order', id: orderId }, sending, sending)
    expect(both.map((verdict) => verdict.ok && verdict.value.version)).toEqual([1, 1])
    expect(await rows()).toBe(1)
    expect(await ask(buyer, orderId, { title: '市档案馆工会' })).toMatchObject({ code: 'changed-meanwhile' })
    expect(await ask(buyer, orderId, { title: '市档案馆工会', seenVersion: 1 })).toMatchObject({
      value: { version: 2, isNew: true },
    })
    const page = await pageOf(buyer, orderId)
    expect(page?.versions.map(({ version, title, state }) => [version, title, state])).toEqual([
      [2, '市档案馆工会', 'open'],
      [1, '市档案馆', 'superseded'],
    ])
    await expect(database().invoiceRequest.updateMany({ data: { version: 9 } })).rejects.toThrow()
    await expect(asOwner(test.urls.owner, [], ['UPDATE invoice_request SET amount_fen = 1'])).rejects.toThrow(
      'only ever added to',
    )
  })

  it('two different ones at once are told apart: one is asked, the other has to look', async () => {
    const { orderId, buyer } = sold
    const verdicts = await meeting(
      test.urls.owner,
      { of: 'order', id: orderId },
      () => ask(buyer, orderId, { title: '市档案馆工会' }),
      () => ask(buyer, orderId, { title: '市档案馆食堂' }),
    )
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(verdicts.find(({ ok }) => !ok)).toMatchObject({ code: 'changed-meanwhile' })
    expect(await rows()).toBe(1)
  })

  it('one that was superseded is not issued, nor declined, by the office or by the database', async () => {
    const { orderId, buyer } = sold
    const first = await asked(buyer, orderId)
    await asked(buyer, orderId, { title: '市档案馆工会', seenVersion: 1 })
    expect(await issue(first)).toMatchObject({ code: 'invoice-superseded' })
    expect(await decline(first)).toMatchObject({ code: 'invoice-superseded' })
    expect((await openOf()).open.map(({ version }) => version)).toEqual([2])
    await expect(asOwner(test.urls.owner, [], [plantedIssue(first, NUMBER)])).rejects.toThrow(
      'only the last version',
    )
    expect(await database().invoiceIssue.count()).toBe(0)
  })

  it('asking anew while the office issues: either the office was first, or it is told', async () => {
    const { orderId, buyer } = sold
    const first = await asked(buyer, orderId)
    const [issued, again] = await meeting(
      test.urls.owner,
      { of: 'order', id: orderId },
      () => issue(first),
      () => ask(buyer, orderId, { title: '市档案馆工会', seenVersion: 1 }),
    )
    expect(again.ok).toBe(true)
    expect(issued.ok || issued.code === 'invoice-superseded').toBe(true)
    const page = await pageOf(buyer, orderId)
    expect(page?.versions.map(({ state }) => state)).toEqual(['open', issued.ok ? 'issued' : 'superseded'])
  })

  it('a second invoice wants the first taken back by a red one', async () => {
    const { orderId, buyer } = sold
    const first = await asked(buyer, orderId)
    expect(await issue(first)).toMatchObject({ ok: true })
    expect(await ask(buyer, orderId, { seenVersion: 1 })).toMatchObject({ code: 'invoice-nothing-changed' })
    const second = await asked(buyer, orderId, { title: '市档案馆工会', seenVersion: 1 })
    const { html } = await (await browse(buyer)).get(paths.orderInvoice(orderId))
    expect(html).toContain(`第1次申请的发票${NUMBER}还有效`)
    expect((await openOf()).open).toMatchObject([{ version: 2, standingNumber: NUMBER }])
    expect(await issue(second, { number: SECOND })).toMatchObject({
      code: 'red-number-missing',
      facts: { number: NUMBER },
    })
    await expect(asOwner(test.urls.owner, [], [plantedIssue(second, SECOND)])).rejects.toThrow(
      'one invoice that stands',
    )
    expect(await issue(second, { number: SECOND, redNumber: RED })).toMatchObject({ ok: true })
    const page = await pageOf(buyer, orderId)
    expect(page?.versions.map(({ state, number, redNumber }) => [state, number, redNumber])).toEqual([
      ['issued', SECOND, RED],
      ['taken-back', NUMBER, null],
    ])
    expect(page?.standing).toEqual({ version: 2, number: SECOND })
    await expectSoundBooks()
  })
})

describe('the county’s office', () => {
  let sold: SoldOrder
  let requestId: string
  beforeEach(async () => {
    sold = await soldOrder(world)
    requestId = await asked(sold.buyer, sold.orderId)
  })

  it('two at once issue once', async () => {
    const other = await someone('county-office')
    const verdicts = await meeting(
      test.urls.owner,
      { of: 'order', id: sold.orderId },
      () => issue(requestId),
      () => issue(requestId, { number: SECOND }, other),
    )
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(verdicts.find(({ ok }) => !ok)).toMatchObject({ code: 'invoice-answered-already' })
    expect(await database().invoiceIssue.count()).toBe(1)
    expect((await recordedActs()).filter((act) => act === 'invoice:issue')).toHaveLength(1)
  })

  it('issuing and declining at once is one of them', async () => {
    const verdicts = await meeting(
      test.urls.owner,
      { of: 'order', id: sold.orderId },
      () => issue(requestId),
      () => decline(requestId),
    )
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await database().invoiceIssue.count()).toBe(1)
  })

  it('of another county, and another role, finds nothing', async () => {
    const stranger = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await issue(requestId, {}, stranger)).toEqual({ ok: false, code: 'not-found' })
    expect(await decline(requestId, '不行的', stranger)).toEqual({ ok: false, code: 'not-found' })
    expect(await issue(requestId, {}, await someone('town-desk'))).toEqual({ ok: false, code: 'not-found' })
    expect(await issue(randomUUID())).toEqual({ ok: false, code: 'not-found' })
    expect(await openOf(stranger)).toEqual({ openCount: 0, open: [], nextAfter: null })
    expect(await readAnsweredInvoices(scopeFor(stranger, 'invoice:work'))).toEqual([])
    expect(await database().invoiceIssue.count()).toBe(0)
  })

  it('notes a number and a day that can be, and a number of twenty digits once', async () => {
    expect(await issue(requestId, { number: '123' })).toMatchObject({ code: 'invoice-number-unreadable' })
    expect(await issue(requestId, { issuedOn: addDays(today, 1) })).toMatchObject({
      code: 'issued-on-out-of-range',
    })
    expect(await issue(requestId, { issuedOn: addDays(today, -1) })).toMatchObject({
      code: 'issued-on-out-of-range',
    })
    expect(await issue(requestId, { redNumber: RED })).toMatchObject({ code: 'red-number-not-needed' })
    expect(await database().invoiceIssue.count()).toBe(0)
    expect(await issue(requestId)).toMatchObject({ ok: true })
    const next = await soldOrder(world)
    const other = await asked(next.buyer, next.orderId)
    expect(await issue(other)).toMatchObject({ code: 'invoice-number-used' })
    expect(await issue(other, { number: '12345678' })).toMatchObject({ ok: true })
  })

  it('one number for two orders at once is noted for one', async () => {
    const next = await soldOrder(world)
    const other = await asked(next.buyer, next.orderId)
    const verdicts = await meeting(
      test.urls.owner,
      { of: 'number', id: NUMBER },
      () => issue(requestId),
      () => issue(other),
    )
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(verdicts.find(({ ok }) => !ok)).toMatchObject({ code: 'invoice-number-used' })
  })

  it('declines with a reason that the buyer reads, and is asked again', async () => {
    expect(await decline(requestId, ' ')).toMatchObject({ code: 'decline-reason-missing' })
    expect(await decline(requestId)).toMatchObject({ ok: true })
    expect(await decline(requestId)).toMatchObject({ code: 'invoice-answered-already' })
    const row = await database().invoiceIssue.findFirstOrThrow()
    expect(row.reasonSealed).not.toContain('抬头')
    const { html } = await (await browse(sold.buyer)).get(paths.orderInvoice(sold.orderId))
    expect(html).toContain('县里说：抬头和税号对不上')
    expect(await ask(sold.buyer, sold.orderId, { seenVersion: 1 })).toMatchObject({ value: { version: 2 } })
  })

  it('lists what waits oldest first, a page at a time', async () => {
    const { orderId, countyCode, requestedBy } = await database().invoiceRequest.findFirstOrThrow()
    for (let count = 1; count < 52; count++) {
      const { order } = await placedOrder(world, { buyer: sold.buyer, quantity: 1 })
      await database().invoiceRequest.create({
        data: {
          id: randomUUID(),
          countyCode,
          orderId: order.id,
          version: 1,
          titleKind: 'personal',
          titleSealed: (await database().invoiceRequest.findFirstOrThrow({ where: { orderId } })).titleSealed,
          amountFen: 1,
          requestedBy,
          // Many of one instant: the id tells them apart.
          requestedAt: new Date('2026-11-01T00:00:00Z'),
        },
      })
    }
    const scope = scopeFor(office, 'invoice:work')
    const first = await openOf()
    expect([first.openCount, first.open.length]).toEqual([52, 50])
    const second = await readOpenInvoices(scope, first.nextAfter, new Date())
    expect(second.open.map(({ id }) => id).at(-1)).toBe(requestId)
    expect(second.nextAfter).toBeNull()
    expect(new Set([...first.open, ...second.open].map(({ id }) => id)).size).toBe(52)
  })
})

describe('the pages', () => {
  it('take a request and its answer by their forms alone', async () => {
    const { orderId, buyer } = await soldOrder(world)
    const phone = await browse(buyer)
    const empty = await phone.get(paths.orderInvoice(orderId))
    expect(empty.html).toContain('现在可以开')
    const form = { seenVersion: hiddenField(empty.html, 'seenVersion'), ...TITLE }
    const refused = await phone.post(paths.orderInvoice(orderId), { ...form, taxNumber: '91350100M000100Y' })
    expect([refused.status, refused.location]).toEqual([400, null])
    expect(refused.html).toContain('税号要18位，这里是16位')
    expect(refused.html).toContain('value="91350100M000100Y"')
    const sent = await phone.post(paths.orderInvoice(orderId), form)
    expect(sent.location).toBe(paths.orderInvoice(orderId, { done: 'asked' }))

    const desk = await browserOf({ '/county/invoices': countyRoute }, office.accountId)
    const list = await desk.get(paths.countyInvoices())
    expect(list.html).toContain('等着开的：1')
    expect(list.html).toContain('91350100M000100Y43')
    const requestId = hiddenField(list.html, 'requestId')
    const wrong = await desk.post(paths.countyInvoices(), {
      intent: 'issue',
      requestId,
      number: '12',
      issuedOn: today,
    })
    expect(wrong.html).toContain(`href="#number-${requestId}"`)
    const done = await desk.post(paths.countyInvoices(), {
      intent: 'issue',
      requestId,
      number: NUMBER,
      issuedOn: today,
    })
    expect(done.location).toBe(paths.countyInvoices({ done: 'issued' }))
    expect((await phone.get(paths.orderInvoice(orderId))).html).toContain(NUMBER)
    expect((await desk.get(paths.countyInvoices())).html).toContain('最近办的')
  })

  it('say why nothing can be asked for, and offer no form then', async () => {
    const { orderId, buyer } = await placedOrder(world)
    const { html } = await (await browse(buyer)).get(paths.orderInvoice(orderId))
    expect(html).toContain('还没有交到您手上的货')
    expect(html).not.toContain('name="title"')
  })

  it('what waits leaves as a file, which is recorded', async () => {
    const { orderId, order, buyer } = await soldOrder(world)
    await asked(buyer, orderId, { note: '=1+1' })
    const request = new Request(`http://localhost${paths.countyInvoicesFile('csv')}`, {
      headers: { cookie: await cookieOf(office.accountId) },
    })
    const answer = await fileRoute.loader({ request, params: {}, context: {} })
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const lines = (await answer.text()).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toBe(
      `${order.number},1,${today},organisation,市档案馆,91350100M000100Y43,24000,,'=1+1,,`,
    )
    const workbook = new Request(`http://localhost${paths.countyInvoicesFile('xlsx')}`, {
      headers: request.headers,
    })
    const sheet = await fileRoute.loader({ request: workbook, params: {}, context: {} })
    expect(sheet.headers.get('content-type')).toContain('spreadsheetml')
    expect(sheet.headers.get('content-disposition')).toContain('.xlsx')
    const exported = await database().activityRecord.findFirstOrThrow({ where: { act: 'report:export' } })
    expect(exported).toMatchObject({
      countyCode: COUNTY,
      subjectId: 'invoice-requests',
      actorId: office.accountId,
    })
  })
})

const browse = (buyer: Buyer) => browserOf({ '/orders/:id/invoice': invoiceRoute }, buyer.actor.accountId)

/** An issue written by hand, past the command. */
function plantedIssue(requestId: string, number: string): string {
  return `INSERT INTO invoice_issue (id, county_code, request_id, outcome, number, issued_on, recorded_by)
    VALUES (gen_random_uuid(), '${COUNTY}', '${requestId}', 'issued', '${number}', now(), 1)`
}
