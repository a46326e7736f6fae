import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccountName } from './accounts.ts'
import { checkJournal } from './check-journal.ts'
import type { Cause, Journal } from './journal.ts'
import { cashPaidOut, chargedToAgency, paymentReceived } from './payment.ts'
import { refundIssued } from './refund.ts'
import { reverse } from './reversal.ts'
import { saleSettled } from './sale.ts'
import { salesIncome } from './sales-income.ts'
import { balances, statementOf } from './statement.ts'

/** Two orders, three households, one event: few enough that acts meet on the same accounts. */
const ORDERS = ['0a0b0c0d-0000-4000-8000-000000000001', '0a0b0c0d-0000-4000-8000-000000000002']
const HOUSEHOLDS = [1, 2, 3]

const anyOrder = fc.constantFrom(...ORDERS)
const anyHousehold = fc.constantFrom(...HOUSEHOLDS)
const anyShare = fc.record({
  householdId: anyHousehold,
  baseFen: fc.integer({ min: 0, max: 30_000 }),
  premiumFen: fc.integer({ min: 0, max: 9_000 }),
  marginFen: fc.integer({ min: 0, max: 3_000 }),
  leadFeeFen: fc.integer({ min: 0, max: 500 }),
})
/** Of the other households, who collects for this one. */
const leadOf = (householdId: number) => (householdId % HOUSEHOLDS.length) + 1
const shareOf = ({ marginFen, leadFeeFen, ...share }: Share) => ({
  ...share,
  ...place,
  margin: { cooperativeId: 4, amountFen: marginFen },
  leadFee: { householdId: leadOf(share.householdId), amountFen: leadFeeFen },
})
const acts = {
  sale: fc.record({
    act: fc.constant('sale' as const),
    orderId: anyOrder,
    shares: fc.array(anyShare, { maxLength: 4 }),
  }),
  pay: fc.record({
    act: fc.constant('pay' as const),
    orderId: anyOrder,
    method: fc.constantFrom('cash', 'qr', 'agency'),
  }),
  payout: fc.record({ act: fc.constant('payout' as const), householdId: anyHousehold }),
  refund: fc.record({
    act: fc.constant('refund' as const),
    pick: fc.nat(50),
    isPaidOut: fc.boolean(),
    isCash: fc.boolean(),
  }),
  reverse: fc.record({ act: fc.constant('reverse' as const), pick: fc.nat(50) }),
}
type Valued<T> = T extends fc.Arbitrary<infer V> ? V : never
type Act = Valued<(typeof acts)[keyof typeof acts]>
type Share = Valued<typeof anyShare>

/** What the ledger is compared with: plain sums under plain names, kept by this test alone. */
type Tally = Map<string, number>

const at = (tally: Tally, name: string) => tally.get(name) ?? 0

function add(tally: Tally, name: string, fen: number) {
  tally.set(name, at(tally, name) + fen)
}

type Sold = { orderId: string; shares: Share[]; journal: Journal; isUndone: boolean }

/** Books under test, beside the tally of what was done to them. */
type Books = { journals: Journal[]; tally: Tally; sold: Sold[] }

const earnedOf = (shares: readonly Share[]) => shares.reduce((sum, s) => sum + s.baseFen + s.premiumFen, 0)
const marginOf = (shares: readonly Share[]) => shares.reduce((sum, s) => sum + s.marginFen, 0)
const totalOf = (shares: readonly Share[]) => earnedOf(shares) + marginOf(shares)
const place = { villageCode: '510981100212', gridCode: null, category: 'exited' as const }
const saleOf = (orderId: string) => ({
  orderId,
  orderLineId: '0a0b0c0d-0000-4000-8000-00000000000a',
  productId: 1,
  eventId: 7,
  agencyId: 5,
  capacity: 'personal' as const,
})

function earn({ tally }: Books, shares: readonly Share[], sign: 1 | -1) {
  add(tally, 'margin', sign * marginOf(shares))
  for (const { householdId, baseFen, premiumFen, leadFeeFen } of shares) {
    add(tally, `owed to ${householdId}`, -sign * leadFeeFen)
    add(tally, `owed to ${leadOf(householdId)}`, sign * leadFeeFen)
    add(tally, `base ${householdId}`, sign * baseFen)
    add(tally, `premium ${householdId}`, sign * premiumFen)
    add(tally, `owed to ${householdId}`, sign * (baseFen + premiumFen))
  }
}

