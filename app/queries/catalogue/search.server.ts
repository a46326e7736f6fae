/** What the words of a search lead to, and what lies near where they lead to nothing. Public. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { type Found, type FoundCard, findCards } from '#app/domain/catalogue/find-cards.ts'
import { searchTerms } from '#app/domain/catalogue/search-terms.ts'
import { toVocabulary } from '#app/domain/catalogue/search-vocabulary.ts'
import { loadGlyphs } from './pinyin.server.ts'
import { readSearchedNames, type SearchedNames } from './search-vocabulary.server.ts'
import { ON_SHELF } from './shelf.server.ts'

export type NamedInBoth = { nameZh: string; nameEn: string }

export type Search = {
  cards: FoundCard[]
  /** Nothing has the words as they were typed; `cards` has what they may have meant. */
  isNear: boolean
  /** Names that may have been meant, the likelier first. */
  meant: NamedInBoth[]
  /** Names whose products have the words, on the shelf or not; and those that share a character with them. */
  namedProductIds: number[]
  alikeProductIds: number[]
}

/** What lies near a search that found nothing. */
export type Nearby = {
  /** Products of these words that no village has now, with their months. */
  known: (NamedInBoth & { months: number[] })[]
  /** On the shelf: what shares a character with the words, or is of the same kind as what was meant. */
  products: (NamedInBoth & { kind: string })[]
  /** Villages of that name; they have nothing on the shelf. */
  villages: { code: string; name: string; town: string }[]
}

const MOST_MEANT = 3
const MOST_NEARBY = 6

/** Null where `text` says nothing to look for. */
export async function readSearch(text: string): Promise<Search | null> {
  const terms = searchTerms(text)
  if (terms.length === 0) return null
  const [names, glyphsOf] = await Promise.all([readSearchedNames(), loadGlyphs()])
  const found = findCards(terms, toVocabulary(names, glyphsOf), glyphsOf)
  return {
    cards: found.cards,
    isNear: found.isNear,
    meant: meantNames(found, names),
    namedProductIds: found.productIds,
    alikeProductIds: alikeProducts(terms, names),
  }
}

function meantNames(found: Found, { products, villages }: SearchedNames): NamedInBoth[] {
  const ofProducts = products.filter(({ id }) => found.meantProductIds.includes(id))
  const ofVillages = villages.filter(({ code }) => found.meantVillageCodes.includes(code))
  const names = [
    ...ofProducts.map(({ nameZh, nameEn }) => ({ nameZh, nameEn })),
    ...ofVillages.map(({ shortName }) => ({ nameZh: shortName, nameEn: shortName })),
  ]
  return names.slice(0, MOST_MEANT)
}

/** Products with a Chinese character of the terms in their names: 鲤鱼 is nearest to 鲶鱼. */
function alikeProducts(terms: readonly string[], { products }: SearchedNames): number[] {
  const characters = [...terms.join('')].filter((character) => /\p{Script=Han}/u.test(character))
  const sharesWith = (text: string) => characters.some((character) => text.includes(character))
  return products.filter(({ nameZh, synonyms }) => [nameZh, ...synonyms].some(sharesWith)).map(({ id }) => id)
}

/** For a search that no card on the shelf answers. */
export async function readNearby(text: string, search: Search): Promise<Nearby> {
  const terms = searchTerms(text).filter((term) => /\p{Script=Han}/u.test(term))
  const { namedProductIds, alikeProductIds } = search
  const isNamed = Prisma.sql`EXISTS (SELECT FROM unnest(${terms}::text[]) term WHERE strpos(v.name, term) > 0)`
  const [row] = await readDatabase().$queryRaw<{ nearby: Nearby }[]>`
    WITH on_shelf AS MATERIALIZED (
      SELECT DISTINCT o.product_id FROM offer o JOIN lot l ON l.offer_id = o.id WHERE l.available > 0 AND ${ON_SHELF}),
    near AS (
      SELECT p.* FROM product p JOIN on_shelf s ON s.product_id = p.id
      WHERE p.id = ANY (${alikeProductIds}::int[])
        OR p.kind IN (SELECT kind FROM product WHERE id = ANY (${namedProductIds}::int[]))
      ORDER BY (p.id = ANY (${alikeProductIds}::int[])) DESC, p.id LIMIT ${MOST_NEARBY}),
    named AS (
      SELECT v.code, v.short_name, t.name AS town FROM division v JOIN division t ON t.code = v.parent_code
      WHERE v.level = 'village' AND ${isNamed} ORDER BY v.code LIMIT ${MOST_MEANT})
    SELECT json_build_object(
      'known', (SELECT coalesce(json_agg(json_build_object('nameZh', name_zh, 'nameEn', name_en,
        'months', season_months) ORDER BY id), '[]') FROM (
          SELECT * FROM product WHERE id = ANY (${namedProductIds}::int[])
            AND id NOT IN (SELECT product_id FROM on_shelf) ORDER BY id LIMIT ${MOST_MEANT}) known),
      'products', (SELECT coalesce(json_agg(json_build_object('nameZh', name_zh, 'nameEn', name_en, 'kind', kind)), '[]') FROM near),
      'villages', (SELECT coalesce(json_agg(json_build_object('code', code, 'name', short_name, 'town', town) ORDER BY code), '[]')
        FROM named)) AS nearby`
  return row?.nearby ?? { known: [], products: [], villages: [] }
}
