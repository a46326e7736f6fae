import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type Good, GoodCards } from './good-card.tsx'

const goose: Good = {
  href: '/offers/7',
  name: '大白鹅',
  drawing: 'goose',
  kind: 'fowl',
  village: '白鹿垭',
  town: '武安镇',
  unitPriceFen: 1680,
  referencePriceFen: 1500,
  counting: {
    orderedBy: 'piece',
    pricedBy: 'jin',
    pieceUnit: '只',
    usualPieceGrams: { least: 4250, most: 4250 },
  },
  stock: { state: 'left', quantity: 23 },
  nextPickup: { startsAt: '2026-12-07T01:00:00Z', place: '文武' },
}

test('a card has one link, named for the product, and says price, parts, stock and day in words', () => {
  const html = renderToStaticMarkup(<GoodCards goods={[goose]} />)
  expect(html.match(/<a /g)).toHaveLength(1)
  expect(html).toContain('<h2><a href="/offers/7">大白鹅</a></h2>')
  for (const words of [
    '16.80',
    '元/斤',
    '15.00',
    '+1.80',
    '还有23只',
    '12月7日，文武取',
    '每只约8.5斤，按秤结账',
  ]) {
    expect(html).toContain(words)
  }
})

test('sold out, and without a day, it says both', () => {
  const html = renderToStaticMarkup(
    <GoodCards goods={[{ ...goose, stock: { state: 'out' }, nextPickup: null }]} />,
  )
  expect(html).toContain('class="good gone"')
  expect(html).toContain('这批卖完了')
  expect(html).toContain('还没有取货日')
})
