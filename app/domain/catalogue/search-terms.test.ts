import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchTerms } from './search-terms.ts'

describe('searchTerms', () => {
  it.each([
    ['大白鹅', ['大白鹅']],
    ['  白鹿垭　大白鹅 ', ['白鹿垭', '大白鹅']],
    ['White GOOSE', ['white', 'goose']],
    ['ＧＯＯＳＥ、鹅', ['goose', '鹅']],
    ['大白鹅（过秤）', ['大白鹅', '过秤']],
    ['鹅 鹅', ['鹅']],
    ['a\u0000b', ['ab']],
    ['DaBaiE', ['dabaie']],
    ['dà bái é', ['da', 'bai', 'e']],
    ['da4bai2e2', ['dabaie']],
    ['lǜdòu', ['lvdou']],
    ['lü', ['lv']],
    ['lu:4', ['lv']],
    ["xi'an", ['xi', 'an']],
    ['2026年', ['2026年']],
    ['one two three four five six', ['one', 'two', 'three', 'four', 'five']],
    ['', []],
    [' ，。', []],
  ])('reads %j', (typed, terms) => {
    expect(searchTerms(typed)).toEqual(terms)
  })

  // The first string of any character at all is slow to come: fast-check lists Unicode for it.
  it('never gives an empty term, a control character or more than five', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (typed) => {
        const terms = searchTerms(typed)
        expect(terms.length).toBeLessThanOrEqual(5)
        for (const term of terms) expect(term).toMatch(/^[^\s\p{Cc}]+$/u)
      }),
    )
  })

  it('reads its own terms as the same terms', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (typed) => {
        const terms = searchTerms(typed)
        expect(searchTerms(terms.join(' ').slice(0, 60))).toEqual(terms)
      }),
    )
  })
})
