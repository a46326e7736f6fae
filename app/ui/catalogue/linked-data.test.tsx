import { Meta, UNSAFE_RemixContext as RemixContext } from '@remix-run/react'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router-dom/server.js'
import { expect, test } from 'vitest'
import { breadcrumbs, pickupEvent, productOffer } from './linked-data.ts'

const ORIGIN = 'https://yigou.example'

const goose = {
  id: 7,
  product: {
    nameZh: '大白鹅',
    nameEn: 'White goose',
    kind: 'fowl',
    drawing: 'goose-weighed',
    pricedBy: 'jin' as const,
  },
  village: '白鹿垭',
  town: '武安镇',
  county: '射洪市',
  unitPriceFen: 1680,
  availability: { kind: 'plenty' as const },
  pickups: [{}],
  photos: [],
}

type Json = { [key: string]: Json } & string

function dataOf(linked: { 'script:ld+json': unknown }): Json {
  return linked['script:ld+json'] as Json
}

test('an offer says its price per 斤 in yuan, where it is, and that it can be ordered', () => {
  const data = dataOf(productOffer(ORIGIN, goose))
  expect(data).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: '大白鹅，白鹿垭',
    image: [`${ORIGIN}/produce/goose-weighed.svg`],
    offers: {
      url: `${ORIGIN}/offers/7`,
      price: '16.80',
      priceCurrency: 'CNY',
      priceSpecification: { referenceQuantity: { value: 500, unitCode: 'GRM' } },
      availability: 'https://schema.org/InStock',
    },
  })
})

test.each([
  [{ pickups: [] }, 'OutOfStock'],
  [{ availability: { kind: 'sold-out' as const }, pickups: [] }, 'SoldOut'],
])('what can’t be ordered is not said to be in stock: %j', (change, word) => {
  const data = dataOf(productOffer(ORIGIN, { ...goose, ...change }))
  expect(data.offers?.availability).toBe(`https://schema.org/${word}`)
})

test('photos of the goods stand in place of the drawing', () => {
  const id = '0b7c1f0e-8a52-4f0e-9a43-0d6b5d1c2f3a'
  const data = dataOf(productOffer(ORIGIN, { ...goose, photos: [{ id, width: 600 }] }))
  expect(data.image).toEqual([`${ORIGIN}/photos/${id}/640.webp`])
})

test('an event says when and where, and a cancelled one that it is', () => {
  const event = {
    id: 3,
    title: '12月7日，文武取货',
    startsAt: '2026-12-07T01:00:00.000Z',
    endsAt: '2026-12-07T03:30:00.000Z',
    village: '文武',
    town: '武安镇',
    place: '村委会广场',
    standing: 'taking-orders' as const,
  }
  expect(dataOf(pickupEvent(ORIGIN, event))).toMatchObject({
    '@type': 'Event',
    startDate: event.startsAt,
    eventStatus: 'https://schema.org/EventScheduled',
    location: { name: '村委会广场', address: { addressLocality: '文武', addressCountry: 'CN' } },
  })
  const cancelled = dataOf(pickupEvent(ORIGIN, { ...event, standing: 'cancelled' }))
  expect(cancelled.eventStatus).toBe('https://schema.org/EventCancelled')
})

/** The head's data as the framework writes it for a page with this meta. */
async function headOf(meta: () => object[]): Promise<string> {
  const handler = createStaticHandler([{ id: 'page', path: '/', Component: Meta }])
  const context = await handler.query(new Request(`${ORIGIN}/`))
  if (context instanceof Response) throw new Error('the page was not drawn')
  const remix = { isSpaMode: false, routeModules: { page: { meta } } }
  return renderToStaticMarkup(
    createElement(
      RemixContext.Provider,
      { value: remix as never },
      createElement(StaticRouterProvider, {
        router: createStaticRouter(handler.dataRoutes, context),
        context,
        hydrate: false,
      }),
    ),
  )
}

test('no name ends the element its data stands in', async () => {
  const name = '</script><script>alert(1)</script><!--'
  const evil = { ...goose, village: name, product: { ...goose.product, nameZh: name, nameEn: name } }
  const html = await headOf(() => [
    productOffer(ORIGIN, evil),
    breadcrumbs(ORIGIN, [{ name, path: '/villages/510981100212' }]),
  ])
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)]
  expect(blocks).toHaveLength(2)
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).not.toContain('<!--')
  expect(JSON.parse(blocks[0]?.[1] ?? '').name).toBe(`${name}，${name}`)
})
