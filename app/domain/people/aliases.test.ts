import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextAliases } from './aliases.ts'

const VILLAGE = '510981100212'

describe('nextAliases', () => {
  test('gives each household a word of its own, whatever was given before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (before, count) => {
        const taken = nextAliases(VILLAGE, new Set(), before)
        const more = nextAliases(VILLAGE, new Set(taken), count)
        expect(more).toHaveLength(count)
        expect(new Set([...taken, ...more]).size).toBe(before + count)
        expect([...taken, ...more]).toEqual(nextAliases(VILLAGE, new Set(), before + count))
      }),
    )
  })

  test('is two characters and 户, with a number only once every word is taken', () => {
    const aliases = nextAliases(VILLAGE, new Set(), 400)
    const plain = aliases.filter((alias) => /^\p{Script=Han}{2}户$/u.test(alias))
    expect(plain).toHaveLength(120)
    expect(aliases.slice(0, 120)).toEqual(plain)
    expect(aliases.slice(120).every((alias) => /^\p{Script=Han}{2}[2-4]户$/u.test(alias))).toBe(true)
  })

  test('begins elsewhere in another village', () => {
    expect(nextAliases('510981100211', new Set(), 1)).not.toEqual(nextAliases(VILLAGE, new Set(), 1))
  })
})
