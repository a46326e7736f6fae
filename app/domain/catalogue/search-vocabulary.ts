/**
 * The names of products and villages in every form that they are searched by.
 * Invariant: only products and places are in it, never a person.
 */
import type { SearchName } from './search-name.ts'
import { foldText } from './search-terms.ts'

export type SearchProduct = {
  id: number
  name: SearchName
  synonyms: readonly SearchName[]
  /** The words of its English name. */
  english: readonly string[]
}

export type SearchVillage = {
  code: string
  /** As shown, with 村 or 社区, and its town's, with 镇 and without. */
  names: readonly SearchName[]
  /** Those of the village after those of its town, as one word; found from their beginning only. */
  fullNames: readonly SearchName[]
  /** Products that it has or had on offer. */
  productIds: readonly number[]
}

export type Vocabulary = { products: readonly SearchProduct[]; villages: readonly SearchVillage[] }

export type NamedProduct = { id: number; nameZh: string; nameEn: string; synonyms: readonly string[] }
export type NamedVillage = {
  code: string
  name: string
  shortName: string
  town: string
  productIds: readonly number[]
}

type GlyphsOf = (text: string) => SearchName

const COMMITTEE = /(村民|社区居民|居民)?委员会$|[村居]委会$/
const TOWN_KIND = /(街道|镇|乡)$/

/** A name, and without its last word unless too little would be left. */
function withAndWithout(name: string, ending: RegExp): string[] {
  const bare = name.replace(ending, '')
  return [...bare].length < 2 || bare === name ? [name] : [name, bare]
}

function toVillage(row: NamedVillage, glyphsOf: GlyphsOf): SearchVillage {
  const towns = withAndWithout(row.town, TOWN_KIND)
  const own = [...new Set([row.shortName, row.name.replace(/\s+/g, '').replace(COMMITTEE, '')])]
  return {
    code: row.code,
    names: [...own, ...towns].map(glyphsOf),
    fullNames: towns.flatMap((town) => own.map((name) => glyphsOf(town + name))),
    productIds: row.productIds,
  }
}

function toProduct(row: NamedProduct, glyphsOf: GlyphsOf): SearchProduct {
  return {
    id: row.id,
    name: glyphsOf(row.nameZh),
    synonyms: row.synonyms.map(glyphsOf),
    english: foldText(row.nameEn)
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== ''),
  }
}

/** `glyphsOf` gives a text's characters with their readings. */
export function toVocabulary(
  names: { products: readonly NamedProduct[]; villages: readonly NamedVillage[] },
  glyphsOf: GlyphsOf,
): Vocabulary {
  return {
    products: names.products.map((product) => toProduct(product, glyphsOf)),
    villages: names.villages.map((village) => toVillage(village, glyphsOf)),
  }
}
