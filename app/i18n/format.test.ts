import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as format from './format.ts'

const goose = { orderedBy: 'piece', pricedBy: 'jin', pieceUnit: '只' } as const
const garlic = { orderedBy: 'weight', pricedBy: 'jin', pieceUnit: null } as const
const eggs = { orderedBy: 'piece', pricedBy: 'piece', pieceUnit: '个' } as const

describe('money', () => {
  test.each([
    [1680, '16.80元', '¥16.80'],
    [0, '0.00元', '¥0.00'],
    [5, '0.05元', '¥0.05'],
    [470_576_198, '4,705,761.98元', '¥4,705,761.98'],
    [-37_520, '−375.20元', '−¥375.20'],
  ])('%i fen', (amountFen, chinese, english) => {
    expect(format.formatMoney(amountFen, 'zh-CN')).toBe(chinese)
    expect(format.formatMoney(amountFen, 'en')).toBe(english)
  })

  test('is written to the fen: reading the figure back gives the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (amountFen) => {
        const digits = format.formatAmount(amountFen).replaceAll(/[,.]/g, '').replace('−', '-')
        expect(Number(digits) + 0).toBe(amountFen)
      }),
    )
  })

  test('refuses what is not whole fen', () => {
    expect(() => format.formatMoney(16.8, 'en')).toThrow()
  })

  test('a price says per what', () => {
    expect(format.formatUnitPrice(1680, goose, 'zh-CN')).toBe('16.80元/斤')
    expect(format.formatUnitPrice(1680, goose, 'en')).toBe('¥16.80 per jin')
    expect(format.formatUnitPrice(140, eggs, 'zh-CN')).toBe('1.40元/个')
    expect(format.splitUnitPrice(140, eggs, 'en')).toEqual({ figure: '¥1.40', unit: 'per piece' })
    expect(format.splitUnitPrice(140, eggs, 'zh-CN')).toEqual({ figure: '1.40', unit: '元/个' })
  })
})

describe('quantity', () => {
  test.each([
    [4470, '8.94'],
    [4250, '8.5'],
    [4500, '9'],
    [4471, '8.94'],
    [4473, '8.95'],
    [2, '0'],
    [3, '0.01'],
    [620_500, '1,241'],
    [499_999, '1,000'],
  ])('%i g is %s jin', (weightGrams, figure) => {
    expect(format.jinFigure(weightGrams)).toBe(figure)
  })

  test('pieces with their counting word, weight in jin', () => {
    expect(format.formatQuantity(1640, eggs, 'zh-CN')).toBe('1,640个')
    expect(format.formatQuantity(23, goose, 'zh-CN')).toBe('23只')
    expect(format.formatQuantity(12_750, garlic, 'zh-CN')).toBe('25.5斤')
    expect(format.formatQuantity(1, goose, 'en')).toBe('1 piece')
    expect(format.formatQuantity(23, goose, 'en')).toBe('23 pieces')
    expect(format.formatQuantity(12_750, garlic, 'en')).toBe('25.5 jin')
  })

  test('a counting word that nobody foresaw', () => {
    const heap = { orderedBy: 'piece', pieceUnit: '堆' } as const
    expect(format.formatQuantity(2, heap, 'zh-CN')).toBe('2堆')
    expect(format.formatQuantity(2, heap, 'en')).toBe('2 pieces')
  })
})

describe('dates and times', () => {
  test('civil dates', () => {
    expect(format.formatDay('2026-12-07', 'zh-CN')).toBe('12月7日')
    expect(format.formatDay('2026-12-07', 'en')).toBe('7 Dec')
    expect(format.formatDayWithWeekday('2026-12-07', 'zh-CN')).toBe('12月7日 周一')
    expect(format.formatDayWithWeekday('2026-12-07', 'en')).toBe('Mon 7 Dec')
    expect(format.formatDate('2026-11-22', 'zh-CN')).toBe('2026年11月22日')
    expect(format.formatDate('2026-11-22', 'en')).toBe('22 Nov 2026')
    expect(format.formatYearMonth('2026-11-22', 'zh-CN')).toBe('2026年11月')
    expect(format.formatWeekday('2026-12-06', 'zh-CN')).toBe('周日')
  })

  test('instants are those of Shanghai, over the end of a day too', () => {
    const lateInUtc = new Date('2026-12-06T17:05:00Z')
    expect(format.formatInstant(lateInUtc, 'zh-CN')).toBe('12月7日1:05')
    expect(format.formatInstantWithYear('2026-12-31T16:00:00.000Z', 'en')).toBe('1 Jan 2027, 0:00')
    expect(format.formatInstantDay(lateInUtc, 'en')).toBe('7 Dec')
  })

  test('a span has an en dash', () => {
    const span = ['2026-12-07T01:00:00Z', '2026-12-07T03:30:00Z'] as const
    expect(format.formatTimeSpan(...span, 'zh-CN')).toBe('9:00–11:30')
    expect(format.formatPickupTime(...span, 'en')).toBe('Mon 7 Dec 9:00–11:30')
  })
})

test('shares', () => {
  expect(format.formatPercent(45_259_487, 470_576_198, 'zh-CN')).toBe('9.6%')
  expect(format.formatPercent(1, 2, 'en')).toBe('50%')
  expect(format.formatPercent(1, 3, 'en')).toBe('33.3%')
  expect(format.formatPercent(0, 0, 'en')).toBe('0%')
  expect(format.formatPercent(-12, 100, 'en')).toBe('−12%')
})

test('six digits in two groups', () => {
  expect(format.formatPickupCode('406182')).toBe('406 182')
})
