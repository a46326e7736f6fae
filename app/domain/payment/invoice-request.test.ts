import { describe, expect, test } from 'vitest'
import {
  type AskedVersion,
  type InvoiceText,
  invoiceableFen,
  invoiceStateOf,
  judgeAnswerable,
  judgeAsk,
  readDeclineReason,
  readInvoiceNumber,
  readInvoiceText,
  readIssued,
  standingVersion,
} from './invoice-request.ts'

const ORGANISATION: InvoiceText = {
  titleKind: 'organisation',
  title: '市档案馆',
  taxNumber: '91350100M000100Y43',
  email: '',
  note: '',
}
const asked = (version: number, outcome: AskedVersion['outcome']) => ({ version, outcome })
const NUMBER = '25512000000012345678'
const RED = '25512000000099999999'

describe('what a buyer writes', () => {
  const written = { ...ORGANISATION, taxNumber: ' 91350100m000100y43 ' }

  test('is kept in one way of writing', () => {
    expect(readInvoiceText({ ...written, title: ' 市档案馆\n  工会 ', note: '  请寄  ' })).toEqual({
      ok: true,
      value: { ...ORGANISATION, title: '市档案馆 工会', note: '请寄' },
    })
  })

  test('a person has no tax number, whatever stands in the field', () => {
    expect(readInvoiceText({ ...written, titleKind: 'personal', title: '安一帆', taxNumber: 'x' })).toEqual({
      ok: true,
      value: { ...ORGANISATION, titleKind: 'personal', title: '安一帆', taxNumber: null },
    })
  })

  test.each([
    [{ title: ' 市 ' }, 'invoice-title-missing'],
    [{ title: '馆'.repeat(101) }, 'invoice-title-long'],
    [{ note: '长'.repeat(201) }, 'invoice-note-long'],
    [{ taxNumber: '' }, 'tax-number-missing'],
    [{ taxNumber: '91350100M000100Y44' }, 'tax-number-check'],
  ])('%j is refused as %s', (change, code) => {
    expect(readInvoiceText({ ...written, ...change })).toMatchObject({ ok: false, code })
  })
})

describe('what an invoice may be asked for', () => {
  test.each([
    [
      { goodsFen: 24_000, owedFen: 0 },
      { ok: true, value: 24_000 },
    ],
    [
      { goodsFen: 0, owedFen: 0 },
      { ok: false, code: 'invoice-nothing-handed-over' },
    ],
    [
      { goodsFen: 24_000, owedFen: 1 },
      { ok: false, code: 'invoice-still-owed', facts: { owedFen: 1 } },
    ],
  ])('%j: %j', (money, verdict) => {
    expect(invoiceableFen(money)).toEqual(verdict)
  })
})

describe('the versions of a request', () => {
  test.each([
    ['one that waits', [asked(1, null)], ['open'], null],
    ['a newer one before the answer', [asked(1, null), asked(2, null)], ['superseded', 'open'], null],
    ['a newer one after it was issued', [asked(1, 'issued'), asked(2, null)], ['issued', 'open'], 1],
    ['both issued', [asked(1, 'issued'), asked(2, 'issued')], ['taken-back', 'issued'], 2],
    [
      'the newer one declined: the first stands',
      [asked(1, 'issued'), asked(2, 'declined'), asked(3, null)],
      ['issued', 'declined', 'open'],
      1,
    ],
  ])('%s', (_what, versions, states, standing) => {
    expect(versions.map(({ version }) => invoiceStateOf(version, versions))).toEqual(states)
    expect(standingVersion(versions)?.version ?? null).toBe(standing)
  })

  test('only one that waits is answered', () => {
    const versions = [asked(1, null), asked(2, 'declined'), asked(3, null)]
    expect(judgeAnswerable(3, versions).ok).toBe(true)
    expect(judgeAnswerable(1, versions)).toMatchObject({ code: 'invoice-superseded' })
    expect(judgeAnswerable(2, versions)).toMatchObject({ code: 'invoice-answered-already' })
  })
})

describe('asking', () => {
  const now = { ...ORGANISATION, amountFen: 24_000 }
  const known = (outcome: AskedVersion['outcome']) => [{ ...now, ...asked(1, outcome) }]

  test.each([
    ['for the first time', [], 0, now, { ok: true, value: 'new' }],
    ['the same twice', known(null), 0, now, { ok: true, value: 'repeat' }],
    ['another title', known(null), 1, { ...now, title: '工会' }, { ok: true, value: 'new' }],
    ['another amount', known('issued'), 1, { ...now, amountFen: 1 }, { ok: true, value: 'new' }],
    ['again after it was declined', known('declined'), 1, now, { ok: true, value: 'new' }],
    ['the same after it was issued', known('issued'), 1, now, { ok: false, code: 'invoice-nothing-changed' }],
    [
      'beside a version not seen',
      known(null),
      0,
      { ...now, title: '工会' },
      { ok: false, code: 'changed-meanwhile' },
    ],
  ])('%s', (_what, versions, seen, what, verdict) => {
    expect(judgeAsk(versions, seen, what)).toEqual(verdict)
  })
})

describe('what the office writes', () => {
  const facts = { askedOn: '2026-12-01', today: '2026-12-07', standing: null }
  const written = { number: NUMBER, issuedOn: '2026-12-05', redNumber: '' }
  const second = { ...facts, standing: { number: '25512000000011111111' } }

  test.each([
    ['12345678', '12345678'],
    [' 2551 2000 0000 1234 5678 ', NUMBER],
    ['２５５１２０００００００１２３４５６７８', NUMBER],
    ['1234567', null],
    ['123456789', null],
    ['2551200000001234567A', null],
  ])('%j is the number %j', (text, number) => expect(readInvoiceNumber(text)).toBe(number))

  test('a first invoice has a number and a day', () => {
    expect(readIssued(written, facts)).toEqual({
      ok: true,
      value: { number: NUMBER, issuedOn: '2026-12-05', redNumber: null },
    })
  })

  test('a second one names the red invoice that took the first back', () => {
    expect(readIssued({ ...written, redNumber: RED }, second)).toMatchObject({ value: { redNumber: RED } })
  })

  test.each([
    [{ number: '123' }, facts, 'invoice-number-unreadable'],
    [{ issuedOn: '' }, facts, 'issued-on-unreadable'],
    [{ issuedOn: '2026-11-30' }, facts, 'issued-on-out-of-range'],
    [{ issuedOn: '2026-12-08' }, facts, 'issued-on-out-of-range'],
    [{ redNumber: RED }, facts, 'red-number-not-needed'],
    [{ redNumber: ' ' }, second, 'red-number-missing'],
    [{ redNumber: '123' }, second, 'red-number-unreadable'],
    [{ redNumber: NUMBER }, second, 'red-number-unreadable'],
    [{ redNumber: '25512000000011111111' }, second, 'red-number-unreadable'],
  ])('%j is refused', (change, known, code) => {
    expect(readIssued({ ...written, ...change }, known)).toMatchObject({ ok: false, code })
  })

  test('a reason for declining is a sentence', () => {
    expect(readDeclineReason(' 税号 和名称对不上 ')).toEqual({ ok: true, value: '税号 和名称对不上' })
    expect(readDeclineReason(' 不 ')).toMatchObject({ code: 'decline-reason-missing' })
    expect(readDeclineReason('长'.repeat(201))).toMatchObject({ code: 'decline-reason-long' })
  })
})
