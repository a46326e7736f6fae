import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import {
  type DeskEntry,
  type GivenPart,
  type LineSnapshot,
  type Shortfall,
  settleLine,
  withScaleShortfall,
} from './settle-line.ts'

const EGGS: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }
const GREENS: Measure = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null }
const GOOSE: Measure = {
  orderedBy: 'piece',
  pricedBy: 'jin',
  step: 1,
  usualPieceGrams: { least: 3000, most: 4500 },
}

function line(measure: Measure, quantity: number, facts: Partial<LineSnapshot> = {}): LineSnapshot {
  return {
    measure,
    quantity,
    unitPriceFen: 240,
    referencePriceFen: 200,
    heldAmountFen: 1_000_000,
    ...facts,
  }
}

function part(lotId: number, quantity: number, weightGrams: number | null = null): GivenPart {
  return { lotId, householdId: lotId * 10, quantity, weightGrams }
}

function short(quantity: number, reason = 'goose-died'): Shortfall {
  return { kind: 'short', quantity, reason }
}

function entry(facts: Partial<DeskEntry> & Pick<DeskEntry, 'line'>): DeskEntry {
  return { parts: [], shortfalls: [], hasBuyerAcceptedMore: false, ...facts }
}

function settled(facts: DeskEntry) {
  const verdict = settleLine(facts)
  if (!verdict.ok) throw new Error(verdict.code)
  return verdict.value
}

function codeOf(facts: DeskEntry): string {
  const verdict = settleLine(facts)
  return verdict.ok ? 'ok' : verdict.code
}

describe('pieces', () => {
  test('all given: the line at its price, base and premium', () => {
    expect(settled(entry({ line: line(EGGS, 30), parts: [part(1, 20), part(2, 10)] }))).toEqual({
      amountFen: 7200,
      baseFen: 6000,
      premiumFen: 1200,
      outcome: 'handed-over',
      aboveHeldFen: 0,
      shortfalls: [],
      shares: [
        { ...part(1, 20), amountFen: 4800, baseFen: 4000, premiumFen: 800 },
        { ...part(2, 10), amountFen: 2400, baseFen: 2000, premiumFen: 400 },
      ],
    })
  })

  test('a price under the reference is all base', () => {
    const cheap = line(EGGS, 3, { unitPriceFen: 100, referencePriceFen: 120 })
    expect(settled(entry({ line: cheap, parts: [part(1, 3)] }))).toMatchObject({
      amountFen: 300,
      baseFen: 300,
      premiumFen: 0,
    })
  })

  test('what is missing needs a reason and the right count', () => {
    const five = { line: line(EGGS, 5), parts: [part(1, 3)] }
    expect(settled(entry({ ...five, shortfalls: [short(2)] }))).toMatchObject({
      amountFen: 720,
      outcome: 'part-handed-over',
      shortfalls: [short(2)],
    })
    expect(settleLine(entry(five))).toEqual({
      ok: false,
      code: 'quantities-do-not-add-up',
      facts: { ordered: 5, accountedFor: 3 },
    })
    expect(codeOf(entry({ ...five, shortfalls: [short(3)] }))).toBe('quantities-do-not-add-up')
    expect(codeOf(entry({ ...five, shortfalls: [short(2, ' ')] }))).toBe('shortfall-without-reason')
    expect(codeOf(entry({ ...five, shortfalls: [short(0), short(2)] }))).toBe('shortfall-not-whole')
  })

  test('more pieces than ordered are another sale', () => {
    const more = { line: line(EGGS, 5), parts: [part(1, 6)] }
    expect(codeOf(entry(more))).toBe('more-than-ordered')
    expect(codeOf(entry({ ...more, hasBuyerAcceptedMore: true }))).toBe('more-than-ordered')
  })

  test.each([0, -1, 1.5, Number.NaN, 100_000_001])('%d pieces are refused', (quantity) => {
    expect(codeOf(entry({ line: line(EGGS, 5), parts: [part(1, quantity)] }))).toBe('quantity-not-whole')
  })

  test('are not weighed', () => {
    expect(codeOf(entry({ line: line(EGGS, 5), parts: [part(1, 5, 2500)] }))).toBe('weight-not-asked')
  })

  test('nothing given: the outcome is what most of it fell to, and nothing is owed', () => {
    const five = line(EGGS, 5)
    const noShow: Shortfall = { kind: 'no-show', quantity: 3, reason: 'did-not-come' }
    const refused: Shortfall = { kind: 'refused', quantity: 5, reason: 'too-small' }
    expect(settled(entry({ line: five, shortfalls: [short(2), noShow] }))).toMatchObject({
      outcome: 'no-show',
      amountFen: 0,
      baseFen: 0,
      shares: [],
    })
    expect(settled(entry({ line: five, shortfalls: [refused] })).outcome).toBe('refused')
    expect(settled(entry({ line: five, shortfalls: [short(5)] })).outcome).toBe('short')
    const half: Shortfall = { kind: 'refused', quantity: 2, reason: 'too-small' }
    expect(settled(entry({ line: line(EGGS, 4), shortfalls: [half, short(2)] })).outcome).toBe('short')
  })

  test('who took something did come', () => {
    const shortfalls: Shortfall[] = [{ kind: 'no-show', quantity: 2, reason: 'did-not-come' }]
    expect(codeOf(entry({ line: line(EGGS, 5), parts: [part(1, 3)], shortfalls }))).toBe('no-show-but-given')
  })
})

