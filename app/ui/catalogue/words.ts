/** Words of the storefront that depend on what is shown. */

import type { GoodsKind } from '#app/domain/catalogue/kinds.ts'
import type { CooperativeKind } from '#app/domain/catalogue/purchase-contract.ts'
import { m } from '#app/i18n/generated/messages.js'
import { locale } from '#app/i18n/locale.ts'

const kindNames: Record<GoodsKind, () => string> = {
  fowl: m.store_kind_fowl,
  veg: m.store_kind_veg,
  fruit: m.store_kind_fruit,
  grain: m.store_kind_grain,
  fish: m.store_kind_fish,
  jar: m.store_kind_jar,
}

/** A kind of goods; one that a county added stands as it is. */
export function kindName(kind: string): string {
  const known: Record<string, (() => string) | undefined> = kindNames
  return known[kind]?.() ?? kind
}

/** A product in the reader's language. */
export function productName(product: { nameZh: string; nameEn: string }): string {
  return locale() === 'en' ? product.nameEn : product.nameZh
}

const MOST_NAMES = 3

/** Villages in a sentence: all of a few, else the first two and how many. */
export function villageNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return joinNames(names)
  return m.store_villages_more({ names: joinNames(names.slice(0, MOST_NAMES - 1)), count: names.length })
}

function joinNames(names: readonly string[]): string {
  return names.reduce(
    (first, second) => (first === '' ? second : m.store_names_joined({ first, second })),
    '',
  )
}

/** The village an event is held in, and whose goods come there if others' do. */
export function eventPlace(event: { village: string; serves: readonly string[] }): string {
  const others = event.serves.filter((name) => name !== event.village)
  return others.length === 0
    ? event.village
    : m.store_place_serves({ village: event.village, villages: villageNames(event.serves) })
}

/** Where in its village an event is held; many places carry the village's name already. */
export function placeInVillage(event: { village: string; place: string }): string {
  return event.place.startsWith(event.village) ? event.place : m.store_place_at(event)
}

const SELLERS: Record<CooperativeKind, () => string> = {
  cooperative: m.store_seller_cooperative,
  company: m.store_seller_company,
  'family-farm': m.store_seller_family_farm,
}

/** What kind of business buys from households and sells. */
export function cooperativeKind(kind: CooperativeKind): string {
  return SELLERS[kind]()
}