function sell(books: Books, cause: Cause, { orderId, shares }: Act & { act: 'sale' }): Journal | null {
  const journal = saleSettled({
    cause,
    sale: saleOf(orderId),
    shares: shares.map(shareOf),
  })
  if (!journal) return null
  books.sold.push({ orderId, shares, journal, isUndone: false })
  earn(books, shares, 1)
  add(books.tally, orderId, totalOf(shares))
  return journal
}

function pay({ tally }: Books, cause: Cause, { orderId, method }: Act & { act: 'pay' }): Journal | null {
  const dueFen = Math.max(0, at(tally, orderId))
  const paidFen = method === 'cash' ? Math.floor(dueFen / 10) * 10 : dueFen
  add(tally, orderId, -dueFen)
  add(tally, method, paidFen)
  add(tally, 'rounding', dueFen - paidFen)
  const order = saleOf(orderId)
  if (method === 'agency') return chargedToAgency({ cause, order, amountFen: dueFen })
  return paymentReceived({ cause, order, method: method === 'cash' ? 'cash' : 'qr', dueFen, paidFen })
}

function payOut({ tally }: Books, cause: Cause, { householdId }: Act & { act: 'payout' }): Journal | null {
  const paidFen = Math.max(0, Math.floor(at(tally, `owed to ${householdId}`) / 10) * 10)
  add(tally, `owed to ${householdId}`, -paidFen)
  add(tally, 'cash', -paidFen)
  return cashPaidOut({ cause, eventId: 7, household: { householdId, ...place }, paidFen })
}

/** A sale that still stands, marked as undone. */
function takeSold({ sold }: Books, pick: number): Sold | undefined {
  const standing = sold.filter((sale) => !sale.isUndone)
  const taken = standing[pick % Math.max(1, standing.length)]
  if (taken) taken.isUndone = true
  return taken
}

function refund(books: Books, cause: Cause, act: Act & { act: 'refund' }): Journal | null {
  const sold = takeSold(books, act.pick)
  if (!sold) return null
  const { isPaidOut, isCash } = act
  const amountFen = totalOf(sold.shares)
  const paidBackFen = Math.floor(amountFen / 10) * 10
  if (isPaidOut) {
    add(books.tally, 'loss', earnedOf(sold.shares))
    add(books.tally, 'margin', -marginOf(sold.shares))
  } else earn(books, sold.shares, -1)
  if (isCash) {
    add(books.tally, 'cash', -paidBackFen)
    add(books.tally, 'rounding', paidBackFen - amountFen)
  } else {
    add(books.tally, sold.orderId, -amountFen)
  }
  return refundIssued({
    cause,
    sale: saleOf(sold.orderId),
    shares: sold.shares.map((share) => ({ ...shareOf(share), isPaidOut, hasAgreedInWriting: false })),
    way: isCash ? { kind: 'cash', paidBackFen } : { kind: 'unpaid' },
  })
}

function undo(books: Books, { pick }: Act & { act: 'reverse' }): Journal | null {
  const sold = takeSold(books, pick)
  if (!sold) return null
  earn(books, sold.shares, -1)
  add(books.tally, sold.orderId, -totalOf(sold.shares))
  return reversalOf(sold.journal, books.journals.indexOf(sold.journal) + 1)
}

function reversalOf(journal: Journal, id: number): Journal {
  const verdict = reverse({ ...journal, id }, '2026-12-01')
  if (!verdict.ok) throw new Error(verdict.code)
  return verdict.value
}

function apply(books: Books, act: Act, cause: Cause): Journal | null {
  switch (act.act) {
    case 'sale':
      return sell(books, cause, act)
    case 'pay':
      return pay(books, cause, act)
    case 'payout':
      return payOut(books, cause, act)
    case 'refund':
      return refund(books, cause, act)
    case 'reverse':
      return undo(books, act)
  }
}

function play(played: readonly Act[]): Books {
  const books: Books = { journals: [], tally: new Map(), sold: [] }
  played.forEach((act, n) => {
    const journal = apply(books, act, {
      countyCode: '510981000000',
      causeKind: 'desk-operation',
      causeId: `op-${n}`,
      businessDay: '2026-11-22',
    })
    if (journal) books.journals.push(journal)
  })
  return books
}

