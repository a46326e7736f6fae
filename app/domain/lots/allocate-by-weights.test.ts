import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateByWeights, type GroupLot, type WeightsRequest } from './allocate-by-weights.ts'

function lot(
  lotId: number,
  householdNumber: string,
  weight: number,
  available = 99,
  takenSoFar = 0,
): GroupLot {
  return { lotId, householdNumber, weight, available, takenSoFar }
}

type Shares = Record<number, number>

function sharesOf({ quantity, lots, step = 1 }: Omit<WeightsRequest, 'step'> & { step?: number }): Shares {
  const verdict = allocateByWeights({ quantity, step, lots })
  if (!verdict.ok) throw new Error(verdict.code)
  return Object.fromEntries(verdict.value.shares.map((share) => [share.lotId, share.quantity]))
}

/** The rule with a list and a pencil: look who stands lowest, give one step, repeat. Compared by cross-multiplying. */
function handOutStepByStep({ quantity, step, lots }: WeightsRequest): Shares {
  const left = new Map(lots.map((l) => [l.lotId, l.available]))
  const taken = new Map(lots.map((l) => [l.householdNumber, l.takenSoFar]))
  const standing = (l: GroupLot) => 2n * BigInt(taken.get(l.householdNumber) ?? 0) + BigInt(step)
  const isBefore = (a: GroupLot, b: GroupLot) => {
    const [mine, theirs] = [standing(a) * BigInt(b.weight), standing(b) * BigInt(a.weight)]
    if (mine !== theirs) return mine < theirs
    return a.householdNumber < b.householdNumber
  }
  const result: Shares = {}
  let toGive = quantity
  while (toGive > 0) {
    let next: GroupLot | undefined
    for (const l of lots) {
      if ((left.get(l.lotId) ?? 0) > 0 && (next === undefined || isBefore(l, next))) next = l
    }
    if (!next) throw new Error('nothing left')
    const { householdNumber } = next
    const own = lots.filter((l) => l.householdNumber === householdNumber).sort((a, b) => a.lotId - b.lotId)
    let most = Math.min(step, toGive)
    for (const l of own) {
      const part = Math.min(most, left.get(l.lotId) ?? 0)
      if (part === 0) continue
      left.set(l.lotId, (left.get(l.lotId) ?? 0) - part)
      result[l.lotId] = (result[l.lotId] ?? 0) + part
      taken.set(householdNumber, (taken.get(householdNumber) ?? 0) + part)
      most -= part
      toGive -= part
    }
  }
  return result
}

/** The lots after an order took `shares` of them. */
function afterwards(lots: readonly GroupLot[], shares: Shares): GroupLot[] {
  const takenBy = (householdNumber: string) =>
    lots
      .filter((l) => l.householdNumber === householdNumber)
      .reduce((sum, l) => sum + (shares[l.lotId] ?? 0), 0)
  return lots.map((l) => ({
    ...l,
    available: l.available - (shares[l.lotId] ?? 0),
    takenSoFar: l.takenSoFar + takenBy(l.householdNumber),
  }))
}

