import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import type { NeedLot } from './allocate.ts'
import type { RuleLot } from './allocate-by-rule.ts'
import { type PromisedLine, planLoss } from './lost-goods.ts'

const GEESE: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 1, usualPieceGrams: null }

function lot(lotId: number, available: number, facts: Partial<NeedLot> = {}): NeedLot {
  return {
    lotId,
    householdNumber: `H${lotId}`,
    available,
    isHelpCategory: true,
    isLeadFarmer: false,
    incomeFen: 0,
    headcount: 1,
    lastSaleOn: null,
    ...facts,
  }
}

/** The n-th line placed. */
function line(n: number, promised: number, others: RuleLot[] = []): PromisedLine {
  return {
    lineId: `line-${n}`,
    placedAt: `2026-11-${String(n).padStart(2, '0')}T08:00:00.000Z`,
    orderNumber: n,
    lineNumber: 1,
    promised,
    unitPriceFen: 12_000,
    eventDay: '2026-12-12',
    others,
  }
}

const plan = (lost: number, lines: PromisedLine[]) => planLoss({ lost, measure: GEESE, lines })

describe('planLoss', () => {
  it('lets the latest placed go without first', () => {
    expect(plan(3, [line(1, 2), line(2, 2), line(3, 1)])).toEqual([
      { lineId: 'line-3', shares: [], without: 1 },
      { lineId: 'line-2', shares: [], without: 2 },
    ])
  })

  it('of orders of one instant the higher number goes without, then the later line', () => {
    const first = line(1, 1)
    const later = { ...first, lineId: 'later', orderNumber: 2 }
    const second = { ...first, lineId: 'second', lineNumber: 2 }
    expect(plan(2, [second, later, first]).map(({ lineId }) => lineId)).toEqual(['later', 'second'])
  })

  it('gives what others have free to the earliest of those who would go without', () => {
    const free = [lot(9, 1)]
    expect(plan(3, [line(1, 2, free), line(2, 2, free)])).toEqual([
      { lineId: 'line-2', shares: [], without: 2 },
      { lineId: 'line-1', shares: [{ lotId: 9, quantity: 1 }], without: 0 },
    ])
  })

  it('takes the goods of the household that is least off, and counts what it has just got', () => {
    const free = [lot(8, 2, { incomeFen: 6_000 }), lot(9, 2)]
    expect(plan(2, [line(1, 1, free), line(2, 1, free)])).toEqual([
      { lineId: 'line-2', shares: [{ lotId: 8, quantity: 1 }], without: 0 },
      { lineId: 'line-1', shares: [{ lotId: 9, quantity: 1 }], without: 0 },
    ])
  })

  it('takes the goods of a group by its weights, and counts what a member has just given', () => {
    const member = (lotId: number, weight: number) => ({
      lotId,
      householdNumber: `H${lotId}`,
      available: 9,
      weight,
      takenSoFar: 0,
    })
    const free = [member(8, 2), member(9, 1)]
    expect(plan(3, [line(1, 1, free), line(2, 2, free)])).toEqual([
      {
        lineId: 'line-2',
        shares: [
          { lotId: 8, quantity: 1 },
          { lotId: 9, quantity: 1 },
        ],
        without: 0,
      },
      { lineId: 'line-1', shares: [{ lotId: 8, quantity: 1 }], without: 0 },
    ])
  })

  it('moves a line that other lots can serve, so that one they cannot serve keeps the goods', () => {
    expect(plan(1, [line(1, 2, [lot(9, 5)]), line(2, 1)])).toEqual([
      { lineId: 'line-1', shares: [{ lotId: 9, quantity: 1 }], without: 0 },
    ])
  })

  it('refuses to lose more than was promised', () => {
    expect(() => plan(3, [line(1, 2)])).toThrow()
  })
})

describe('for whatever lines, lots and loss', () => {
  const world = fc
    .record({
      promised: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 9 }),
      free: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
      seen: fc.array(fc.nat({ max: 15 }), { minLength: 9, maxLength: 9 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ promised, free, seen, share }) => {
      const lots = free.map((available, i) => lot(i + 1, available))
      const lines = promised.map((quantity, i) =>
        line(
          i + 1,
          quantity,
          lots.filter((_, bit) => ((seen[i] ?? 0) >> bit) & 1),
        ),
      )
      const total = promised.reduce((sum, quantity) => sum + quantity, 0)
      return { lots, lines, lost: Math.ceil(total * share) }
    })

  it('what is taken over and gone without is what is lost, within what each has', () => {
    fc.assert(
      fc.property(world, ({ lots, lines, lost }) => {
        const losses = plan(lost, lines)
        const taken = losses.flatMap(({ shares }) => shares)
        const sum = (quantities: number[]) => quantities.reduce((total, quantity) => total + quantity, 0)
        expect(sum(taken.map((share) => share.quantity)) + sum(losses.map((one) => one.without))).toBe(lost)
        for (const { lotId, available } of lots) {
          const given = sum(taken.filter((share) => share.lotId === lotId).map((share) => share.quantity))
          expect(given).toBeLessThanOrEqual(available)
        }
        for (const loss of losses) {
          const of = lines.find(({ lineId }) => lineId === loss.lineId)
          const given = sum(loss.shares.map((share) => share.quantity)) + loss.without
          expect(given).toBeLessThanOrEqual(of?.promised ?? 0)
          const seen = of?.others.map(({ lotId }) => lotId) ?? []
          expect(loss.shares.every(({ lotId }) => seen.includes(lotId))).toBe(true)
        }
      }),
    )
  })

  it('nobody goes without while a lot that he can have is free', () => {
    fc.assert(
      fc.property(world, ({ lines, lost }) => {
        const losses = plan(lost, lines)
        const taken = losses.flatMap(({ shares }) => shares)
        for (const { lineId, without } of losses.filter((one) => one.without > 0)) {
          for (const { lotId, available } of lines.find((one) => one.lineId === lineId)?.others ?? []) {
            const given = taken.filter((share) => share.lotId === lotId)
            expect([without, given.reduce((sum, share) => sum + share.quantity, 0)]).toEqual([
              without,
              available,
            ])
          }
        }
      }),
    )
  })

  it('among lines that can have the same lots, all placed after one that goes without lose all', () => {
    fc.assert(
      fc.property(world, ({ lots, lines, lost }) => {
        const alike = lines.map((one) => ({ ...one, others: lots }))
        const without = new Map(plan(lost, alike).map((loss) => [loss.lineId, loss.without]))
        const first = alike.findIndex(({ lineId }) => (without.get(lineId) ?? 0) > 0)
        for (const one of first < 0 ? [] : alike.slice(first + 1)) {
          expect(without.get(one.lineId)).toBe(one.promised)
        }
      }),
    )
  })

  it('is the same in whatever order lines and lots come', () => {
    fc.assert(
      fc.property(world, ({ lines, lost }) => {
        const turned = [...lines].reverse().map((one) => ({ ...one, others: [...one.others].reverse() }))
        expect(plan(lost, turned)).toEqual(plan(lost, lines))
      }),
    )
  })
})
