import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { type AllocationRequest, allocate, type NeedLot } from './allocate.ts'

const GEESE: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }
const WEIGHED_GEESE: Measure = {
  orderedBy: 'piece',
  pricedBy: 'jin',
  step: 1,
  usualPieceGrams: { least: 3000, most: 4500 },
}
const greens = (step: number): Measure => ({
  orderedBy: 'weight',
  pricedBy: 'jin',
  step,
  usualPieceGrams: null,
})

function lot(lotId: number, householdNumber: string, facts: Partial<NeedLot> = {}): NeedLot {
  return {
    lotId,
    householdNumber,
    available: 10,
    isHelpCategory: true,
    isLeadFarmer: false,
    incomeFen: 0,
    headcount: 1,
    lastSaleOn: null,
    ...facts,
  }
}

function sharesOf(request: AllocationRequest): Record<number, number> {
  const verdict = allocate(request)
  if (!verdict.ok) throw new Error(verdict.code)
  return Object.fromEntries(verdict.value.shares.map((share) => [share.lotId, share.quantity]))
}

/**
 * The rule as a person would follow it with a list and a pencil: look for the household, give one step, repeat.
 * Incomes are kept as fractions of a fen and compared by cross-multiplying.
 */
function handOutStepByStep(request: AllocationRequest): Record<number, number> {
  const { measure, unitPriceFen } = request
  const perUnit =
    measure.pricedBy === 'piece'
      ? { top: unitPriceFen, bottom: 1 }
      : {
          top: unitPriceFen * (measure.orderedBy === 'piece' ? (measure.usualPieceGrams?.most ?? 0) : 1),
          bottom: 500,
        }
  const left = new Map(request.lots.map((l) => [l.lotId, l.available]))
  const income = new Map(request.lots.map((l) => [l.householdNumber, BigInt(l.incomeFen * perUnit.bottom)]))
  const tierOf = (l: NeedLot) => (l.isLeadFarmer ? 3 : l.isHelpCategory ? 1 : 2)
  const isBefore = (a: NeedLot, b: NeedLot): boolean => {
    if (tierOf(a) !== tierOf(b)) return tierOf(a) < tierOf(b)
    const mine = (income.get(a.householdNumber) ?? 0n) * BigInt(b.headcount)
    const theirs = (income.get(b.householdNumber) ?? 0n) * BigInt(a.headcount)
    if (mine !== theirs) return mine < theirs
    if (a.lastSaleOn !== b.lastSaleOn) return (a.lastSaleOn ?? '') < (b.lastSaleOn ?? '')
    if (a.householdNumber !== b.householdNumber) return a.householdNumber < b.householdNumber
    return a.lotId < b.lotId
  }
  const result: Record<number, number> = {}
  let toGive = request.quantity
  while (toGive > 0) {
    let next: NeedLot | undefined
    for (const l of request.lots) {
      if ((left.get(l.lotId) ?? 0) > 0 && (next === undefined || isBefore(l, next))) next = l
    }
    if (!next) throw new Error('nothing left')
    const { householdNumber } = next
    const tier = tierOf(next)
    const own = request.lots
      .filter((l) => l.householdNumber === householdNumber && tierOf(l) === tier)
      .sort((a, b) => a.lotId - b.lotId)
    let step = Math.min(measure.step, toGive)
    for (const l of own) {
      const taken = Math.min(step, left.get(l.lotId) ?? 0)
      if (taken === 0) continue
      left.set(l.lotId, (left.get(l.lotId) ?? 0) - taken)
      result[l.lotId] = (result[l.lotId] ?? 0) + taken
      income.set(householdNumber, (income.get(householdNumber) ?? 0n) + BigInt(taken) * BigInt(perUnit.top))
      step -= taken
      toGive -= taken
    }
  }
  return result
}