/** Few distinct weights, so that ties are common; several lots a member. */
function anyRequest(steps: fc.Arbitrary<number>, odd: fc.Arbitrary<number>): fc.Arbitrary<WeightsRequest> {
  const member = fc.record({
    weight: fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 1000 })),
    takenSteps: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
    lots: fc.array(fc.record({ steps: fc.integer({ min: 0, max: 12 }), odd }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  return fc
    .record({
      step: steps,
      members: fc.array(member, { minLength: 1, maxLength: 10 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ step, members, share }) => {
      let lotId = 100
      const lots = members.flatMap(({ weight, takenSteps, lots: own }, h) =>
        own.map((of) =>
          lot(lotId--, `H${h}`, weight, of.steps * step + Math.min(of.odd, step - 1), takenSteps * step),
        ),
      )
      const total = lots.reduce((sum, l) => sum + l.available, 0)
      return { step, lots, quantity: Math.max(1, Math.ceil(total * share)) }
    })
    .filter(({ lots, quantity }) => lots.reduce((sum, l) => sum + l.available, 0) >= quantity)
}
const anyOf = anyRequest(fc.constantFrom(1, 1, 250, 500, 7), fc.integer({ min: 0, max: 6 }))
const piecesOnly = anyRequest(fc.constant(1), fc.constant(0))

describe('group-weights', () => {
  test('splits by weight, ties to the lower number', () => {
    const lots = [lot(1, 'A', 5), lot(2, 'B', 3), lot(3, 'C', 2)]
    expect(sharesOf({ quantity: 10, lots })).toEqual({ 1: 5, 2: 3, 3: 2 })
    expect(sharesOf({ quantity: 1, lots: [lot(9, 'B', 1), lot(8, 'A', 1)] })).toEqual({ 8: 1 })
  })

  test('one goose at a time, the members still come to what their weights say', () => {
    let lots = [lot(1, 'A', 5), lot(2, 'B', 3), lot(3, 'C', 2)]
    const given = Array.from({ length: 10 }, () => {
      const shares = sharesOf({ quantity: 1, lots })
      lots = afterwards(lots, shares)
      return Object.keys(shares).join()
    })
    expect(given.join('')).toBe('1231121321')
    expect(lots.map((l) => l.takenSoFar)).toEqual([5, 3, 2])
  })

  test("what a member can't give goes to the others by their weights, and it catches up once it has more", () => {
    const lots = [lot(1, 'A', 6, 2), lot(2, 'B', 3), lot(3, 'C', 1)]
    expect(sharesOf({ quantity: 10, lots })).toEqual({ 1: 2, 2: 6, 3: 2 })
    const later = afterwards(lots, { 1: 2, 2: 6, 3: 2 }).map((l) => ({ ...l, available: 99 }))
    expect(sharesOf({ quantity: 10, lots: later })).toEqual({ 1: 10 })
  })

  test("takes a member's part from its lots, lowest id first", () => {
    const lots = [lot(7, 'A', 2, 9), lot(3, 'A', 2, 1), lot(5, 'B', 1, 9)]
    expect(sharesOf({ quantity: 6, lots })).toEqual({ 3: 1, 5: 2, 7: 3 })
  })

  test('more than there is is refused', () => {
    expect(allocateByWeights({ quantity: 3, step: 1, lots: [lot(1, 'A', 1, 2)] })).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { quantity: 3, available: 2 },
    })
  })

  test('two weights of one household, none at all or a part of one are faults of ours', () => {
    expect(() => sharesOf({ quantity: 1, lots: [lot(1, 'A', 1), lot(2, 'A', 2)] })).toThrow('two weights')
    expect(() => sharesOf({ quantity: 1, lots: [lot(1, 'A', 1), lot(2, 'A', 1, 2, 3)] })).toThrow(
      'two weights',
    )
    expect(() => sharesOf({ quantity: 1, lots: [lot(1, 'A', 0)] })).toThrow('at least 1')
    expect(() => sharesOf({ quantity: 1, lots: [lot(1, 'A', 1, 2, 0.5)] })).toThrow('whole number')
  })

  test('equals handing out step by step', () => {
    fc.assert(
      fc.property(anyOf, (request) => {
        expect(sharesOf(request)).toEqual(handOutStepByStep(request))
      }),
      { numRuns: 4000 },
    )
  })

  test('adds up, stays within every lot, and does not depend on the order of the lots', () => {
    const shuffled = anyOf.chain((request) =>
      fc.record({
        request: fc.constant(request),
        lots: fc.shuffledSubarray([...request.lots], { minLength: request.lots.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ request, lots }) => {
        const shares = sharesOf(request)
        expect(Object.values(shares).reduce((sum, q) => sum + q, 0)).toBe(request.quantity)
        for (const l of lots) expect(shares[l.lotId] ?? 0).toBeLessThanOrEqual(l.available)
        expect(sharesOf({ ...request, lots })).toEqual(shares)
      }),
      { numRuns: 1000 },
    )
  })

  test('many small orders end where one large one does', () => {
    const divided = piecesOnly.chain((request) =>
      fc.record({
        request: fc.constant(request),
        cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 200 }),
      }),
    )
    fc.assert(
      fc.property(divided, ({ request, cuts }) => {
        let { lots, quantity: left } = request
        const together: Shares = {}
        for (let i = 0; left > 0; i++) {
          const quantity = Math.min(left, cuts[i % cuts.length] ?? 1)
          const shares = sharesOf({ quantity, lots })
          for (const [lotId, part] of Object.entries(shares)) {
            together[Number(lotId)] = (together[Number(lotId)] ?? 0) + part
          }
          lots = afterwards(lots, shares)
          left -= quantity
        }
        expect(together).toEqual(sharesOf(request))
      }),
      { numRuns: 500 },
    )
  })

  test('nobody with goods left is a whole step per weight behind another', () => {
    fc.assert(
      fc.property(piecesOnly, ({ lots, quantity }) => {
        const fresh = lots.map((l) => ({ ...l, takenSoFar: 0 }))
        const after = afterwards(fresh, sharesOf({ quantity, lots: fresh }))
        for (const behind of after.filter((l) => l.available > 0)) {
          for (const ahead of after.filter((l) => l.takenSoFar > 0)) {
            // The last step the one ahead was given was due no later than the next of the one behind.
            const last = (2 * ahead.takenSoFar - 1) * behind.weight
            expect(last).toBeLessThanOrEqual((2 * behind.takenSoFar + 1) * ahead.weight)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a million grams over a group equals step by step', () => {
    const lots = Array.from({ length: 15 }, (_, i) =>
      lot(i + 1, `H${i}`, 997 - i * 61, 60_000 + 1_370 * i, (i * 7919) % 50_000),
    )
    const request = { step: 500, lots, quantity: 900_001 }
    expect(sharesOf(request)).toEqual(handOutStepByStep(request))
  })
})
