import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkJournal } from './check-journal.ts'
import { type Cause, isReversalKind, isSalesKind, type Journal } from './journal.ts'
import { journalContent } from './journal-content.ts'
import { cashPaidOut, chargedToAgency, paymentReceived } from './payment.ts'
import { type RefundedShare, refundIssued, shareTakenBack } from './refund.ts'
import { reverse } from './reversal.ts'
import { type HouseholdShare, type SaleOf, saleSettled } from './sale.ts'
import { salesIncome } from './sales-income.ts'

const ORDER_ID = '0a0b0c0d-0000-4000-8000-000000000001'
const LINE_ID = '0a0b0c0d-0000-4000-8000-000000000002'

const cause: Cause = {
  countyCode: '510981000000',
  causeKind: 'desk-operation',
  causeId: 'op-1',
  businessDay: '2026-11-22',
}
const sale: SaleOf = {
  orderId: ORDER_ID,
  orderLineId: LINE_ID,
  productId: 3,
  eventId: 7,
  agencyId: null,
  capacity: 'personal',
}
const first: HouseholdShare = {
  householdId: 11,
  villageCode: '510981100212',
  gridCode: '510981100212-01',
  category: 'exited',
  baseFen: 7000,
  premiumFen: 1765,
}
const second: HouseholdShare = { ...first, householdId: 12, gridCode: null, baseFen: 500, premiumFen: 0 }
const order = { orderId: ORDER_ID, eventId: 7, agencyId: 5, capacity: 'union' as const }

/** Postings as `from > to amount part`. */
function lines(journal: Journal | null): string[] {
  return (journal?.postings ?? []).map(
    ({ from, to, amountFen, part }) => `${from} > ${to} ${amountFen} ${part}`,
  )
}

function refunded(share: HouseholdShare, facts: Partial<RefundedShare> = {}): RefundedShare {
  return { ...share, isPaidOut: false, hasAgreedInWriting: false, ...facts }
}

describe('a sale', () => {
  test('credits each household with base and premium apart; zero makes no posting', () => {
    const journal = saleSettled({ cause, sale, shares: [first, second] })
    expect(lines(journal)).toEqual([
      `order:${ORDER_ID} > household:11 7000 base`,
      `order:${ORDER_ID} > household:11 1765 premium`,
      `order:${ORDER_ID} > household:12 500 base`,
    ])
    expect(journal).toMatchObject({
      kind: 'sale',
      idempotencyKey: 'sale:desk-operation:op-1',
      businessDay: '2026-11-22',
      reversesId: null,
    })
    expect(journal?.postings[2]?.dims).toEqual({
      householdId: 12,
      villageCode: '510981100212',
      gridCode: null,
      category: 'exited',
      productId: 3,
      eventId: 7,
      agencyId: null,
      capacity: 'personal',
      orderLineId: LINE_ID,
    })
  })

  test('of nothing is no journal', () => {
    expect(saleSettled({ cause, sale, shares: [] })).toBeNull()
    expect(saleSettled({ cause, sale, shares: [{ ...first, baseFen: 0, premiumFen: 0 }] })).toBeNull()
  })

  test('of less than nothing is a fault of ours', () => {
    expect(() => saleSettled({ cause, sale, shares: [{ ...first, premiumFen: -1 }] })).toThrow('not negative')
    expect(() => saleSettled({ cause, sale, shares: [{ ...first, baseFen: 0.5 }] })).toThrow('whole fen')
  })
})

describe('money at the desk', () => {
  test('cash in whole jiao: what is rounded off is borne by the event, nothing stays owed', () => {
    const journal = paymentReceived({ cause, order, method: 'cash', dueFen: 8765, paidFen: 8760 })
    expect(lines(journal)).toEqual([
      `cash:7 > order:${ORDER_ID} 8760 payment`,
      `rounding:7 > order:${ORDER_ID} 5 rounding`,
    ])
    expect(journal?.postings[0]?.dims).toMatchObject({
      eventId: 7,
      agencyId: 5,
      capacity: 'union',
      householdId: null,
    })
  })

  test('less than a jiao is all rounding; a QR code is exact to the fen', () => {
    expect(lines(paymentReceived({ cause, order, method: 'cash', dueFen: 7, paidFen: 0 }))).toEqual([
      `rounding:7 > order:${ORDER_ID} 7 rounding`,
    ])
    expect(lines(paymentReceived({ cause, order, method: 'qr', dueFen: 8765, paidFen: 8765 }))).toEqual([
      `qr:7 > order:${ORDER_ID} 8765 payment`,
    ])
    expect(paymentReceived({ cause, order, method: 'qr', dueFen: 0, paidFen: 0 })).toBeNull()
  })

  test.each([
    ['cash', 8765, 8965],
    ['cash', 8765, 8565],
    ['qr', 8765, 8760],
  ] as const)('%s of %d fen paid with %d is a fault of ours', (method, dueFen, paidFen) => {
    expect(() => paymentReceived({ cause, order, method, dueFen, paidFen })).toThrow('rounded')
  })

  test('an agency account and a payout', () => {
    expect(lines(chargedToAgency({ cause, order, amountFen: 900 }))).toEqual([
      `agency:5 > order:${ORDER_ID} 900 charge`,
    ])
    expect(lines(cashPaidOut({ cause, eventId: 7, household: first, paidFen: 8700 }))).toEqual([
      'household:11 > cash:7 8700 payout',
    ])
    expect(chargedToAgency({ cause, order, amountFen: 0 })).toBeNull()
    expect(cashPaidOut({ cause, eventId: 7, household: first, paidFen: 0 })).toBeNull()
  })
})

