/**
 * What the public pages say to machines, in the words of schema.org: goods, prices, events, and where a page stands.
 * Only what the page itself shows; nothing of a household.
 */

import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import type { PublicStanding } from '#app/domain/pickup/public-standing.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { drawingPath } from '#app/ui/primitives/produce-drawing.tsx'
import { kindName, productName } from './words.ts'

type LinkedData = { 'script:ld+json': Record<string, LinkedValue> }
type LinkedValue = string | number | readonly LinkedValue[] | { readonly [key: string]: LinkedValue }

/** Data of a page, for its meta; the framework writes it so that no name can end the element it stands in. */
function linkedData(type: string, value: Record<string, LinkedValue>): LinkedData {
  return { 'script:ld+json': { '@context': 'https://schema.org', '@type': type, ...value } }
}

const schema = (word: string) => `https://schema.org/${word}`

/** Where a page stands, from the catalogue down to itself. */
export function breadcrumbs(origin: string, crumbs: readonly { name: string; path: string }[]): LinkedData {
  const all = [{ name: m.footer_goods(), path: paths.catalogue() }, ...crumbs]
  return linkedData('BreadcrumbList', {
    itemListElement: all.map(({ name, path }, i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name,
      item: origin + path,
    })),
  })
}

export function organization(origin: string): LinkedData {
  return linkedData('Organization', { name: m.brand(), url: `${origin}/`, logo: `${origin}/favicon.svg` })
}

/** The cards of a page as a list, each named as it is there. */
export function goodsList(
  origin: string,
  cards: readonly { offerId: number; product: { nameZh: string; nameEn: string }; village: string }[],
): LinkedData {
  return linkedData('ItemList', {
    itemListElement: cards.map((card, i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name: m.joined({ first: productName(card.product), second: card.village }),
      url: origin + paths.offer(card.offerId),
    })),
  })
}

type OfferShown = {
  id: number
  product: { nameZh: string; nameEn: string; kind: string; drawing: string; pricedBy: PricedBy }
  village: string
  town: string
  county: string
  unitPriceFen: number
  availability: { kind: 'sold-out' | 'exact' | 'plenty' }
  pickups: readonly unknown[]
  photos: readonly { id: string; width: number }[]
}

/** A product of a village with its price, per 斤 or piece, and whether it can be ordered now. */
export function productOffer(origin: string, offer: OfferShown): LinkedData {
  const { product, village, town, county } = offer
  const price = (offer.unitPriceFen / 100).toFixed(2)
  const isByJin = product.pricedBy === 'jin'
  const images =
    offer.photos.length > 0
      ? offer.photos.map((photo) => paths.photo(photo.id, photo.width > 640 ? 1200 : 640))
      : [drawingPath(product.drawing)]
  return linkedData('Product', {
    name: m.joined({ first: productName(product), second: village }),
    category: kindName(product.kind),
    image: images.map((path) => origin + path),
    offers: {
      '@type': 'Offer',
      url: origin + paths.offer(offer.id),
      price,
      priceCurrency: 'CNY',
      priceSpecification: {
        '@type': 'UnitPriceSpecification',
        price,
        priceCurrency: 'CNY',
        referenceQuantity: {
          '@type': 'QuantitativeValue',
          value: isByJin ? GRAMS_PER_JIN : 1,
          unitCode: isByJin ? 'GRM' : 'C62',
        },
      },
      availability: availabilityOf(offer),
      itemCondition: schema('NewCondition'),
      availableAtOrFrom: placeOf(village, [village, town, county]),
      seller: { '@type': 'Organization', name: m.brand(), url: `${origin}/` },
    },
  })
}

function availabilityOf({ availability, pickups }: Pick<OfferShown, 'availability' | 'pickups'>): string {
  if (availability.kind === 'sold-out') return schema('SoldOut')
  return schema(pickups.length === 0 ? 'OutOfStock' : 'InStock')
}

function placeOf(name: string, within: readonly string[]): Record<string, LinkedValue> {
  const [locality = '', ...above] = within
  return {
    '@type': 'Place',
    name,
    address: {
      '@type': 'PostalAddress',
      addressLocality: locality,
      addressRegion: above.join(' '),
      addressCountry: 'CN',
    },
  }
}

/** A pickup event: where, from when to when, and whether it takes place. */
export function pickupEvent(
  origin: string,
  event: {
    id: number
    title: string
    startsAt: string
    endsAt: string
    village: string
    town: string
    place: string
    standing: PublicStanding
  },
): LinkedData {
  const isCancelled = event.standing === 'cancelled'
  return linkedData('Event', {
    name: event.title,
    url: origin + paths.event(event.id),
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus: schema(isCancelled ? 'EventCancelled' : 'EventScheduled'),
    eventAttendanceMode: schema('OfflineEventAttendanceMode'),
    location: placeOf(event.place, [event.village, event.town]),
    organizer: { '@type': 'Organization', name: m.brand(), url: `${origin}/` },
  })
}
