import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueQuery, readCatalogueFilter } from './catalogue-filter.ts'

const read = (query: string) => readCatalogueFilter(new URLSearchParams(query))

describe('readCatalogueFilter', () => {
  it('reads what an address asks for', () => {
    expect(read('q=+鹅+&village=510981100212&kind=fowl&month=12&after=0_1__510981100212_3')).toEqual({
      q: '鹅',
      placeCode: '510981100212',
      kind: 'fowl',
      month: 12,
      after: '0_1__510981100212_3',
    })
  })

  it.each([
    '',
    'q=',
    'village=武安',
    'village=51098110021',
    'kind=meat',
    'month=0',
    'month=13',
    'month=1e1',
    'after=x',
  ])('asks for everything when the address says %j', (query) => {
    expect(read(query)).toEqual({ q: '', placeCode: null, kind: null, month: null, after: null })
  })

  it('cuts a search that is too long', () => {
    expect(read(`q=${'鹅'.repeat(500)}`).q).toHaveLength(60)
  })

  it('reads from an address what was written into it', () => {
    const choices = fc.record(
      {
        q: fc.string({ maxLength: 80 }),
        village: fc.constantFrom('510981100212', '510981100000', 'nowhere'),
        kind: fc.constantFrom('fowl', 'greens', 'meat'),
        month: fc.integer({ min: -1, max: 14 }).map(String),
        after: fc.constantFrom('0_1__510981100212_3', '1_2_1764000000000_510981100212_9', 'x'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(choices, (asked) => {
        const filter = readCatalogueFilter(new URLSearchParams(asked))
        const written = Object.entries(catalogueQuery(filter)).flatMap(([name, value]) =>
          value === null ? [] : [[name, String(value)]],
        )
        expect(readCatalogueFilter(new URLSearchParams(written))).toEqual(filter)
      }),
    )
  })
})