describe('a refund', () => {
  test('of what was never paid takes the credit back and asks for less', () => {
    const journal = refundIssued({ cause, sale, shares: [refunded(first)], way: { kind: 'unpaid' } })
    expect(lines(journal)).toEqual([
      `household:11 > order:${ORDER_ID} 7000 base`,
      `household:11 > order:${ORDER_ID} 1765 premium`,
    ])
  })

  test('after payout is borne by the county, unless the household agreed in writing', () => {
    const shares = [
      refunded(first, { isPaidOut: true }),
      refunded(second, { isPaidOut: true, hasAgreedInWriting: true }),
    ]
    const journal = refundIssued({ cause, sale, shares, way: { kind: 'qr' } })
    expect(lines(journal)).toEqual([
      `loss:510981000000 > order:${ORDER_ID} 8765 refund`,
      `household:12 > order:${ORDER_ID} 500 base`,
      `order:${ORDER_ID} > qr:7 9265 refund`,
    ])
  })

  test.each([
    ['rounded off again', 8760, `order:${ORDER_ID} > rounding:7 5 rounding`],
    ['a jiao the order had lost by rounding', 8770, `rounding:7 > order:${ORDER_ID} 5 rounding`],
  ])('in cash: %s', (_, paidBackFen, rounding) => {
    const journal = refundIssued({
      cause,
      sale,
      shares: [refunded(first)],
      way: { kind: 'cash', paidBackFen },
    })
    expect(lines(journal).slice(2)).toEqual([`order:${ORDER_ID} > cash:7 ${paidBackFen} refund`, rounding])
  })

  test('goes back the way it came', () => {
    const last = (way: Parameters<typeof refundIssued>[0]['way']) =>
      lines(refundIssued({ cause, sale, shares: [refunded(second)], way })).at(-1)
    expect(last({ kind: 'agency', agencyId: 5 })).toBe(`order:${ORDER_ID} > agency:5 500 refund`)
    expect(last({ kind: 'bank' })).toBe(`order:${ORDER_ID} > bank:510981000000 500 refund`)
    expect(() => last({ kind: 'cash', paidBackFen: 400 })).toThrow('less than a yuan')
  })
})

describe('what a sale gives to others', () => {
  const bought: HouseholdShare = { ...first, margin: { cooperativeId: 4, amountFen: 300 } }
  const led: HouseholdShare = { ...second, leadFee: { householdId: 11, amountFen: 20 } }

  test('is the cooperative’s margin from the order, and the lead farmer’s fee from the household', () => {
    const journal = saleSettled({ cause, sale, shares: [bought, led] })
    expect(lines(journal)).toEqual([
      `order:${ORDER_ID} > household:11 7000 base`,
      `order:${ORDER_ID} > household:11 1765 premium`,
      `order:${ORDER_ID} > cooperative:4 300 margin`,
      `order:${ORDER_ID} > household:12 500 base`,
      `household:12 > household:11 20 lead-fee`,
    ])
    expect(checkJournal(journal as Journal).ok).toBe(true)
    expect(salesIncome(journal as Journal).map((change) => change.baseFen + change.premiumFen)).toEqual([
      8765, 500,
    ])
  })

  test('comes back with a refund; the fee stays where the county bears the household’s part', () => {
    const shares = [refunded(bought), refunded(led, { isPaidOut: true })]
    const journal = refundIssued({ cause, sale, shares, way: { kind: 'qr' } })
    expect(lines(journal)).toEqual([
      `household:11 > order:${ORDER_ID} 7000 base`,
      `household:11 > order:${ORDER_ID} 1765 premium`,
      `cooperative:4 > order:${ORDER_ID} 300 margin`,
      `loss:510981000000 > order:${ORDER_ID} 500 refund`,
      `order:${ORDER_ID} > qr:7 9565 refund`,
    ])
    const fee = refundIssued({ cause, sale, shares: [refunded(led)], way: { kind: 'unpaid' } })
    expect(lines(fee).at(-1)).toBe('household:11 > household:12 20 lead-fee')
  })

  test('is taken back piece by piece to the fen, never more than there was', () => {
    const fen = fc.integer({ min: 0, max: 100_000 })
    const backs = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fen, fen, fen, fen, backs, (baseFen, premiumFen, marginFen, feeFen, each) => {
        const whole = each.reduce((sum, back) => sum + back, 0)
        const share: HouseholdShare = {
          ...first,
          baseFen,
          premiumFen,
          margin: { cooperativeId: 4, amountFen: marginFen },
          leadFee: { householdId: 12, amountFen: feeFen },
        }
        let before = 0
        const parts = each.map((back) => {
          const part = shareTakenBack(share, { whole, before, back })
          before += back
          return [part.baseFen, part.premiumFen, part.margin?.amountFen ?? 0, part.leadFee?.amountFen ?? 0]
        })
        expect(Math.min(...parts.flat())).toBeGreaterThanOrEqual(0)
        const sums = [0, 1, 2, 3].map((i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0))
        expect(sums).toEqual([baseFen, premiumFen, marginFen, feeFen])
      }),
    )
  })
})

