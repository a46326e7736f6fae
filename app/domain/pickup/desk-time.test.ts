import { describe, expect, it } from 'vitest'
import { goodsSeconds, hasTimeFor, lineSeconds } from './desk-time.ts'

const GOOSE = { orderedBy: 'piece', pricedBy: 'jin' } as const
const EGG = { orderedBy: 'piece', pricedBy: 'piece' } as const
const GREENS = { orderedBy: 'weight', pricedBy: 'jin' } as const

describe('desk time', () => {
  it('is longest for an animal on the scale, shorter for greens, shortest for what is counted', () => {
    expect([GOOSE, GREENS, EGG].map(lineSeconds)).toEqual([60, 40, 20])
  })

  it('counts each animal, and goods in two as two lines', () => {
    expect(goodsSeconds({ measure: GOOSE, quantity: 3, inTwo: true })).toBe(180)
    expect(goodsSeconds({ measure: GREENS, quantity: 5_000, inTwo: false })).toBe(40)
    expect(goodsSeconds({ measure: EGG, quantity: 30, inTwo: true })).toBe(40)
  })

  it('is enough to the second, and asks for the order itself only where it is new', () => {
    expect(hasTimeFor(null, 9_999, true)).toBe(true)
    expect(hasTimeFor(120, 60, true)).toBe(true)
    expect(hasTimeFor(119, 60, true)).toBe(false)
    expect(hasTimeFor(60, 60, false)).toBe(true)
    expect(hasTimeFor(59, 60, false)).toBe(false)
  })
})
