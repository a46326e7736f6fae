import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFen, MAX_FEN, mulDivHalfUp, splitByLargestRemainder, toWholeCash, toWholeJiao } from './money.ts'

describe('isFen', () => {
  test.each([0, 1, MAX_FEN])('%d is an amount', (fen) => expect(isFen(fen)).toBe(true))
  test.each([-1, 0.5, MAX_FEN + 1, Number.NaN, Number.POSITIVE_INFINITY])('%d is none', (fen) =>
    expect(isFen(fen)).toBe(false),
  )
})

describe('mulDivHalfUp', () => {
  test.each([
    [1, 1, 2, 1],
    [1, 1, 3, 0],
    [2, 1, 3, 1],
    [4321, 1680, 500, 14_519],
    [0, 7, 5, 0],
    [9_007_199_254_740_991, 1, 1, 9_007_199_254_740_991],
    [3_000_000_000, 3_000_000_000, 9_000_000_000, 1_000_000_000],
  ])('%d x %d / %d = %d', (numerator, factor, denominator, result) => {
    expect(mulDivHalfUp(numerator, factor, denominator)).toBe(result)
  })

  test('is the nearest whole number, the upper one at a half', () => {
    const anyFigure = fc.oneof(fc.nat(50), fc.nat(2_147_483_647))
    fc.assert(
      fc.property(anyFigure, fc.nat(2_000_000), fc.integer({ min: 1, max: 1000 }), (n, f, d) => {
        const [result, twice, step] = [BigInt(mulDivHalfUp(n, f, d)), 2n * BigInt(n) * BigInt(f), BigInt(d)]
        expect((2n * result - 1n) * step <= twice).toBe(true)
        expect(twice < (2n * result + 1n) * step).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    [-1, 1, 1],
    [1, 0.5, 1],
    [1, 1, 0],
    [9_007_199_254_740_991, 2, 1],
  ])('%d x %d / %d is a fault of ours', (numerator, factor, denominator) => {
    expect(() => mulDivHalfUp(numerator, factor, denominator)).toThrow()
  })
})

describe('splitByLargestRemainder', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [7, [5, 3, 2], [4, 2, 1]],
    [1, [1, 2], [0, 1]],
    [1, [1, 1], [1, 0]],
    [5, [0, 3], [0, 5]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ])('%d over %j is %j', (total, weights, parts) => {
    expect(splitByLargestRemainder(total, weights)).toEqual(parts)
  })

  const anyWeights = fc.array(fc.oneof(fc.nat(3), fc.nat(1_000_000)), { minLength: 1, maxLength: 12 })
  const anySplit = fc
    .record({ total: fc.oneof(fc.nat(20), fc.nat(1_000_000_000)), weights: anyWeights })
    .filter(({ weights }) => weights.some((weight) => weight > 0))

  test('adds up, each part its exact share rounded down or up', () => {
    fc.assert(
      fc.property(anySplit, ({ total, weights }) => {
        const parts = splitByLargestRemainder(total, weights)
        const sum = weights.reduce((a, w) => a + BigInt(w), 0n)
        expect(parts.reduce((a, p) => a + p, 0)).toBe(total)
        parts.forEach((part, i) => {
          const offBy = BigInt(part) * sum - BigInt(total) * BigInt(weights[i] ?? 0)
          expect(offBy > -sum && offBy < sum).toBe(true)
        })
      }),
      { numRuns: 2000 },
    )
  })

  test('who is rounded up lacked no less than who is rounded down, and stands first where they lacked the same', () => {
    fc.assert(
      fc.property(anySplit, ({ total, weights }) => {
        const parts = splitByLargestRemainder(total, weights)
        const sum = weights.reduce((a, w) => a + BigInt(w), 0n)
        const rows = weights.map((w, i) => {
          const exact = BigInt(total) * BigInt(w)
          return { i, lacked: exact % sum, isUp: BigInt(parts[i] ?? 0) > exact / sum }
        })
        for (const up of rows.filter((row) => row.isUp)) {
          for (const down of rows.filter((row) => !row.isUp)) {
            expect(up.lacked > down.lacked || (up.lacked === down.lacked && up.i < down.i)).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  test.each<[number, number[]]>([
    [1, [0, 0]],
    [1, []],
    [1.5, [1]],
    [-1, [1]],
    [1, [-1, 2]],
    [1, [0.5]],
  ])('%d over %j is a fault of ours', (total, weights) => {
    expect(() => splitByLargestRemainder(total, weights)).toThrow()
  })
})

describe('cash', () => {
  test.each([
    [8765, 10, 8760, 5],
    [8765, 1, 8765, 0],
    [8765, 100, 8700, 65],
    [9, 10, 0, 9],
    [0, 10, 0, 0],
  ])('%d fen in steps of %d is %d and %d', (amountFen, stepFen, payableFen, roundedOffFen) => {
    expect(toWholeCash(amountFen, stepFen)).toEqual({ payableFen, roundedOffFen })
  })

  test('is whole jiao where nothing else is set', () => {
    expect(toWholeJiao(8765)).toEqual({ payableFen: 8760, roundedOffFen: 5 })
    expect(() => toWholeJiao(0.5)).toThrow('whole fen')
    expect(() => toWholeCash(10, 0)).toThrow('whole steps')
  })
})
