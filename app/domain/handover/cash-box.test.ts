import { describe, expect, it } from 'vitest'
import { countCash } from './cash-box.ts'

describe('a counted cash box', () => {
  it('adds up notes and coins', () => {
    expect(countCash({ 10000: 12, 5000: 1, 1000: 3, 100: 6, 50: 1, 10: 4 })).toBe(128_690)
  })

  it('is empty when nothing is entered', () => {
    expect(countCash({})).toBe(0)
  })

  it('knows no half note', () => {
    expect(() => countCash({ 100: 1.5 })).toThrow('whole numbers')
    expect(() => countCash({ 100: -1 })).toThrow('whole numbers')
  })
})
