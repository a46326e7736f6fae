import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { earnedShare, type LotTerms } from './earned-share.ts'
import { settleLine } from './settle-line.ts'

const piece: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }
const byWeight: Measure = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null }
const plain: LotTerms = { purchase: null, lead: null }

const share = (change: Partial<Parameters<typeof earnedShare>[0]> = {}) => ({
  lotId: 1,
  householdId: 1,
  quantity: 3,
  weightGrams: null,
  amountFen: 36_000,
  baseFen: 33_000,
  premiumFen: 3_000,
  ...change,
})

describe('what a share earns', () => {
  it('is all of it without a contract or a lead farmer', () => {
    expect(earnedShare(share(), piece, plain)).toEqual({ ...share(), marginFen: 0, leadFeeFen: 0 })
  })

  it('is the contract’s price, the rest being margin', () => {
    const terms = { ...plain, purchase: { cooperativeId: 1, priceFen: 11_500 } }
    expect(earnedShare(share(), piece, terms)).toMatchObject({
      amountFen: 36_000,
      baseFen: 33_000,
      premiumFen: 1_500,
      marginFen: 1_500,
    })
  })

  it('has a base of at most what is earned, where the contract pays less than the reference', () => {
    const terms = { ...plain, purchase: { cooperativeId: 1, priceFen: 10_000 } }
    expect(earnedShare(share(), piece, terms)).toMatchObject({
      baseFen: 30_000,
      premiumFen: 0,
      marginFen: 6_000,
    })
  })

  it('pays the lead farmer out of what is earned, at most all of it', () => {
    const of = (feeFen: number) => ({ ...plain, lead: { householdId: 2, feeFen } })
    expect(earnedShare(share(), piece, of(200))).toMatchObject({ baseFen: 33_000, leadFeeFen: 600 })
    expect(earnedShare(share({ amountFen: 5, baseFen: 5, premiumFen: 0 }), piece, of(2))).toMatchObject({
      leadFeeFen: 5,
    })
  })

  it('adds up to the line, whatever the prices and parts are', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 })
    const price = fc.integer({ min: 1, max: 3_000 })
    fc.assert(
      fc.property(parts, price, price, price, price, (grams, p2, reference, below, feeFen) => {
        const quantity = grams.reduce((sum, each) => sum + each, 0)
        const settled = settleLine({
          line: {
            measure: byWeight,
            quantity,
            unitPriceFen: p2,
            referencePriceFen: reference,
            heldAmountFen: 0,
          },
          parts: grams.map((each, i) => ({
            lotId: i + 1,
            householdId: i + 1,
            quantity: each,
            weightGrams: null,
          })),
          shortfalls: [],
          hasBuyerAcceptedMore: true,
        })
        if (!settled.ok) throw new Error(settled.code)
        const priceFen = Math.max(1, p2 - below)
        const shares = settled.value.shares.flatMap((one) => [
          earnedShare(one, byWeight, { purchase: { cooperativeId: 1, priceFen }, lead: null }),
        ])
        const sum = shares.reduce((fen, one) => fen + one.baseFen + one.premiumFen + one.marginFen, 0)
        expect(sum).toBe(settled.value.amountFen)
        for (const one of shares) {
          const exact = (one.quantity * priceFen) / 500
          expect(Math.min(one.baseFen, one.premiumFen, one.marginFen)).toBeGreaterThanOrEqual(0)
          expect(one.baseFen + one.premiumFen).toBe(Math.min(one.amountFen, Math.floor(exact + 0.5)))
        }
        for (const one of settled.value.shares) {
          const led = earnedShare(one, byWeight, { purchase: null, lead: { householdId: 99, feeFen } })
          expect(led).toMatchObject({ baseFen: one.baseFen, premiumFen: one.premiumFen, marginFen: 0 })
          expect(led.leadFeeFen).toBeLessThanOrEqual(one.amountFen)
        }
      }),
    )
  })
})