describe('by weight', () => {
  const ten = line(GREENS, 10_000)

  test('the scale decides, up to 5 % over without asking', () => {
    expect(settled(entry({ line: ten, parts: [part(1, 10_500, 10_500)] }))).toMatchObject({
      outcome: 'handed-over',
      amountFen: 5040,
      baseFen: 4200,
      premiumFen: 840,
    })
    const over = { line: ten, parts: [part(1, 10_501)] }
    expect(settleLine(entry(over))).toEqual({
      ok: false,
      code: 'over-by-more-than-5-percent',
      facts: { ordered: 10_000, handedOver: 10_501 },
    })
    expect(settled(entry({ ...over, hasBuyerAcceptedMore: true })).amountFen).toBe(5040)
  })

  test('over and short at once does not add up', () => {
    expect(codeOf(entry({ line: ten, parts: [part(1, 10_100)], shortfalls: [short(1)] }))).toBe(
      'quantities-do-not-add-up',
    )
  })

  test('what the scale shows missing is filled in up to 5 %, and the line counts as handed over', () => {
    const weighed = { line: ten, parts: [part(1, 9500)], shortfalls: [] }
    expect(codeOf(entry(weighed))).toBe('quantities-do-not-add-up')
    const shortfalls = withScaleShortfall(weighed)
    expect(shortfalls).toEqual([{ kind: 'short', quantity: 500, reason: 'scale' }])
    expect(settled(entry({ ...weighed, shortfalls }))).toMatchObject({
      outcome: 'handed-over',
      amountFen: 4560,
    })
    expect(withScaleShortfall({ ...weighed, parts: [part(1, 9499)] })).toEqual([])
    expect(withScaleShortfall({ ...weighed, parts: [] })).toEqual([])
    expect(withScaleShortfall({ line: line(EGGS, 100), parts: [part(1, 99)], shortfalls: [] })).toEqual([])
    const some = { line: ten, parts: [part(1, 4900)], shortfalls: [short(5000)] }
    expect(withScaleShortfall(some)).toEqual([short(5000), short(100, 'scale')])
  })

  test('a large shortfall put down to the scale is still a part', () => {
    const shortfalls = [short(5000, 'scale')]
    expect(settled(entry({ line: ten, parts: [part(1, 5000)], shortfalls })).outcome).toBe('part-handed-over')
  })

  test('a weight beside the quantity must be the same figure', () => {
    expect(codeOf(entry({ line: ten, parts: [part(1, 10_000, 9_999)] }))).toBe('weight-not-asked')
  })

  test('what comes out above what was held is said', () => {
    const held = line(GREENS, 10_000, { heldAmountFen: 4800 })
    expect(settled(entry({ line: held, parts: [part(1, 10_400)] })).aboveHeldFen).toBe(192)
    expect(settled(entry({ line: held, parts: [part(1, 10_000)] })).aboveHeldFen).toBe(0)
  })
})

describe('a weighed piece', () => {
  const goose = line(GOOSE, 1, { unitPriceFen: 1680, referencePriceFen: 1500 })

  test('is billed by its grams, rounded once, half up', () => {
    // 4,321 g at 1,680 fen a jin is 14,518.56 fen; at 1,500 it is 12,963.
    expect(settled(entry({ line: goose, parts: [part(1, 1, 4321)] }))).toMatchObject({
      amountFen: 14_519,
      baseFen: 12_963,
      premiumFen: 1556,
      outcome: 'handed-over',
    })
  })

  test.each([null, 0, -1, 1.5])('with a weight of %j is not settled', (weight) => {
    expect(codeOf(entry({ line: goose, parts: [part(1, 1, weight)] }))).toBe('weight-missing')
  })

  test('above its usual range needs the buyer', () => {
    const heavy = { line: goose, parts: [part(1, 1, 4501)] }
    expect(settleLine(entry(heavy))).toEqual({
      ok: false,
      code: 'piece-above-usual-range',
      facts: { weightGrams: 4501, most: 4500 },
    })
    expect(codeOf(entry({ ...heavy, hasBuyerAcceptedMore: true }))).toBe('ok')
    expect(codeOf(entry({ line: goose, parts: [part(1, 1, 4500)] }))).toBe('ok')
    expect(codeOf(entry({ line: goose, parts: [part(1, 1, 900)] }))).toBe('ok')
  })

  test('is weighed one by one, and is a line of its own', () => {
    expect(codeOf(entry({ line: goose, parts: [part(1, 2, 8000)] }))).toBe('weigh-one-by-one')
    expect(codeOf(entry({ line: goose, parts: [part(1, 1, 4000), part(2, 1, 4000)] }))).toBe(
      'more-than-ordered',
    )
    expect(() => settleLine(entry({ line: line(GOOSE, 2), parts: [part(1, 1, 4000)] }))).toThrow(
      'a line of its own',
    )
  })
})

