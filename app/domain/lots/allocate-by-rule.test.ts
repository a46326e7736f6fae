import { describe, expect, test } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import type { NeedLot } from './allocate.ts'
import { afterGiving, allocateByRule, toRuleRequest } from './allocate-by-rule.ts'
import type { GroupLot } from './allocate-by-weights.ts'

const GEESE: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }
const stock = { lotId: 1, householdNumber: 'A', available: 9 }
const byNeed: NeedLot = {
  ...stock,
  isHelpCategory: true,
  isLeadFarmer: false,
  incomeFen: 0,
  headcount: 1,
  lastSaleOn: null,
}
const ofGroup: GroupLot = { ...stock, lotId: 2, weight: 3, takenSoFar: 4 }
const of = { quantity: 2, measure: GEESE, unitPriceFen: 100 }

describe('allocateByRule', () => {
  test("a group's lots are split by weights, all others by need", () => {
    const weights = toRuleRequest({ ...of, lots: [ofGroup] })
    expect(weights).toEqual({ ruleName: 'group-weights', quantity: 2, step: 1, lots: [ofGroup] })
    expect(allocateByRule(weights)).toMatchObject({ value: { ruleName: 'group-weights' } })
    const need = toRuleRequest({ ...of, lots: [byNeed] })
    expect(need).toEqual({ ruleName: 'least-off-first', ...of, lots: [byNeed] })
    expect(allocateByRule(need)).toMatchObject({ value: { ruleName: 'least-off-first' } })
  })

  test('what was stored before rules were named is by need', () => {
    expect(allocateByRule({ ...of, lots: [byNeed] })).toMatchObject({
      value: { ruleName: 'least-off-first' },
    })
  })

  test('no lots at all have not enough', () => {
    expect(allocateByRule(toRuleRequest({ ...of, lots: [] }))).toMatchObject({ code: 'not-enough' })
  })

  test('lots of a group and others in one offer are a fault of ours', () => {
    expect(() => toRuleRequest({ ...of, lots: [byNeed, ofGroup] })).toThrow('never in one offer')
  })

  test('what was given counts in goods for a group and in fen for the others', () => {
    const given = { quantity: 2, amountFen: 200 }
    expect(afterGiving(ofGroup, given)).toEqual({ ...ofGroup, takenSoFar: 6 })
    expect(afterGiving(byNeed, given)).toEqual({ ...byNeed, incomeFen: 200 })
  })
})
