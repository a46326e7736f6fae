/**
 * Which cards, a product of a village each, the searched terms lead to, and how well.
 * Invariant: every term is found in the product, in the village or its town, or across both. What is nearly right
 * is looked for only where nothing is right.
 */
import { type Cover, coverOf, coverOfWords, latinOf, reachOf, type SearchName } from './search-name.ts'
import { isOneSlip } from './search-slips.ts'
import type { SearchProduct, SearchVillage, Vocabulary } from './search-vocabulary.ts'

/** Name itself, its beginning, something inside it or another word for it, and what only resembles it. */
export const RANK = { exact: 0, start: 1, other: 2, near: 3 } as const
export type Rank = (typeof RANK)[keyof typeof RANK]

export type FoundCard = { villageCode: string; productId: number; rank: Rank }

export type Found = {
  cards: FoundCard[]
  /** Nothing was right: these are what may have been meant, products and villages, the likelier first. */
  isNear: boolean
  meantProductIds: number[]
  meantVillageCodes: string[]
  /** Products that have every term, whether any village has them or not. */
  productIds: number[]
}

/** What one term says of products, of villages, and of both run together. */
type TermFound = {
  products: Map<number, Rank>
  villages: Map<string, Rank>
  pairs: Map<string, Rank>
}

const pairKey = (villageCode: string, productId: number) => `${villageCode} ${productId}`

function keepBest<Key>(found: Map<Key, Rank>, key: Key, rank: Rank | null): void {
  if (rank === null) return
  const before = found.get(key)
  if (before === undefined || rank < before) found.set(key, rank)
}

const RANK_OF: Record<Cover, Rank> = { whole: RANK.exact, start: RANK.start, inside: RANK.other }

function best(ranks: readonly (Rank | null)[]): Rank | null {
  return ranks.reduce<Rank | null>(
    (least, rank) => (rank !== null && (least === null || rank < least) ? rank : least),
    null,
  )
}

/** How a term is compared with a name: as it is right, or as it may be misspelt. */
type Matcher = {
  inName: (term: string, name: SearchName) => Rank | null
  inWords: (term: string, words: readonly string[]) => Rank | null
  /** How much of the beginning of a term a whole name may have taken. */
  reach: (term: string, name: SearchName) => number[]
}

const right: Matcher = {
  inName: (term, name) => rankOfCover(coverOf(term, name, 'right')),
  inWords: (term, words) => rankOfCover(coverOfWords(term, words)),
  reach: (term, name) => reachOf(term, name, 'right'),
}

function rankOfCover(cover: Cover | null): Rank | null {
  return cover && RANK_OF[cover]
}

/** Inside a name, fewer letters than these resemble too much. */
const FEWEST_INSIDE = 4

const nearly: Matcher = {
  inName: (term, name) => {
    const cover = term.length > 1 ? coverOf(term, name, 'heard') : null
    const isHeard = cover !== null && (cover !== 'inside' || term.length >= FEWEST_INSIDE)
    return isHeard || latinOf(name).some((latin) => isOneSlip(term, latin)) ? RANK.near : null
  },
  inWords: (term, words) =>
    [words.join(''), ...words].some((word) => isOneSlip(term, word)) ? RANK.near : null,
  reach: (term, name) => [
    ...reachOf(term, name, 'heard'),
    ...latinOf(name).flatMap((latin) =>
      [latin.length - 1, latin.length, latin.length + 1].filter((end) =>
        isOneSlip(term.slice(0, end), latin),
      ),
    ),
  ],
}

function inProduct(matcher: Matcher, term: string, product: SearchProduct): Rank | null {
  const other = best(product.synonyms.map((name) => matcher.inName(term, name)))
  return best([
    matcher.inName(term, product.name),
    matcher.inWords(term, product.english),
    other === null ? null : (Math.max(other, RANK.other) as Rank),
  ])
}

function inVillage(matcher: Matcher, term: string, { names, fullNames }: SearchVillage): Rank | null {
  const short = best(names.map((name) => matcher.inName(term, name)))
  const full = best(fullNames.map((name) => matcher.inName(term, name)))
  return best([short, full === RANK.other ? null : full])
}

/** The parts of a term after a name that it begins with. */
function restsAfter(matcher: Matcher, term: string, names: readonly SearchName[]): string[] {
  const ends = names.flatMap((name) => matcher.reach(term, name))
  return [...new Set(ends)].filter((end) => end < term.length).map((end) => term.slice(end))
}

