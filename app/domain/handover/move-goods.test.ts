import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveGoods } from './move-goods.ts'

describe('goods brought back', () => {
  it('go home with the household whose lot gave them where they are unfit, and to the stall where not', () => {
    const back = (reason: string, lotId: number) => ({
      kind: 'returned' as const,
      quantity: 1,
      reason,
      lotId,
    })
    const reserved = [
      { lotId: 1, quantity: 2 },
      { lotId: 2, quantity: 1 },
    ]
    const given = [{ lotId: 1, quantity: 1 }]
    const move = { giveReserved: 0, giveMore: 0, release: 0, withdraw: 0 }
    expect(moveGoods({ reserved, given, shortfalls: [back('sick', 1), back('too-big', 2)] })).toEqual([
      { ...move, lotId: 1, giveReserved: 1, release: 1, withdraw: 1 },
      { ...move, lotId: 2, release: 1 },
    ])
    // Lot 3 had stood in for lot 2: what it takes home was never reserved.
    expect(moveGoods({ reserved, given, shortfalls: [back('gone-bad', 3), back('too-big', 1)] })).toEqual([
      { ...move, lotId: 1, giveReserved: 1, release: 1 },
      { ...move, lotId: 2, release: 1 },
      { ...move, lotId: 3, withdraw: 1 },
    ])
  })
})

describe('what settling a line does to the goods', () => {
  it('gives out of the reservation', () => {
    expect(
      moveGoods({
        reserved: [{ lotId: 1, quantity: 2 }],
        given: [{ lotId: 1, quantity: 2 }],
        shortfalls: [],
      }),
    ).toEqual([{ lotId: 1, giveReserved: 2, giveMore: 0, release: 0, withdraw: 0 }])
  })

  it('withdraws what was short, and leaves what was refused at the stall', () => {
    const moves = moveGoods({
      reserved: [
        { lotId: 1, quantity: 3 },
        { lotId: 2, quantity: 2 },
      ],
      given: [{ lotId: 1, quantity: 1 }],
      shortfalls: [
        { kind: 'short', quantity: 3 },
        { kind: 'refused', quantity: 1 },
      ],
    })
    expect(moves).toEqual([
      { lotId: 1, giveReserved: 1, giveMore: 0, release: 2, withdraw: 2 },
      { lotId: 2, giveReserved: 0, giveMore: 0, release: 2, withdraw: 1 },
    ])
  })

  it('lets one household stand in for another, whose goods stay at the stall', () => {
    const moves = moveGoods({
      reserved: [{ lotId: 5, quantity: 1 }],
      given: [{ lotId: 9, quantity: 1 }],
      shortfalls: [],
    })
    expect(moves).toEqual([
      { lotId: 5, giveReserved: 0, giveMore: 0, release: 1, withdraw: 0 },
      { lotId: 9, giveReserved: 0, giveMore: 1, release: 0, withdraw: 0 },
    ])
  })

  it('takes what the scale gave over from beyond the reservation', () => {
    expect(
      moveGoods({
        reserved: [{ lotId: 1, quantity: 2_500 }],
        given: [{ lotId: 1, quantity: 2_600 }],
        shortfalls: [],
      }),
    ).toEqual([{ lotId: 1, giveReserved: 2_500, giveMore: 100, release: 0, withdraw: 0 }])
  })

  it('empties every reservation, gives what was given, and withdraws what was short, no more', () => {
    const lots = fc.uniqueArray(
      fc.record({
        lotId: fc.integer({ min: 1, max: 50 }),
        held: fc.integer({ min: 0, max: 20 }),
        brought: fc.integer({ min: 0, max: 20 }),
      }),
      { selector: (lot) => lot.lotId, minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(lots, fc.integer({ min: 0, max: 100 }), (rows, shortShare) => {
        const left = rows.reduce((sum, { held, brought }) => sum + Math.max(0, held - brought), 0)
        const short = Math.floor((left * shortShare) / 100)
        const moves = moveGoods({
          reserved: rows.map(({ lotId, held }) => ({ lotId, quantity: held })),
          given: rows.map(({ lotId, brought }) => ({ lotId, quantity: brought })),
          shortfalls: [{ kind: 'short', quantity: short }],
        })
        for (const { lotId, held, brought } of rows) {
          const move = moves.find((one) => one.lotId === lotId)
          expect((move?.giveReserved ?? 0) + (move?.release ?? 0)).toBe(held)
          expect((move?.giveReserved ?? 0) + (move?.giveMore ?? 0)).toBe(brought)
          expect(move?.withdraw ?? 0).toBeLessThanOrEqual(move?.release ?? 0)
        }
        expect(moves.reduce((sum, move) => sum + move.withdraw, 0)).toBe(short)
      }),
    )
  })
})
