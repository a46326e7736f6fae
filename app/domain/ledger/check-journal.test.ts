import { describe, expect, test } from 'vitest'
import { checkJournal } from './check-journal.ts'
import type { Journal, Posting } from './journal.ts'
import { cashPaidOut } from './payment.ts'
import { saleSettled } from './sale.ts'

const ORDER = 'order:0a0b0c0d-0000-4000-8000-000000000001'
const cause = {
  countyCode: '510981000000',
  causeKind: 'order-line',
  causeId: 'line-1',
  businessDay: '2026-11-22',
} as const

const sale = saleSettled({
  cause,
  sale: {
    orderId: '0a0b0c0d-0000-4000-8000-000000000001',
    orderLineId: '0a0b0c0d-0000-4000-8000-000000000002',
    productId: 3,
    eventId: 7,
    agencyId: null,
    capacity: 'personal',
  },
  shares: [
    {
      householdId: 11,
      villageCode: '510981100212',
      gridCode: null,
      category: 'marginal',
      baseFen: 700,
      premiumFen: 165,
    },
  ],
}) as Journal
const payout = cashPaidOut({
  cause,
  eventId: 7,
  household: { householdId: 11, villageCode: '510981100212', gridCode: null, category: 'marginal' },
  paidFen: 500,
}) as Journal

/** The sale with its second posting changed. */
function withPosting(change: Partial<Posting>): Journal {
  return {
    ...sale,
    postings: sale.postings.map((posting, i) => (i === 1 ? { ...posting, ...change } : posting)),
  }
}

function withoutDim(dim: keyof Posting['dims']): Journal {
  const dims = sale.postings[1]?.dims
  if (!dims) throw new Error('the sale has two postings')
  return withPosting({ dims: { ...dims, [dim]: null } })
}

describe('checkJournal', () => {
  test('accepts what the builders make, without a grid or an agency too', () => {
    expect(checkJournal(sale)).toEqual({ ok: true, value: sale })
    expect(checkJournal(payout)).toEqual({ ok: true, value: payout })
  })

  test.each<[string, Journal]>([
    ['no-posting', { ...sale, postings: [] }],
    ['cause-missing', { ...sale, causeId: '' }],
    ['cause-missing', { ...sale, idempotencyKey: '' }],
    ['county-not-a-code', { ...sale, countyCode: '510981' }],
    ['business-day-not-a-date', { ...sale, businessDay: '2026-02-30' }],
    ['reversal-unnamed', { ...sale, kind: 'sale-reversal' }],
    ['reversal-unnamed', { ...sale, reversesId: 4 }],
  ])('refuses %s', (code, journal) => {
    expect(checkJournal(journal)).toEqual({ ok: false, code })
  })

  test.each<[string, Journal]>([
    ['amount-not-positive', withPosting({ amountFen: 0 })],
    ['amount-not-positive', withPosting({ amountFen: -5 })],
    ['amount-not-whole', withPosting({ amountFen: 1.5 })],
    ['amount-not-whole', withPosting({ amountFen: Number.NaN })],
    ['amount-too-large', withPosting({ amountFen: 1_000_000_000_000_001 })],
    ['unknown-account', withPosting({ to: 'household:0' })],
    ['same-account', withPosting({ to: ORDER })],
    [
      'sales-part-outside-a-sale',
      { ...payout, postings: [payout.postings[0], ...sale.postings.slice(0, 1)] as Posting[] },
    ],
    ['sales-between-wrong-accounts', withPosting({ from: 'cash:7' })],
    ['sales-between-wrong-accounts', withPosting({ from: 'household:11', to: ORDER })],
    ['sales-of-another-household', withPosting({ to: 'household:12' })],
    ['sales-not-attributed', withoutDim('householdId')],
    ['sales-not-attributed', withoutDim('villageCode')],
    ['sales-not-attributed', withoutDim('category')],
    ['sales-not-attributed', withoutDim('productId')],
    ['sales-not-attributed', withoutDim('eventId')],
    ['sales-not-attributed', withoutDim('capacity')],
    ['sales-not-attributed', withoutDim('orderLineId')],
  ])('refuses %s in the second posting', (code, journal) => {
    expect(checkJournal(journal)).toEqual({ ok: false, code, facts: { posting: 2 } })
  })

  test('accepts the largest amount', () => {
    expect(checkJournal(withPosting({ amountFen: 1_000_000_000_000_000 })).ok).toBe(true)
  })
})
