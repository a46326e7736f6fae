import { describe, expect, test } from 'vitest'
import { AGREEMENT_WAYS, type LotEntry, lotEntryFaults } from './lot-entry.ts'

const today = '2026-11-23'
const GEESE = { orderedBy: 'piece', step: 1 } as const
const GREENS = { orderedBy: 'weight', step: 500 } as const

const entry = (change: Partial<LotEntry> = {}): LotEntry => ({
  quantity: 4,
  unitPriceFen: 12_000,
  referencePriceFen: 11_000,
  referenceSource: '武安农贸市场',
  floorPriceFen: 11_500,
  availableFrom: today,
  availableTo: '2026-12-20',
  agreement: { how: 'signature', witness: '', agreedOn: '2026-11-22' },
  doubt: { isSo: false, reason: '' },
  ...change,
})
const agreed = (change: Partial<LotEntry['agreement']>) => ({
  agreement: { ...entry().agreement, ...change },
})
const found = (
  change: Partial<LotEntry>,
  measure: typeof GEESE | typeof GREENS | null = GEESE,
  countyReferenceFen: number | null = null,
) =>
  lotEntryFaults(entry(change), { today, measure, countyReferenceFen }).map(({ field, refusal }) => [
    field,
    refusal.code,
  ])

describe('an entry that may be written', () => {
  test.each<[string, Partial<LotEntry>]>([
    ['as it is', {}],
    ['at the floor', { floorPriceFen: 12_000 }],
    ['under the reference', { referencePriceFen: 13_000 }],
    ['for one day, today', { availableTo: today }],
    ['there for sixty days already', { availableFrom: '2026-09-24' }],
    ['agreed today', agreed({ agreedOn: today })],
    ['by thumbprint before a witness', agreed({ how: 'thumbprint', witness: '村干部甲' })],
  ])('%s', (_case, change) => {
    expect(found(change)).toEqual([])
  })

  test('a voice and a signature need no witness, a thumbprint and a call do', () => {
    const codes = AGREEMENT_WAYS.map((how) => found(agreed({ how })))
    const refused = [['witness', 'witness-not-named']]
    expect(codes).toEqual([[], refused, refused, []])
  })
})

describe('what is refused, by field', () => {
  test.each<[string, Partial<LotEntry>, string, string]>([
    ['nothing', { quantity: 0 }, 'quantity', 'quantity-not-in-steps'],
    ['half a goose', { quantity: 1.5 }, 'quantity', 'quantity-not-in-steps'],
    ['more than is kept', { quantity: 2_147_483_648 }, 'quantity', 'lot-too-large'],
    ['a floor above the price', { floorPriceFen: 12_001 }, 'unitPrice', 'price-below-floor'],
    ['goods for nothing', { unitPriceFen: 0 }, 'unitPrice', 'price-out-of-range'],
    ['no reference', { referencePriceFen: 0 }, 'referencePrice', 'price-out-of-range'],
    ['no floor', { floorPriceFen: 0 }, 'floorPrice', 'price-out-of-range'],
    ['a floor out of range', { floorPriceFen: Number.NaN }, 'floorPrice', 'price-out-of-range'],
    ['a price out of range', { unitPriceFen: 10_000_001 }, 'unitPrice', 'price-out-of-range'],
    ['no source', { referenceSource: '  ' }, 'referenceSource', 'reference-source-missing'],
    ['a long source', { referenceSource: '价'.repeat(61) }, 'referenceSource', 'text-too-long'],
    ['sixty-one days back', { availableFrom: '2026-09-23' }, 'availableFrom', 'from-too-early'],
    ['an end before its beginning', { availableFrom: '2026-12-21' }, 'availableFrom', 'dates-reversed'],
    [
      'goods that are gone',
      { availableFrom: '2026-11-01', availableTo: '2026-11-22' },
      'availableTo',
      'dates-past',
    ],
    ['a blank witness', agreed({ how: 'phone', witness: ' ' }), 'witness', 'witness-not-named'],
    ['a long witness', agreed({ witness: '人'.repeat(61) }), 'witness', 'text-too-long'],
    ['an agreement to come', agreed({ agreedOn: '2026-11-24' }), 'agreedOn', 'agreed-in-future'],
  ])('%s', (_case, change, field, code) => {
    expect(found(change)).toEqual([[field, code]])
  })

  test('weight is counted in its steps', () => {
    expect(found({ quantity: 750 }, GREENS)).toEqual([['quantity', 'weight-not-in-steps']])
    expect(found({ quantity: 2_147_484_000 }, GREENS)).toEqual([['quantity', 'lot-weight-too-large']])
    expect(found({ quantity: 1_000 }, GREENS)).toEqual([])
  })

  test('a product that is not there, and everything else wrong at once', () => {
    const all = found({ quantity: 0, unitPriceFen: 0, referenceSource: '' }, null)
    expect(all).toEqual([
      ['productKey', 'product-missing'],
      ['unitPrice', 'price-out-of-range'],
      ['referenceSource', 'reference-source-missing'],
    ])
  })
})

describe('a figure far from the county’s reference', () => {
  const far = { unitPriceFen: 14_001, referencePriceFen: 8_399, floorPriceFen: 8_000 }
  const questioned = (change: Partial<LotEntry>) => found(change, GEESE, 11_200)

  test('is questioned by its field, above and below a quarter', () => {
    expect(questioned({ ...far })).toEqual([
      ['unitPrice', 'price-far-from-reference'],
      ['referencePrice', 'reference-far-from-county'],
    ])
    expect(questioned({ unitPriceFen: 14_000, referencePriceFen: 8_400 })).toEqual([])
    expect(found(far)).toEqual([])
  })

  test('is sent with a tick and a reason, not with one of them', () => {
    expect(questioned({ ...far, doubt: { isSo: true, reason: '活水养的' } })).toEqual([])
    expect(questioned({ ...far, doubt: { isSo: true, reason: ' ' } })).toEqual([
      ['doubtReason', 'doubt-reason-missing'],
    ])
    expect(questioned({ ...far, doubt: { isSo: true, reason: '长'.repeat(61) } })).toEqual([
      ['doubtReason', 'text-too-long'],
    ])
    expect(questioned({ ...far, doubt: { isSo: false, reason: '活水养的' } })).toHaveLength(2)
  })

  test('a tick where nothing is far asks for no reason, and is no way under the floor', () => {
    expect(questioned({ doubt: { isSo: true, reason: '' } })).toEqual([])
    expect(questioned({ ...far, floorPriceFen: 15_000, doubt: { isSo: true, reason: '急卖' } })).toEqual([
      ['unitPrice', 'price-below-floor'],
    ])
  })
})
