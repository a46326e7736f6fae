import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawFor, keptFen, type Prepaid, spreadRefund, surplusFen, unpaidFen } from './prepaid.ts'

const fen = fc.integer({ min: 0, max: 10_000_000 })
/** Any state an order's money can be in: what was received covers what was refunded and drawn. */
const prepaid: fc.Arbitrary<Prepaid> = fc
  .tuple(fen, fen, fen, fen)
  .map(([kept, refundedFen, drawnFen, noShowShareFen]) => ({
    receivedFen: kept + refundedFen + drawnFen + noShowShareFen,
    refundedFen,
    drawnFen,
    noShowShareFen,
  }))

test('what is received is drawn, shared, refunded or kept', () => {
  expect(keptFen({ receivedFen: 1_000, refundedFen: 300, drawnFen: 250, noShowShareFen: 50 })).toBe(400)
  expect(() => keptFen({ receivedFen: 100, refundedFen: 60, drawnFen: 40, noShowShareFen: 1 })).toThrow()
})

test('a bill is paid as far as the money goes, and the rest is owed', () => {
  const money = { receivedFen: 1_000, refundedFen: 0, drawnFen: 400, noShowShareFen: 0 }
  expect([drawFor(money, 500), drawFor(money, 600), drawFor(money, 700), drawFor(money, 0)]).toEqual([
    500, 600, 600, 0,
  ])
})

test('what is kept beyond the goods to come goes back, and what lacks is still to be paid, never both', () => {
  fc.assert(
    fc.property(prepaid, fen, (money, heldFen) => {
      const [back, more] = [surplusFen(money, heldFen), unpaidFen(money, heldFen)]
      expect(back === 0 || more === 0).toBe(true)
      expect(keptFen(money) - back + more).toBe(heldFen)
    }),
  )
})

test('after the surplus has gone back there is none', () => {
  fc.assert(
    fc.property(prepaid, fen, (money, heldFen) => {
      const refundedFen = money.refundedFen + surplusFen(money, heldFen)
      expect(surplusFen({ ...money, refundedFen }, heldFen)).toBe(0)
    }),
  )
})

test('a refund is spread over the receipts, newest first, none beyond what it was', () => {
  const receipts = fc.array(fc.tuple(fen, fen), { minLength: 1, maxLength: 6 }).map((rows) =>
    rows.map(([left, refundedFen], i) => ({
      prepaymentId: `receipt ${i}`,
      receivedFen: left + refundedFen,
      refundedFen,
    })),
  )
  fc.assert(
    fc.property(receipts, fc.double({ min: 0, max: 1, noNaN: true }), (received, share) => {
      const room = received.reduce((sum, one) => sum + one.receivedFen - one.refundedFen, 0)
      const amountFen = Math.floor(room * share)
      const parts = spreadRefund(received, amountFen)
      expect(parts.reduce((sum, part) => sum + part.amountFen, 0)).toBe(amountFen)
      for (const part of parts) {
        const of = received.find((one) => one.prepaymentId === part.prepaymentId)
        expect(part.amountFen).toBeGreaterThan(0)
        expect(part.amountFen).toBeLessThanOrEqual((of?.receivedFen ?? 0) - (of?.refundedFen ?? 0))
      }
      const first = parts[0]?.prepaymentId
      const newest = [...received].reverse().find((one) => one.receivedFen > one.refundedFen)
      if (first) expect(first).toBe(newest?.prepaymentId)
    }),
  )
  expect(() => spreadRefund([{ prepaymentId: 'a', receivedFen: 5, refundedFen: 1 }], 5)).toThrow()
})
