import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  judgeLine,
  keptOf,
  lineIdentities,
  type NamedRefund,
  receivedAs,
  type TellingLine,
} from './bank-line.ts'
import type { ReadReference } from './payment-reference.ts'

const order = { takesTransfer: true, isCancelled: false, unpaidFen: 5_000 }
const refund: NamedRefund = {
  method: 'transfer',
  state: 'due',
  sentWay: null,
  isMet: false,
  amountFen: 700,
}
const one = (kind: 'order' | 'refund' | 'statement'): ReadReference => ({
  is: 'one',
  reference: { kind, number: 7 },
})
const came = (inFen: number) => ({ inFen, outFen: 0 })
const went = (outFen: number) => ({ inFen: 0, outFen })
const open = (cause: string) => ({ is: 'open', cause })
const match = (as: string) => ({ is: 'match', as })

describe('a line', () => {
  test('pays the order it names: exactly, in part, too much, or too late', () => {
    expect(judgeLine(came(5_000), one('order'), { order })).toEqual(match('exact'))
    expect(judgeLine(came(4_999), one('order'), { order })).toEqual(match('short'))
    expect(judgeLine(came(5_001), one('order'), { order })).toEqual(match('over'))
    expect(judgeLine(came(1), one('order'), { order: { ...order, unpaidFen: 0 } })).toEqual(match('over'))
    expect(judgeLine(came(5_000), one('order'), { order: { ...order, isCancelled: true } })).toEqual(
      match('late'),
    )
  })

  test('without one sound reference to something there is a person’s', () => {
    for (const [is, cause] of [
      ['none', 'no-reference'],
      ['wrong', 'reference-wrong'],
      ['several', 'several-references'],
    ] as const) {
      expect(judgeLine(came(5_000), { is }, { order })).toEqual(open(cause))
    }
    expect(judgeLine(came(5_000), one('order'), {})).toEqual(open('nothing-of-that-number'))
    expect(judgeLine(came(5_000), one('order'), { order: { ...order, takesTransfer: false } })).toEqual(
      open('not-by-transfer'),
    )
    expect(judgeLine(went(5_000), one('order'), { order })).toEqual(open('wrong-way'))
    expect(judgeLine(came(700), one('refund'), { refund })).toEqual(open('wrong-way'))
    expect(judgeLine(came(700), one('statement'), {})).toEqual(open('nothing-of-that-number'))
    expect(judgeLine(came(700), one('statement'), { hasStatement: true })).toEqual(match('agency-paid'))
  })

  test('sends a refund of its very amount, by card only where the card would not take it', () => {
    expect(judgeLine(went(700), one('refund'), { refund })).toEqual(match('refund-sent'))
    const byPerson: NamedRefund = { ...refund, state: 'sent', sentWay: 'transfer' }
    expect(judgeLine(went(700), one('refund'), { refund: byPerson })).toEqual(match('refund-sent'))
    expect(judgeLine(went(700), one('refund'), { refund: { ...byPerson, isMet: true } })).toEqual(
      open('refund-not-open'),
    )
    expect(judgeLine(went(701), one('refund'), { refund })).toEqual(open('amount-differs'))
    const byCard = { ...refund, method: 'card' } as const
    for (const state of ['due', 'sending', 'sent'] as const) {
      expect(judgeLine(went(700), one('refund'), { refund: { ...byCard, state } })).toEqual(
        open('refund-not-open'),
      )
    }
    expect(judgeLine(went(700), one('refund'), { refund: { ...byCard, state: 'failed' } })).toEqual(
      match('refund-sent'),
    )
    const outside: NamedRefund = { ...byCard, state: 'sent', sentWay: 'transfer' }
    expect(judgeLine(went(700), one('refund'), { refund: outside })).toEqual(match('refund-sent'))
  })

  test('is kept up to what is unpaid, and what is too much and what is kept add up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.nat(99),
        fc.boolean(),
        (inFen, unpaidFen, isCancelled) => {
          const named = { takesTransfer: true, isCancelled, unpaidFen }
          const kept = keptOf(inFen, named)
          const as = receivedAs(inFen, named)
          expect(kept).toBeLessThanOrEqual(Math.min(inFen, unpaidFen))
          expect(as === 'over' || as === 'late').toBe(kept < inFen)
          expect(as === 'exact').toBe(!isCancelled && inFen === unpaidFen)
        },
      ),
    )
  })
})

const anyLine: fc.Arbitrary<TellingLine> = fc.record({
  day: fc.constantFrom('2026-11-03', '2026-11-04'),
  time: fc.constantFrom('', '09:12:01'),
  inFen: fc.constantFrom(0, 100),
  outFen: fc.constantFrom(0, 5),
  balanceFen: fc.constantFrom(null, 900),
  serial: fc.constantFrom('', 'A1', 'A2'),
  remark: fc.constantFrom('', 'YG102387'),
  payerAccount: fc.constantFrom('', '6217'),
})

describe('the same line', () => {
  test('is the same in a later statement that goes on, and no two of one statement are', () => {
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 12 }),
        fc.array(anyLine, { maxLength: 6 }),
        (first, more) => {
          const before = lineIdentities(first)
          expect(new Set(before).size).toBe(first.length)
          expect(lineIdentities([...first, ...more]).slice(0, first.length)).toEqual(before)
        },
      ),
    )
  })

  test('is known by the bank’s number whatever else is worded anew', () => {
    const line = {
      day: '2026-11-03',
      time: '',
      inFen: 100,
      outFen: 0,
      balanceFen: 900,
      serial: 'A1',
      remark: 'a',
      payerAccount: '',
    }
    const [a] = lineIdentities([line])
    expect(lineIdentities([{ ...line, remark: 'b', balanceFen: null, time: '9:00' }])).toEqual([a])
    expect(lineIdentities([{ ...line, inFen: 101 }])).not.toEqual([a])
    expect(
      lineIdentities([
        { ...line, serial: '' },
        { ...line, serial: '', remark: 'b' },
      ]),
    ).toHaveLength(2)
  })
})
