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
    ['one two three four five six', ['one', 'two', 'three', 'four', 'five']],
    ['', []],
    [' ，。', []],
  ])('reads %j', (typed, terms) => {
    expect(searchTerms(typed)).toEqual(terms)
  })

  it('never gives an empty term, a control character or more than five', () => {
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
