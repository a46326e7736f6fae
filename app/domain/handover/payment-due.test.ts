import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OrderBalance, outstandingFen, paymentNow } from './payment-due.ts'

/** All that was paid was paid in cash, unless it says otherwise. */
const complete = (handedOverFen: number, settledFen = 0, paid: Partial<OrderBalance> = {}): OrderBalance => ({
  handedOverFen,
  settledFen,
  cashDueFen: settledFen,
  cashPaidFen: settledFen,
  qrFen: 0,
  isComplete: true,
  ...paid,
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
    expect(paymentNow(complete(1_008, 0, { isComplete: false }), 'cash', 10)).toEqual({
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

  it('gives a difference back the way it came, and what was rounded off stays so', () => {
    const paid = complete(667, 1_234, { cashPaidFen: 1_230 })
    expect(outstandingFen(paid)).toBe(-567)
    expect(paymentNow(paid, 'cash', 10)).toEqual({ dueFen: -567, payableFen: -570, roundedOffFen: 3 })
    expect(paymentNow(paid, 'qr', 10)).toEqual({ dueFen: 0, payableFen: 0, roundedOffFen: 0 })
    const byQr = complete(667, 1_234, { cashDueFen: 0, cashPaidFen: 0, qrFen: 1_234 })
    expect(paymentNow(byQr, 'qr', 10)).toEqual({ dueFen: -567, payableFen: -567, roundedOffFen: 0 })
    expect(paymentNow(byQr, 'cash', 10).dueFen).toBe(0)
  })

  it('gives nothing back while lines are still to come, and all of it where nothing was kept', () => {
    const open = complete(0, 1_234, { cashPaidFen: 1_230, isComplete: false })
    expect(paymentNow(open, 'cash', 10)).toEqual({ dueFen: 0, payableFen: 0, roundedOffFen: 0 })
    expect(paymentNow({ ...open, isComplete: true }, 'cash', 10)).toEqual({
      dueFen: -1_234,
      payableFen: -1_230,
      roundedOffFen: -4,
    })
  })

  it('has taken whole steps in all after any number of differences, and rounded less than one step', () => {
    const sums = fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(sums, fc.constantFrom(1, 10, 100), (handedOver, step) => {
        let [dueFen, paidFen] = [0, 0]
        for (const handedOverFen of handedOver) {
          const balance = complete(handedOverFen, dueFen, { cashPaidFen: paidFen })
          const now = paymentNow(balance, 'cash', step)
          expect(now.payableFen + now.roundedOffFen).toBe(now.dueFen)
          dueFen += now.dueFen
          paidFen += now.payableFen
          expect(dueFen).toBe(handedOverFen)
          expect(paidFen).toBe(handedOverFen - (handedOverFen % step))
        }
      }),
    )
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
          const balance = complete(handedOverFen, settledFen, { isComplete })
          const taken = paymentNow({ ...balance, cashPaidFen: settledFen - roundedFen }, 'cash', step)
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
