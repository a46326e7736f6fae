import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinForWhom, readForWhom, writeForWhom } from './for-whom.ts'

describe('a note of whom it is for', () => {
  it.each([
    [
      '张姐 2、李科长 1',
      [
        { who: '张姐', amount: 2 },
        { who: '李科长', amount: 1 },
      ],
    ],
    [
      '张姐2，李科长１．５',
      [
        { who: '张姐', amount: 2 },
        { who: '李科长', amount: 1.5 },
      ],
    ],
    [
      '送到三楼; 张姐',
      [
        { who: '送到三楼', amount: null },
        { who: '张姐', amount: null },
      ],
    ],
    ['三楼302', [{ who: '三楼', amount: 302 }]],
    ['7', [{ who: '7', amount: null }]],
    [' 、，', []],
  ])('%s', (note, named) => {
    expect(readForWhom(note)).toEqual(named)
  })

  it('adds up who is in both', () => {
    expect(joinForWhom('张姐 0.1、李科长', '李科长 1、张姐 0.2、小王 3')).toBe('张姐 0.3、李科长 1、小王 3')
    expect(joinForWhom('', '张姐 2')).toBe('张姐 2')
  })

  it('reads what it wrote, and drops nobody', () => {
    const who = fc.constantFrom('张姐', '李科长', '小王', '三楼 A 座', '老陈')
    const amount = fc.option(fc.integer({ min: 1, max: 99 }).map((n) => n / 2))
    const anyNamed = fc.uniqueArray(fc.record({ who, amount }), { selector: (one) => one.who })
    fc.assert(
      fc.property(anyNamed, anyNamed, (first, second) => {
        expect(readForWhom(writeForWhom(first))).toEqual(first)
        const both = readForWhom(joinForWhom(writeForWhom(first), writeForWhom(second)))
        expect(new Set(both.map((one) => one.who))).toEqual(
          new Set([...first, ...second].map((one) => one.who)),
        )
      }),
    )
  })
})