/** Few distinct incomes, headcounts and dates, so that ties are common. */
const anyRequest = fc
  .record({
    measure: fc.oneof(
      fc.constant(GEESE),
      fc.constant(WEIGHED_GEESE),
      fc.constantFrom(250, 500, 7).map(greens),
    ),
    unitPriceFen: fc.oneof(fc.constantFrom(100, 500), fc.integer({ min: 1, max: 9999 })),
    households: fc.array(
      fc.record({
        isHelpCategory: fc.boolean(),
        incomeFen: fc.oneof(fc.constantFrom(0, 100, 500, 1000), fc.integer({ min: -2000, max: 20000 })),
        headcount: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 9 })),
        lastSaleOn: fc.constantFrom(null, '2026-03-02', '2026-09-21'),
        lots: fc.array(
          fc.record({
            steps: fc.integer({ min: 0, max: 9 }),
            odd: fc.integer({ min: 0, max: 6 }),
            isLead: fc.boolean(),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        isLeadPossible: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ measure, unitPriceFen, households, share }) => {
    let lotId = 100
    const lots = households.flatMap(({ lots: own, isLeadPossible, ...facts }, h) =>
      own.map(({ steps, odd, isLead }) => ({
        ...facts,
        lotId: lotId--,
        householdNumber: `H${h}`,
        isLeadFarmer: isLeadPossible && isLead,
        available: steps * measure.step + (measure.step > 1 ? odd : 0),
      })),
    )
    const total = lots.reduce((sum, l) => sum + l.available, 0)
    return { measure, unitPriceFen, lots, quantity: Math.max(1, Math.ceil(total * share)) }
  })
  .filter(({ lots, quantity }) => lots.reduce((sum, l) => sum + l.available, 0) >= quantity)

describe('least-off-first', () => {
  test('the household with the lowest income per head gives until it is level with the next', () => {
    const lots = [
      lot(1, 'A', { incomeFen: 6000, headcount: 2 }),
      lot(2, 'B', { incomeFen: 1000, headcount: 1 }),
    ]
    // B at 10 yuan a head gives at 10 and 20, then is level with A at 30; A is next by its number.
    expect(sharesOf({ measure: GEESE, unitPriceFen: 1000, lots, quantity: 2 })).toEqual({ 2: 2 })
    expect(sharesOf({ measure: GEESE, unitPriceFen: 1000, lots, quantity: 3 })).toEqual({ 1: 1, 2: 2 })
    expect(sharesOf({ measure: GEESE, unitPriceFen: 1000, lots, quantity: 4 })).toEqual({ 1: 1, 2: 3 })
    // A is now at 35 a head, B at 40.
    expect(sharesOf({ measure: GEESE, unitPriceFen: 1000, lots, quantity: 5 })).toEqual({ 1: 2, 2: 3 })
  })

  test('a tie goes to who never sold, then to the longest since, then to the lower number', () => {
    const lots = [
      lot(1, 'A', { lastSaleOn: '2026-09-21' }),
      lot(2, 'D', { lastSaleOn: '2026-03-02' }),
      lot(3, 'C', { lastSaleOn: '2026-03-02' }),
      lot(4, 'E'),
    ]
    const first = (quantity: number) => sharesOf({ measure: GEESE, unitPriceFen: 100, lots, quantity })
    expect(first(1)).toEqual({ 4: 1 })
    expect(first(2)).toEqual({ 3: 1, 4: 1 })
    expect(first(3)).toEqual({ 2: 1, 3: 1, 4: 1 })
    expect(first(5)).toEqual({ 1: 1, 2: 1, 3: 1, 4: 2 })
  })

  test('help categories empty before ordinary households, a lead farmer gives last, whatever the incomes', () => {
    const lots = [
      lot(1, 'A', { isLeadFarmer: true }),
      lot(2, 'B', { isHelpCategory: false }),
      lot(3, 'C', { incomeFen: 9_000_000, available: 3 }),
    ]
    const request = { measure: GEESE, unitPriceFen: 100, lots }
    expect(sharesOf({ ...request, quantity: 3 })).toEqual({ 3: 3 })
    expect(sharesOf({ ...request, quantity: 13 })).toEqual({ 2: 10, 3: 3 })
    expect(sharesOf({ ...request, quantity: 14 })).toEqual({ 1: 1, 2: 10, 3: 3 })
  })

  test("what a lead farmer's other lots were given counts before its own are asked", () => {
    const lots = [
      lot(1, 'A', { available: 2 }),
      lot(2, 'A', { isLeadFarmer: true }),
      lot(3, 'B', { isLeadFarmer: true }),
    ]
    expect(sharesOf({ measure: GEESE, unitPriceFen: 100, lots, quantity: 5 })).toEqual({ 1: 2, 2: 1, 3: 2 })
  })

  test('the lots of one household share its income', () => {
    const lots = [lot(1, 'A', { available: 2 }), lot(2, 'A', { available: 9 }), lot(3, 'B')]
    expect(sharesOf({ measure: GEESE, unitPriceFen: 100, lots, quantity: 6 })).toEqual({ 1: 2, 2: 1, 3: 3 })
  })

  test('what is no whole step is a last smaller step, and a short household gives what it has', () => {
    const lots = [
      lot(1, 'A', { available: 200 }),
      lot(2, 'B', { available: 5000 }),
      lot(3, 'C', { available: 5000 }),
    ]
    // A gives its 200, B and C a step of 500 each; A is empty and the last 300 are B's.
    expect(sharesOf({ measure: greens(500), unitPriceFen: 300, lots, quantity: 1500 })).toEqual({
      1: 200,
      2: 800,
      3: 500,
    })
  })

  test('half a fen decides: the price of a step is not rounded', () => {
    // 7 g at 107 fen a jin is 1.498 fen: after one step B is above A's 1.3 a head, at a whole fen it would not be.
    const lots = [lot(1, 'A', { incomeFen: 13, headcount: 10 }), lot(2, 'B', { available: 100 })]
    expect(sharesOf({ measure: greens(7), unitPriceFen: 107, lots, quantity: 14 })).toEqual({ 1: 7, 2: 7 })
  })

  test('a weighed piece counts at the top of its usual range', () => {
    // 4,500 g at 1,000 fen a jin is 9,000 fen.
    const lots = [lot(1, 'A', { incomeFen: 8999 }), lot(2, 'B')]
    const request = { measure: WEIGHED_GEESE, unitPriceFen: 1000, lots }
    expect(sharesOf({ ...request, quantity: 2 })).toEqual({ 1: 1, 2: 1 })
    const level = [lot(1, 'A', { incomeFen: 9001 }), lot(2, 'B')]
    expect(sharesOf({ ...request, lots: level, quantity: 2 })).toEqual({ 2: 2 })
  })

  test('more than there is is refused with what there is', () => {
    const verdict = allocate({ measure: GEESE, unitPriceFen: 100, lots: [lot(1, 'A')], quantity: 11 })
    expect(verdict).toEqual({ ok: false, code: 'not-enough', facts: { quantity: 11, available: 10 } })
  })

  test('one household with two incomes, a lot named twice or no headcount is a fault of ours', () => {
    const request = { measure: GEESE, unitPriceFen: 100, quantity: 1 }
    expect(() => allocate({ ...request, lots: [lot(1, 'A'), lot(2, 'A', { incomeFen: 1 })] })).toThrow(
      'two sets',
    )
    expect(() => allocate({ ...request, lots: [lot(1, 'A'), lot(1, 'B')] })).toThrow('named twice')
    expect(() => allocate({ ...request, lots: [lot(1, 'A', { headcount: 0 })] })).toThrow('headcount')
  })

  test('equals handing out step by step', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(sharesOf(request)).toEqual(handOutStepByStep(request))
      }),
      { numRuns: 4000 },
    )
  })

  test('adds up, stays within every lot, and does not depend on the order of the lots', () => {
    fc.assert(
      fc.property(
        anyRequest.chain((request) =>
          fc.record({
            request: fc.constant(request),
            shuffled: fc.shuffledSubarray(request.lots, { minLength: request.lots.length }),
          }),
        ),
        ({ request, shuffled }) => {
          const shares = sharesOf(request)
          expect(Object.values(shares).reduce((sum, q) => sum + q, 0)).toBe(request.quantity)
          for (const l of request.lots) expect(shares[l.lotId] ?? 0).toBeLessThanOrEqual(l.available)
          expect(sharesOf({ ...request, lots: shuffled })).toEqual(shares)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a million grams over a village equals step by step', () => {
    const lots = Array.from({ length: 40 }, (_, i) =>
      lot(i + 1, `H${i}`, {
        available: 20_000 + 1_370 * i,
        incomeFen: (i * 7919) % 5000,
        headcount: 1 + (i % 7),
        lastSaleOn: i % 3 === 0 ? null : '2026-05-04',
      }),
    )
    const request = { measure: greens(500), unitPriceFen: 240, lots, quantity: 1_000_001 }
    expect(sharesOf(request)).toEqual(handOutStepByStep(request))
  })

  test('a thousand tonnes by the gram is split without walking the grams', () => {
    const lots = [
      lot(1, 'A', { available: 1_500_000_000, headcount: 3 }),
      lot(2, 'B', { available: 1_500_000_000, headcount: 1 }),
    ]
    expect(sharesOf({ measure: greens(1), unitPriceFen: 240, lots, quantity: 1_000_000_000 })).toEqual({
      1: 750_000_000,
      2: 250_000_000,
    })
  })
})