/** A line by weight with parts that fit it, several of them of the same weight. */
const anyWeighing = fc.record({
  unitPriceFen: fc.integer({ min: 1, max: 3000 }),
  referencePriceFen: fc.integer({ min: 1, max: 3000 }),
  parts: fc.array(
    fc.record({
      lotId: fc.integer({ min: 1, max: 5 }),
      quantity: fc.oneof(fc.constantFrom(1, 7, 250), fc.integer({ min: 1, max: 5000 })),
    }),
    { minLength: 1, maxLength: 8 },
  ),
})

/** Half up, written out: twice the amount in 1/500 fen, plus a half, cut off. */
function halfUp(grams: number, priceFen: number): number {
  const twice = BigInt(grams) * BigInt(priceFen) * 2n + 500n
  return Number((twice - (twice % 1000n)) / 1000n)
}

describe('shares', () => {
  const settledWeighing = ({ unitPriceFen, referencePriceFen, parts }: Valued<typeof anyWeighing>) => {
    const given = parts.map(({ lotId, quantity }) => part(lotId, quantity))
    const quantity = given.reduce((sum, p) => sum + p.quantity, 0)
    return settled(entry({ line: line(GREENS, quantity, { unitPriceFen, referencePriceFen }), parts: given }))
  }

  test('the line is rounded once, and its shares add up to it in amount, base and premium', () => {
    fc.assert(
      fc.property(anyWeighing, (weighing) => {
        const result = settledWeighing(weighing)
        const grams = weighing.parts.reduce((sum, p) => sum + p.quantity, 0)
        expect(result.amountFen).toBe(halfUp(grams, weighing.unitPriceFen))
        const referenceFen = halfUp(grams, weighing.referencePriceFen)
        expect(result.baseFen).toBe(Math.min(referenceFen, result.amountFen))
        for (const key of ['amountFen', 'baseFen', 'premiumFen'] as const) {
          expect(result.shares.reduce((sum, share) => sum + share[key], 0)).toBe(result[key])
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('each share is within a fen of its part of the amount, its base within two and never above it', () => {
    fc.assert(
      fc.property(anyWeighing, (weighing) => {
        const result = settledWeighing(weighing)
        const grams = weighing.parts.reduce((sum, p) => sum + p.quantity, 0)
        for (const share of result.shares) {
          const exact = (totalFen: number) => (totalFen * share.quantity) / grams
          expect(Math.abs(share.amountFen - exact(result.amountFen))).toBeLessThan(1.000001)
          expect(Math.abs(share.baseFen - exact(result.baseFen))).toBeLessThan(2)
          expect(share.premiumFen).toBeGreaterThanOrEqual(0)
          expect(share.baseFen).toBeGreaterThanOrEqual(0)
          expect(share.baseFen + share.premiumFen).toBe(share.amountFen)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a base split by weight would put one fen of base on a part that earns none', () => {
    // Of 263 fen 6 g earn 0.48, of 244 fen base they earn 0.44; but both other bases end in less than 0.44.
    const parts = [part(1, 2001), part(2, 1284), part(3, 6)]
    const greens = line(GREENS, 3291, { unitPriceFen: 40, referencePriceFen: 37 })
    const { shares } = settled(entry({ line: greens, parts }))
    expect(shares.map((s) => [s.amountFen, s.baseFen, s.premiumFen])).toEqual([
      [160, 148, 12],
      [103, 96, 7],
      [0, 0, 0],
    ])
  })

  test('come in the order of the parts, and a part gets the same whatever that order is', () => {
    fc.assert(
      fc.property(anyWeighing, (weighing) => {
        const told = (
          shares: readonly { lotId: number; quantity: number; amountFen: number; baseFen: number }[],
        ) => shares.map((s) => [s.lotId, s.quantity, s.amountFen, s.baseFen].join(' ')).sort()
        const forward = settledWeighing(weighing)
        const backward = settledWeighing({ ...weighing, parts: [...weighing.parts].reverse() })
        expect(forward.shares.map((s) => s.lotId)).toEqual(weighing.parts.map((p) => p.lotId))
        expect(told(backward.shares)).toEqual(told(forward.shares))
      }),
      { numRuns: 1000 },
    )
  })
})

type Valued<T> = T extends fc.Arbitrary<infer V> ? V : never