describe('a reversal', () => {
  const posted = { ...(saleSettled({ cause, sale, shares: [first] }) as Journal), id: 41 }

  test('turns the postings round, names the original and keeps what they are reported under', () => {
    const verdict = reverse(posted, '2026-12-01')
    if (!verdict.ok) throw new Error(verdict.code)
    expect(lines(verdict.value)).toEqual([
      `household:11 > order:${ORDER_ID} 7000 base`,
      `household:11 > order:${ORDER_ID} 1765 premium`,
    ])
    expect(verdict.value).toMatchObject({
      kind: 'sale-reversal',
      causeKind: 'journal',
      causeId: '41',
      idempotencyKey: 'sale-reversal:journal:41',
      businessDay: '2026-12-01',
      reversesId: 41,
    })
    expect(verdict.value.postings[0]?.dims).toEqual(posted.postings[0]?.dims)
  })

  test('is itself not reversed', () => {
    const verdict = reverse(posted, '2026-12-01')
    if (!verdict.ok) throw new Error(verdict.code)
    expect(reverse({ ...verdict.value, id: 42 }, '2026-12-02')).toEqual({
      ok: false,
      code: 'reversal-is-final',
      facts: { journalId: 42 },
    })
  })
})

describe('sales income', () => {
  test('is what households are credited with, by place and category', () => {
    const moved = { ...first, villageCode: '510981100213', gridCode: null, baseFen: 10, premiumFen: 1 }
    const journal = saleSettled({
      cause,
      sale,
      shares: [first, moved, { ...first, baseFen: 1, premiumFen: 2 }],
    })
    expect(salesIncome(journal as Journal)).toEqual([
      { ...first, baseFen: 7001, premiumFen: 1767 },
      { ...moved, baseFen: 10, premiumFen: 1 },
    ])
  })

  test('falls by what a refund takes back, not by what the county bears or by a payout', () => {
    const shares = [refunded(first), refunded(second, { isPaidOut: true })]
    const refund = refundIssued({ cause, sale, shares, way: { kind: 'qr' } })
    expect(salesIncome(refund as Journal)).toEqual([{ ...first, baseFen: -7000, premiumFen: -1765 }])
    const payout = cashPaidOut({ cause, eventId: 7, household: first, paidFen: 100 })
    expect(salesIncome(payout as Journal)).toEqual([])
  })

  test('is made by sales and refunds only', () => {
    const kinds = ['sale', 'refund', 'payment', 'agency-charge', 'cash-payout'] as const
    expect(kinds.filter(isSalesKind)).toEqual(['sale', 'refund'])
    expect(kinds.map((kind) => `${kind}-reversal` as const).filter(isSalesKind)).toEqual([
      'sale-reversal',
      'refund-reversal',
    ])
    expect(kinds.some(isReversalKind)).toBe(false)
    expect(isReversalKind('payment-reversal')).toBe(true)
  })
})

test('the content of a journal is the same in any order of postings, and another for another fen', () => {
  const journal = saleSettled({ cause, sale, shares: [first, second] }) as Journal
  const content = journalContent(journal)
  expect(journalContent({ ...journal, postings: [...journal.postings].reverse() })).toBe(content)
  const other = saleSettled({ cause, sale, shares: [first, { ...second, baseFen: 501 }] }) as Journal
  expect(journalContent(other)).not.toBe(content)
  expect(journalContent({ ...journal, businessDay: '2026-11-23' })).not.toBe(content)
})
