import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Placement, placementContent, type ShownBasket, type ShownLine } from './basket-content.ts'
import { compareShown } from './compare-shown.ts'

function line(offerId: number, eventId: number, quantity: number, facts: Partial<ShownLine> = {}): ShownLine {
  return {
    offerId,
    eventId,
    quantity,
    unitPriceFen: 240,
    referencePriceFen: 200,
    noShowSharePercent: 20,
    ...facts,
  }
}

function basket(...lines: ShownLine[]): ShownBasket {
  return { lines, totalFen: lines.reduce((sum, l) => sum + l.quantity * l.unitPriceFen, 0) }
}

const placement: Placement = {
  buyerId: 3,
  basketId: '0a0b0c0d-0000-4000-8000-000000000001',
  basketVersion: 2,
  agencyId: null,
  capacity: 'personal',
  payBy: 'desk',
  isSeparate: false,
  shown: basket(line(1, 7, 2), line(2, 7, 5)),
}

/** Baskets over so few offers, events and figures that two are often alike. */
const anyBasket = fc.uniqueArray(
  fc.record({
    offerId: fc.integer({ min: 1, max: 2 }),
    eventId: fc.integer({ min: 7, max: 8 }),
    quantity: fc.integer({ min: 1, max: 2 }),
  }),
  { selector: (l) => `${l.offerId} ${l.eventId}`, maxLength: 3 },
)
const anyPrices = fc.record({ 1: fc.constantFrom(240, 250), 2: fc.constantFrom(240, 250) })
const anyShown = fc
  .record({
    lines: anyBasket,
    prices: anyPrices,
    references: anyPrices,
    noShowSharePercent: fc.constantFrom(0, 20),
  })
  .map(({ lines, prices, references, noShowSharePercent }) =>
    basket(
      ...lines.map((l) => {
        const offer = l.offerId === 1 ? 1 : 2
        return { ...l, unitPriceFen: prices[offer], referencePriceFen: references[offer], noShowSharePercent }
      }),
    ),
  )

describe('what the basket showed', () => {
  test('holds in whatever order the lines come', () => {
    expect(compareShown(basket(line(1, 7, 2), line(2, 8, 1)), basket(line(2, 8, 1), line(1, 7, 2)))).toEqual(
      [],
    )
  })

  test('animals weighed one by one are lines of their own, and the same goods', () => {
    expect(compareShown(basket(line(1, 7, 2)), basket(line(1, 7, 1), line(1, 7, 1)))).toEqual([])
  })

  test('each difference is told, by offer, the total last', () => {
    const shown = basket(line(1, 7, 2), line(2, 7, 5), line(3, 7, 1), line(5, 7, 4))
    const now = basket(
      line(1, 7, 2, { unitPriceFen: 250, referencePriceFen: 210, noShowSharePercent: 30 }),
      line(2, 8, 5),
      line(4, 7, 1),
      line(5, 7, 3),
    )
    expect(compareShown(shown, now)).toEqual([
      { code: 'price-changed', offerId: 1, shownFen: 240, nowFen: 250 },
      { code: 'reference-changed', offerId: 1, shownFen: 200, nowFen: 210 },
      { code: 'no-show-share-changed', offerId: 1, shownPercent: 20, nowPercent: 30 },
      {
        code: 'events-changed',
        offerId: 2,
        shown: [{ eventId: 7, quantity: 5 }],
        now: [{ eventId: 8, quantity: 5 }],
      },
      { code: 'line-gone', offerId: 3 },
      { code: 'line-added', offerId: 4 },
      { code: 'quantity-changed', offerId: 5, shownQuantity: 4, nowQuantity: 3 },
      { code: 'total-changed', shownFen: 2880, nowFen: 2660 },
    ])
  })

  test('a line in two is the same only with the same split', () => {
    const shown = basket(line(1, 7, 2), line(1, 8, 3))
    expect(compareShown(shown, shown)).toEqual([])
    expect(compareShown(shown, basket(line(1, 7, 3), line(1, 8, 2))).map((d) => d.code)).toEqual([
      'events-changed',
    ])
    expect(compareShown(shown, basket(line(1, 7, 5))).map((d) => d.code)).toEqual(['events-changed'])
  })

  test('a price made up in the browser for a part of a line is found', () => {
    const shown = { lines: [line(1, 7, 2), line(1, 8, 3, { unitPriceFen: 1 })], totalFen: 1200 }
    const now = basket(line(1, 7, 2), line(1, 8, 3))
    expect(compareShown(shown, now)).toEqual([
      { code: 'price-changed', offerId: 1, shownFen: 1, nowFen: 240 },
    ])
  })

  test('nothing is told exactly when nothing differs', () => {
    const told = ({ lines, totalFen }: ShownBasket) =>
      [
        ...lines.map(
          (l) =>
            `${l.offerId} ${l.eventId} ${l.quantity} ${l.unitPriceFen} ${l.referencePriceFen} ${l.noShowSharePercent}`,
        ),
      ]
        .sort()
        .concat(String(totalFen))
    fc.assert(
      fc.property(anyShown, anyShown, (shown, now) => {
        const isSame = JSON.stringify(told(shown)) === JSON.stringify(told(now))
        expect(compareShown(shown, now).length === 0).toBe(isSame)
        expect(compareShown(shown, { ...shown, lines: [...shown.lines].reverse() })).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })
})

describe('the content of a placement', () => {
  const content = placementContent(placement)

  test('is the same in any order of lines and however animals are counted', () => {
    const lines = [line(2, 7, 5), line(1, 7, 1), line(1, 7, 1)]
    expect(placementContent({ ...placement, shown: { ...placement.shown, lines } })).toBe(content)
  })

  test.each<[string, Partial<Placement>]>([
    ['buyer', { buyerId: 4 }],
    ['basket', { basketId: '0a0b0c0d-0000-4000-8000-000000000002' }],
    ['version', { basketVersion: 3 }],
    ['agency', { agencyId: 1 }],
    ['capacity', { capacity: 'canteen' }],
    ['way of paying', { payBy: 'agency-account' }],
    ['wish to stay apart', { isSeparate: true }],
    ['total', { shown: { ...placement.shown, totalFen: 1 } }],
    ['quantity', { shown: { ...placement.shown, lines: [line(1, 7, 3), line(2, 7, 5)] } }],
    ['event', { shown: { ...placement.shown, lines: [line(1, 8, 2), line(2, 7, 5)] } }],
    ['line', { shown: { ...placement.shown, lines: [line(1, 7, 2)] } }],
  ])('is other for another %s', (_, change) => {
    expect(placementContent({ ...placement, ...change })).not.toBe(content)
  })
})
