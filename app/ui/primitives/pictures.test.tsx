import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { MiniBar, MonthChart, roundStep } from './month-chart.tsx'
import { gaugeScale, PriceGauge } from './price-gauge.tsx'
import { Beam, PriceSplit, premiumOf } from './price-split.tsx'
import { drawingPath } from './produce-drawing.tsx'
import { qrPath } from './qr-code.tsx'
import { seedsOf } from './stock-pip.tsx'

const price = fc.integer({ min: 1, max: 1_000_000 })

describe('the price, split', () => {
  test('base and premium add up to the price; neither is negative', () => {
    fc.assert(
      fc.property(price, price, (unitPriceFen, referencePriceFen) => {
        const { baseFen, premiumFen } = premiumOf({ unitPriceFen, referencePriceFen })
        expect(baseFen + premiumFen).toBe(unitPriceFen)
        expect(Math.min(baseFen, premiumFen)).toBeGreaterThanOrEqual(0)
        expect(premiumFen === 0).toBe(unitPriceFen <= referencePriceFen)
      }),
    )
  })

  test('the beam ends where the premium begins, and is not read out', () => {
    const html = renderToStaticMarkup(<Beam baseFen={1500} premiumFen={180} />)
    expect(html).toContain('aria-hidden="true"')
    expect(html).toContain('class="rod" x1="0" x2="89.3%"')
    expect(html).toContain('class="help" x1="89.9%" x2="100%"')
  })

  test('a price at its reference shows no premium', () => {
    const html = renderToStaticMarkup(<PriceSplit unitPriceFen={980} referencePriceFen={1000} />)
    expect(html).not.toContain('help')
    expect(html).not.toContain('plus')
    expect(html).toContain('10.00')
  })
})

describe('the price rule', () => {
  test('keeps every mark on the beam, in order', () => {
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 4 }), (marks) => {
        const places = [...marks].sort((a, b) => a - b).map(gaugeScale(marks))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(Math.min(...places)).toBeGreaterThanOrEqual(18)
        expect(Math.max(...places)).toBeLessThanOrEqual(82)
      }),
    )
  })

  test('says all four prices in its name', () => {
    const html = renderToStaticMarkup(
      <PriceGauge referencePriceFen={1500} floorPriceFen={1550} capPriceFen={1725} unitPriceFen={1680} />,
    )
    const name = /role="img" aria-label="([^"]*)"/.exec(html)?.[1] ?? ''
    for (const figure of ['15.00', '15.50', '17.25', '16.80']) expect(name).toContain(figure)
  })
})

describe('the seeds of what is left', () => {
  test.each([
    ['piece', 0, 0],
    ['piece', 9, 1],
    ['piece', 10, 2],
    ['piece', 23, 3],
    ['piece', 31, 4],
    ['piece', 640, 5],
    ['weight', 4999, 1],
    ['weight', 5000, 2],
  ] as const)('by %s, %i left: %i of 5', (orderedBy, quantity, seeds) => {
    expect(seedsOf({ state: 'left', quantity }, orderedBy)).toBe(seeds)
  })

  test('sold out and plenty', () => {
    expect(seedsOf({ state: 'out' }, 'piece')).toBe(0)
    expect(seedsOf({ state: 'plenty' }, 'weight')).toBe(5)
  })
})

describe('the months', () => {
  test('four round steps hold the highest, and not by more than two and a half times', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), (most) => {
        expect(4 * roundStep(most)).toBeGreaterThanOrEqual(most)
        expect(4 * roundStep(most)).toBeLessThanOrEqual(2.5 * most + 1e-6)
      }),
    )
  })

  test('has a name, and the figures in a table', () => {
    const months = [{ month: 3, baseFen: 23_628_706, premiumFen: 2_411_918 }]
    const html = renderToStaticMarkup(<MonthChart months={months} label="Sales by month" />)
    expect(html).toContain('role="img" aria-label="Sales by month"')
    expect(html).toContain('<td class="n">236,287.06</td><td class="n">24,119.18</td>')
  })

  test('a year without sales is drawn too', () => {
    expect(renderToStaticMarkup(<MonthChart months={[]} label="Sales" />)).not.toContain('NaN')
    expect(renderToStaticMarkup(<MiniBar baseFen={0} premiumFen={0} mostFen={0} />)).not.toContain('NaN')
  })
})

test('a QR path darkens exactly the dark modules', () => {
  const square = fc.integer({ min: 1, max: 12 }).chain((size) => {
    const row = fc.array(fc.boolean(), { minLength: size, maxLength: size })
    return fc.array(row, { minLength: size, maxLength: size })
  })
  fc.assert(
    fc.property(square, (modules) => {
      const drawn = modules.map((row) => row.map(() => false))
      for (const [, x, y, length] of qrPath(modules).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
        drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length))
      }
      expect(drawn).toEqual(modules)
    }),
  )
})

describe('drawings', () => {
  const served = (path: string) => existsSync(new URL(`../../../public${path}`, import.meta.url))

  test.each([
    ['goose', '/produce/goose.svg'],
    ['sweet-potato', '/produce/sweet-potato.svg'],
    ['no-such-thing', '/produce/basket.svg'],
    ['../secret', '/produce/basket.svg'],
  ])('%s is served from %s', (drawing, path) => {
    expect(drawingPath(drawing)).toBe(path)
    expect(served(path)).toBe(true)
  })
})