function findTerm(matcher: Matcher, term: string, { products, villages }: Vocabulary): TermFound {
  const found: TermFound = { products: new Map(), villages: new Map(), pairs: new Map() }
  const inProducts = new Map<string, Map<number, Rank>>()
  const productsWith = (rest: string) => {
    const known = inProducts.get(rest)
    if (known) return known
    const ranks = new Map<number, Rank>()
    for (const product of products) keepBest(ranks, product.id, inProduct(matcher, rest, product))
    inProducts.set(rest, ranks)
    return ranks
  }
  for (const [id, rank] of productsWith(term)) found.products.set(id, rank)
  const productFirst = products.flatMap((product) =>
    restsAfter(matcher, term, [product.name, ...product.synonyms]).map((rest) => ({ id: product.id, rest })),
  )
  for (const village of villages) {
    keepBest(found.villages, village.code, inVillage(matcher, term, village))
    for (const rest of restsAfter(matcher, term, [...village.names, ...village.fullNames])) {
      for (const [id, rank] of productsWith(rest)) keepBest(found.pairs, pairKey(village.code, id), rank)
    }
    for (const { id, rest } of productFirst) {
      keepBest(found.pairs, pairKey(village.code, id), inVillage(matcher, rest, village))
    }
  }
  return found
}

/** The worst of the terms' ranks for a card; null unless each term is found in it. */
function rankOf(terms: readonly TermFound[], villageCode: string, productId: number): Rank | null {
  let worst: Rank = RANK.exact
  for (const { products, villages, pairs } of terms) {
    const rank = best([
      products.get(productId) ?? null,
      villages.get(villageCode) ?? null,
      pairs.size === 0 ? null : (pairs.get(pairKey(villageCode, productId)) ?? null),
    ])
    if (rank === null) return null
    if (rank > worst) worst = rank
  }
  return worst
}

function cardsOf(ways: readonly (readonly TermFound[])[], villages: readonly SearchVillage[]): FoundCard[] {
  return villages.flatMap(({ code, productIds }) =>
    productIds.flatMap((productId) => {
      const rank = best(ways.map((terms) => rankOf(terms, code, productId)))
      return rank === null ? [] : [{ villageCode: code, productId, rank }]
    }),
  )
}

/** The terms, and run together, since pinyin may be typed syllable by syllable. */
function waysOf(terms: readonly string[]): (readonly string[])[] {
  return terms.length > 1 ? [terms, [terms.join('')]] : [terms]
}

/** Terms with their characters in pinyin: whoever picks 大白娥 on a keyboard means 大白鹅. */
function inPinyin(term: string, glyphsOf: (text: string) => SearchName): string[] {
  const glyphs = glyphsOf(term)
  return glyphs.filter(({ readings }) => readings.length > 0).length > 1 ? latinOf(glyphs) : [term]
}

/** Looks for the terms of `searchTerms`; `glyphsOf` gives a text's characters with their readings. */
export function findCards(
  terms: readonly string[],
  vocabulary: Vocabulary,
  glyphsOf: (text: string) => SearchName,
): Found {
  const { products, villages } = vocabulary
  const rightly = waysOf(terms).map((way) => way.map((term) => findTerm(right, term, vocabulary)))
  const cards = cardsOf(rightly, villages)
  const productIds = products
    .filter(({ id }) => rightly.some((way) => way.every((term) => term.products.has(id))))
    .map(({ id }) => id)
  const none = { isNear: false, meantProductIds: [], meantVillageCodes: [], productIds }
  if (cards.length > 0) return { cards, ...none }
  const resembling = waysOf(terms).map((way) => way.map((term) => findNearly(term, vocabulary, glyphsOf)))
  const near = cardsOf(resembling, villages).map((card) => ({ ...card, rank: RANK.near }))
  if (near.length === 0) return { cards, ...none }
  const found = resembling.flat()
  const isMeant = (card: FoundCard) => pairKey(card.villageCode, card.productId)
  const pairs = new Set(found.flatMap(({ pairs }) => [...pairs.keys()]))
  return {
    cards: near,
    isNear: true,
    meantProductIds: distinct(
      near.filter(
        (card) => found.some((term) => term.products.has(card.productId)) || pairs.has(isMeant(card)),
      ),
      (card) => card.productId,
    ),
    meantVillageCodes: distinct(
      near.filter(
        (card) => found.some((term) => term.villages.has(card.villageCode)) || pairs.has(isMeant(card)),
      ),
      (card) => card.villageCode,
    ),
    productIds,
  }
}

function distinct<Item, Value>(items: readonly Item[], of: (item: Item) => Value): Value[] {
  return [...new Set(items.map(of))]
}

/** A term as it is right, and as it may be misspelt. */
function findNearly(term: string, vocabulary: Vocabulary, glyphsOf: (text: string) => SearchName): TermFound {
  const found = findTerm(right, term, vocabulary)
  for (const pinyin of inPinyin(term, glyphsOf)) {
    const near = findTerm(nearly, pinyin, vocabulary)
    for (const [id] of near.products) keepBest(found.products, id, RANK.near)
    for (const [code] of near.villages) keepBest(found.villages, code, RANK.near)
    for (const [key] of near.pairs) keepBest(found.pairs, key, RANK.near)
  }
  return found
}
