import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvariantError } from '#app/domain/kernel/invariant.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { dealToLines, holdLines, mostOrderable, orderableQuantity, sumParts } from './order-lines.ts'

const byPiece: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }
const byWeight: Measure = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null }
const weighed: Measure = {
  orderedBy: 'piece',
  pricedBy: 'jin',
  step: 1,
  usualPieceGrams: { least: 3500, most: 4750 },
}

describe('holdLines', () => {
  it('holds pieces and weight as one line', () => {
    expect(
      holdLines({ quantity: 3, measure: byPiece, unitPriceFen: 12_000, referencePriceFen: 11_000 }),
    ).toEqual([{ quantity: 3, amountFen: 36_000, baseFen: 33_000, premiumFen: 3_000 }])
    expect(
      holdLines({ quantity: 2500, measure: byWeight, unitPriceFen: 561, referencePriceFen: 500 }),
    ).toEqual([{ quantity: 2500, amountFen: 2805, baseFen: 2500, premiumFen: 305 }])
  })

  it('makes each weighed animal a line, held at the top of its usual weight and rounded by itself', () => {
    // 4750 g at 1681 fen per 500 g are 15,969.5 fen: each animal rounds up alone.
    const lines = holdLines({ quantity: 3, measure: weighed, unitPriceFen: 1681, referencePriceFen: 1500 })
    expect(lines).toEqual([
      { quantity: 1, amountFen: 15_970, baseFen: 14_250, premiumFen: 1720 },
      { quantity: 1, amountFen: 15_970, baseFen: 14_250, premiumFen: 1720 },
      { quantity: 1, amountFen: 15_970, baseFen: 14_250, premiumFen: 1720 },
    ])
    expect(sumParts(lines)).toEqual({ amountFen: 47_910, baseFen: 42_750, premiumFen: 5160 })
  })
})

describe('orderableQuantity', () => {
  it('takes whole steps up to the most', () => {
    expect(orderableQuantity(byWeight, 1500)).toEqual({ ok: true, value: 1500 })
    expect(orderableQuantity(byWeight, 1250)).toEqual({
      ok: false,
      code: 'weight-not-in-steps',
      facts: { stepGrams: 500 },
    })
    expect(orderableQuantity(byPiece, 0).ok).toBe(false)
    expect(orderableQuantity(weighed, 501)).toEqual({
      ok: false,
      code: 'quantity-too-large',
      facts: { most: 500 },
    })
    expect(orderableQuantity(byWeight, 30_000_000)).toEqual({
      ok: false,
      code: 'weight-too-large',
      facts: { mostGrams: 20_000_000 },
    })
    for (const measure of [byPiece, byWeight, weighed]) {
      expect(orderableQuantity(measure, mostOrderable(measure)).ok).toBe(true)
    }
  })
})

describe('dealToLines', () => {
  it('gives each weighed animal one lot, and splits a pooled line by quantity', () => {
    const animals = holdLines({ quantity: 3, measure: weighed, unitPriceFen: 1600, referencePriceFen: 1500 })
    expect(
      dealToLines(animals, [
        { lotId: 4, quantity: 2 },
        { lotId: 9, quantity: 1 },
      ]),
    ).toEqual([
      { lineIndex: 0, lotId: 4, quantity: 1, amountFen: 15_200 },
      { lineIndex: 1, lotId: 4, quantity: 1, amountFen: 15_200 },
      { lineIndex: 2, lotId: 9, quantity: 1, amountFen: 15_200 },
    ])
    const pooled = holdLines({ quantity: 3, measure: byPiece, unitPriceFen: 101, referencePriceFen: 100 })
    expect(
      dealToLines(pooled, [
        { lotId: 1, quantity: 2 },
        { lotId: 2, quantity: 1 },
      ]),
    ).toEqual([
      { lineIndex: 0, lotId: 1, quantity: 2, amountFen: 202 },
      { lineIndex: 0, lotId: 2, quantity: 1, amountFen: 101 },
    ])
  })

  it('refuses lots that give more or less than the lines take', () => {
    const lines = holdLines({ quantity: 2, measure: byPiece, unitPriceFen: 100, referencePriceFen: 100 })
    expect(() => dealToLines(lines, [{ lotId: 1, quantity: 1 }])).toThrow(InvariantError)
    expect(() => dealToLines(lines, [{ lotId: 1, quantity: 3 }])).toThrow(InvariantError)
  })

  it('adds up, line by line and lot by lot', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom(byPiece, byWeight, weighed),
        fc.integer({ min: 1, max: 9999 }),
        (given, measure, unitPriceFen) => {
          const lots = given.map((steps, i) => ({ lotId: 100 - i, quantity: steps * measure.step }))
          const quantity = lots.reduce((sum, lot) => sum + lot.quantity, 0)
          const lines = holdLines({ quantity, measure, unitPriceFen, referencePriceFen: 300 })
          const shares = dealToLines(lines, lots)
          lines.forEach((line, i) => {
            const own = shares.filter((share) => share.lineIndex === i)
            expect(own.reduce((sum, share) => sum + share.quantity, 0)).toBe(line.quantity)
            expect(own.reduce((sum, share) => sum + share.amountFen, 0)).toBe(line.amountFen)
          })
          for (const lot of lots) {
            const own = shares.filter((share) => share.lotId === lot.lotId)
            expect(own.reduce((sum, share) => sum + share.quantity, 0)).toBe(lot.quantity)
          }
        },
      ),
    )
  })
})
