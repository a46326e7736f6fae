import { describe, expect, it } from 'vitest'
import { readCatalogueFilter } from './catalogue-filter.ts'

const read = (query: string) => readCatalogueFilter(new URLSearchParams(query))

describe('readCatalogueFilter', () => {
  it('reads what an address asks for', () => {
    expect(read('q=+鹅+&village=510981100212&kind=fowl&month=12&after=0__510981100212_3')).toEqual({
      q: '鹅',
      placeCode: '510981100212',
      kind: 'fowl',
      month: 12,
      after: '0__510981100212_3',
    })
  })

  it.each(['', 'q=', 'village=武安', 'village=51098110021', 'kind=meat', 'month=0', 'month=13', 'month=1e1'])(
    'asks for everything when the address says %j',
    (query) => {
      expect(read(query)).toEqual({ q: '', placeCode: null, kind: null, month: null, after: null })
    },
  )

  it('cuts a search that is too long', () => {
    expect(read(`q=${'鹅'.repeat(500)}`).q).toHaveLength(60)
  })
})
