import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OrderBalance, outstandingFen, paymentNow } from './payment-due.ts'

const complete = (handedOverFen: number, settledFen = 0): OrderBalance => ({
  handedOverFen,
  settledFen,
  isComplete: true,
})

describe('what a buyer pays', () => {
  it('rounds cash down to whole jiao, and the rest off', () => {
    expect(paymentNow(complete(45_646), 'cash', 10)).toEqual({
      dueFen: 45_646,
      payableFen: 45_640,
      roundedOffFen: 6,
    })
  })

  it('takes every fen by QR code', () => {
    expect(paymentNow(complete(45_646), 'qr', 10)).toEqual({
      dueFen: 45_646,
      payableFen: 45_646,
      roundedOffFen: 0,
    })
  })

  it('rounds nothing off while lines are still to come, and leaves the odd fen owed', () => {
    expect(paymentNow({ handedOverFen: 1_008, settledFen: 0, isComplete: false }, 'cash', 10)).toEqual({
      dueFen: 1_000,
      payableFen: 1_000,
      roundedOffFen: 0,
    })
    expect(paymentNow(complete(1_516, 1_000), 'cash', 10)).toEqual({
      dueFen: 516,
      payableFen: 510,
      roundedOffFen: 6,
    })
  })

  it('settles less than a jiao by rounding it off', () => {
    expect(paymentNow(complete(8), 'cash', 10)).toEqual({ dueFen: 8, payableFen: 0, roundedOffFen: 8 })
  })

  it('follows the county: whole yuan, or every fen', () => {
    expect(paymentNow(complete(1_999), 'cash', 100).payableFen).toBe(1_900)
    expect(paymentNow(complete(1_999), 'cash', 1)).toEqual({
      dueFen: 1_999,
      payableFen: 1_999,
      roundedOffFen: 0,
    })
  })

  it('refuses to know of more taken than was handed over', () => {
    expect(() => outstandingFen(complete(100, 101))).toThrow('more was taken')
  })

  it('ends at nothing owed, rounding less than one step off in all, however it is paid', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(amounts, fc.constantFrom(1, 10, 100), (lines, step) => {
        let handedOverFen = 0
        let settledFen = 0
        let roundedFen = 0
        lines.forEach((amountFen, index) => {
          handedOverFen += amountFen
          const isComplete = index === lines.length - 1
          const taken = paymentNow({ handedOverFen, settledFen, isComplete }, 'cash', step)
          expect(taken.payableFen % step).toBe(0)
          expect(taken.payableFen + taken.roundedOffFen).toBe(taken.dueFen)
          settledFen += taken.dueFen
          roundedFen += taken.roundedOffFen
        })
        expect(settledFen).toBe(handedOverFen)
        expect(roundedFen).toBe(handedOverFen % step)
      }),
    )
  })
})
