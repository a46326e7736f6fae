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

test('sold out, it says so, and when it may come back', () => {
  const html = renderToStaticMarkup(
    <GoodCards goods={[{ ...goose, stock: { state: 'out' }, nextPickup: null }]} />,
  )
  expect(html).toContain('class="good gone"')
  expect(html).toContain('这批卖完了')
  expect(html).toContain('村里再有货，会重新上架')
  expect(html).not.toContain('取货日')
  const outOfSeason = renderToStaticMarkup(
    <GoodCards goods={[{ ...goose, stock: { state: 'out' }, nextPickup: null, backInMonth: 11 }]} />,
  )
  expect(outOfSeason).toContain('过季了，11月再有')
})

test('without a day it says so, and from when there will be some', () => {
  const html = renderToStaticMarkup(<GoodCards goods={[{ ...goose, nextPickup: null }]} />)
  expect(html).toContain('还没有取货日')
  const later = renderToStaticMarkup(
    <GoodCards goods={[{ ...goose, nextPickup: null, firstDay: '2026-12-05' }]} />,
  )
  expect(later).toContain('12月5日起有，还没有取货日')
})

test('a photo of the goods stands in place of the drawing, in three widths, named for product and village', () => {
  const photo = { id: '0b7c1f0e-8a52-4f0e-9a43-0d6b5d1c2f3a', width: 1000, height: 750 }
  const html = renderToStaticMarkup(<GoodCards goods={[{ ...goose, photo }]} />)
  const at = (width: number) => `/photos/${photo.id}/${width}.webp`
  expect(html).toContain(`srcSet="${at(320)} 320w, ${at(640)} 640w, ${at(1200)} 1000w"`)
  expect(html).toContain('alt="实拍：白鹿垭的大白鹅"')
  expect(html).toContain('width="1000" height="750"')
  expect(html).not.toContain('/produce/')
})
