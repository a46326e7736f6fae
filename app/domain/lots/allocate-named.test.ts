import { describe, expect, test } from 'vitest'
import { allocateNamed } from './allocate-named.ts'

const lots = [
  { lotId: 2, householdNumber: 'A', available: 5 },
  { lotId: 1, householdNumber: 'A', available: 2 },
  { lotId: 3, householdNumber: 'B', available: 50 },
]

describe('named-household', () => {
  test('only the named household gives, lowest lot first', () => {
    expect(allocateNamed({ quantity: 4, householdNumber: 'A', lots })).toEqual({
      ok: true,
      value: {
        ruleName: 'named-household',
        ruleVersion: '1',
        shares: [
          { lotId: 1, quantity: 2 },
          { lotId: 2, quantity: 2 },
        ],
      },
    })
  })

  test('what the named household lacks is not taken from a neighbour', () => {
    expect(allocateNamed({ quantity: 8, householdNumber: 'A', lots })).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { quantity: 8, available: 7 },
    })
  })

  test('a household without a lot in the offer is named in the refusal', () => {
    expect(allocateNamed({ quantity: 1, householdNumber: 'C', lots })).toEqual({
      ok: false,
      code: 'household-not-in-offer',
      facts: { householdNumber: 'C' },
    })
  })
})