const anyActs = fc.array(fc.oneof(...Object.values(acts)), { maxLength: 40 })
const withoutReversals = fc.array(fc.oneof(acts.sale, acts.pay, acts.payout, acts.refund), { maxLength: 40 })

describe('the books', () => {
  test('after any acts: debits equal credits, and every account holds what a plain tally says', () => {
    fc.assert(
      fc.property(anyActs, (played) => {
        const { journals, tally } = play(played)
        const sums = balances(journals)
        const balance = (account: AccountName) => sums.get(account) ?? 0
        expect([...sums.values()].reduce((sum, fen) => sum + fen, 0)).toBe(0)
        for (const orderId of ORDERS) expect(balance(`order:${orderId}`)).toBe(at(tally, orderId))
        expect(balance('cash:7')).toBe(at(tally, 'cash'))
        expect(balance('qr:7')).toBe(at(tally, 'qr'))
        expect(balance('rounding:7')).toBe(at(tally, 'rounding'))
        expect(balance('agency:5')).toBe(at(tally, 'agency'))
        expect(balance('loss:510981000000')).toBe(at(tally, 'loss'))
        expect(balance('cooperative:4') + at(tally, 'margin')).toBe(0)
        for (const id of HOUSEHOLDS) expect(balance(`household:${id}`) + at(tally, `owed to ${id}`)).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('after any acts: each journal passes the check, and sales income is base and premium earned', () => {
    fc.assert(
      fc.property(anyActs, (played) => {
        const { journals, tally } = play(played)
        for (const journal of journals) expect(checkJournal(journal)).toEqual({ ok: true, value: journal })
        for (const id of HOUSEHOLDS) {
          const changes = journals.flatMap(salesIncome).filter((change) => change.householdId === id)
          const sumOf = (part: 'baseFen' | 'premiumFen') =>
            changes.reduce((sum, change) => sum + change[part], 0)
          expect(sumOf('baseFen')).toBe(at(tally, `base ${id}`))
          expect(sumOf('premiumFen')).toBe(at(tally, `premium ${id}`))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('any journal and its reversal leave nothing on any account or in any income', () => {
    fc.assert(
      fc.property(withoutReversals, (played) => {
        const { journals } = play(played)
        const reversals = journals.map((journal, i) => reversalOf(journal, i + 1))
        for (const reversal of reversals) expect(checkJournal(reversal).ok).toBe(true)
        const both = [...journals, ...reversals]
        expect([...balances(both).values()].filter((sum) => sum !== 0)).toEqual([])
        const income = both.flatMap(salesIncome)
        expect(income.reduce((sum, change) => sum + change.baseFen, 0)).toBe(0)
        expect(income.reduce((sum, change) => sum + change.premiumFen, 0)).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  test('every statement ends on the balance, and goes on from an opening balance', () => {
    fc.assert(
      fc.property(anyActs, fc.nat(40), (played, cut) => {
        const { journals } = play(played)
        for (const [account, debitsLessCredits] of balances(journals)) {
          const isOwed = /^(household|cooperative):/.test(account)
          const whole = statementOf(account, journals)
          expect(whole.debitFen - whole.creditFen).toBe(debitsLessCredits)
          expect(isOwed ? whole.balanceFen + debitsLessCredits : whole.balanceFen - debitsLessCredits).toBe(0)
          const opening = statementOf(account, journals.slice(0, cut))
          const rest = statementOf(account, journals.slice(cut), opening.balanceFen)
          expect([...opening.lines, ...rest.lines]).toEqual(whole.lines)
        }
      }),
      { numRuns: 300 },
    )
  })
})

test("a household's statement reads as it is explained to it", () => {
  const { journals } = play([
    {
      act: 'sale',
      orderId: ORDERS[0] ?? '',
      shares: [{ householdId: 1, baseFen: 7000, premiumFen: 1765, marginFen: 0, leadFeeFen: 0 }],
    },
    { act: 'payout', householdId: 1 },
  ])
  const statement = statementOf('household:1', journals)
  expect(statement.lines.map((line) => [line.part, line.debitFen, line.creditFen, line.balanceFen])).toEqual([
    ['base', 0, 7000, 7000],
    ['premium', 0, 1765, 8765],
    ['payout', 8760, 0, 5],
  ])
  expect(statement).toMatchObject({ openingFen: 0, debitFen: 8760, creditFen: 8765, balanceFen: 5 })
  expect(statement.lines[2]?.counterAccount).toBe('cash:7')
})
