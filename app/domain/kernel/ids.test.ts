import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ancestorCode,
  countyOf,
  type DivisionLevel,
  isDivisionCode,
  isGridCode,
  isInScope,
  levelOfCode,
  scopePrefix,
  shortVillageName,
} from './ids.ts'

const LEVELS: DivisionLevel[] = ['province', 'prefecture', 'county', 'town', 'village']

const digits = (length: number, max: number) =>
  fc.integer({ min: 1, max }).map((n) => String(n).padStart(length, '0'))
/** A village by the parts of its code, few enough of each that two villages often share their upper ones. */
const anyVillage = fc
  .tuple(
    fc.constantFrom('51', '36'),
    fc.constantFrom('09', '10'),
    fc.constantFrom('01', '10', '81'),
    fc.constantFrom('001', '010', '100', '101', '110'),
    digits(3, 999),
  )
  .map((parts) => parts.join(''))

describe('codes', () => {
  test.each([
    ['510000000000', 'province', '51'],
    ['510900000000', 'prefecture', '5109'],
    ['511000000000', 'prefecture', '5110'],
    ['510981000000', 'county', '510981'],
    ['510981100000', 'town', '510981100'],
    ['510981110000', 'town', '510981110'],
    ['510981100212', 'village', '510981100212'],
    ['510981100210', 'village', '510981100210'],
  ] as const)('%s is a %s with the scope %s', (code, level, prefix) => {
    expect(levelOfCode(code)).toBe(level)
    expect(scopePrefix(code)).toBe(prefix)
  })

  test('a town whose code ends in zeros does not take in its neighbours', () => {
    const scope = scopePrefix('510981100000')
    expect(isInScope(scope, '510981100212')).toBe(true)
    expect(isInScope(scope, '510981110001')).toBe(false)
    expect('510981110001'.startsWith('510981100000'.replace(/0+$/, ''))).toBe(true)
  })

  test('a grid is in its village, and a village is not in its grid', () => {
    expect(scopePrefix('510981100212-01')).toBe('510981100212-01')
    expect(isInScope(scopePrefix('510981100212'), '510981100212-01')).toBe(true)
    expect(isInScope(scopePrefix('510981100212-01'), '510981100212')).toBe(false)
    expect(countyOf('510981100212-01')).toBe('510981000000')
  })

  test.each(['51098110021', '5109811002123', '51098110021x', '', '510981100212-01'])(
    '%j is no division',
    (text) => {
      expect(isDivisionCode(text)).toBe(false)
      expect(() => levelOfCode(text)).toThrow('not a division code')
    },
  )

  test.each(['510981100212', '510981100212-1', '510981100212-001', '510981100212_01'])(
    '%j is no grid',
    (text) => {
      expect(isGridCode(text)).toBe(false)
    },
  )

  test('a division holds another village exactly when that has the division as its ancestor', () => {
    fc.assert(
      fc.property(anyVillage, anyVillage, fc.constantFrom(...LEVELS), (own, other, level) => {
        const division = ancestorCode(own, level)
        expect(levelOfCode(division)).toBe(level)
        expect(isInScope(scopePrefix(division), own)).toBe(true)
        expect(isInScope(scopePrefix(division), other)).toBe(ancestorCode(other, level) === division)
        expect(isInScope(scopePrefix(division), `${other}-07`)).toBe(ancestorCode(other, level) === division)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('village names', () => {
  test.each([
    ['泉水村村民委员会', '泉水'],
    ['泉水村委会', '泉水'],
    ['泉水村', '泉水'],
    ['泉水', '泉水'],
    [' 泉水 村 ', '泉水'],
    ['武安社区居民委员会', '武安'],
    ['武安居委会', '武安'],
    ['武安社区', '武安'],
    ['太平村社区居民委员会', '太平'],
    ['村头村', '村头'],
    ['村', '村'],
    ['村民委员会', '村民委员会'],
  ])('%j is shown as %j', (name, shown) => expect(shortVillageName(name)).toBe(shown))

  test('every way an office writes a village is the same name', () => {
    const anyName = fc.constantFrom('泉水', '禅灵', '石墙', '和平')
    const anySuffix = fc.constantFrom(
      '',
      '村',
      '村民委员会',
      '村村民委员会',
      '社区',
      '社区居民委员会',
      '居民委员会',
      '居委会',
    )
    fc.assert(
      fc.property(anyName, anySuffix, (name, suffix) => {
        expect(shortVillageName(name + suffix)).toBe(name)
      }),
    )
  })
})
