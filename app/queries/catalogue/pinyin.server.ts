/** Characters with their readings. The dictionary is large and only a search needs it, so the first one loads it. */
import { type Glyph, glyphOf, type SearchName } from '#app/domain/catalogue/search-name.ts'
import { foldText } from '#app/domain/catalogue/search-terms.ts'

type Readings = (character: string) => string[]

/** More characters than names are written with; a guard, should somebody search through all of Unicode. */
const MOST_KEPT = 8_000

const IS_HAN = /\p{Script=Han}/u
/** What stands in names between words or around them, and is typed by nobody. */
const NOT_TYPED = /[\s\p{P}]/u

async function loadReadings(): Promise<Readings> {
  const { pinyin } = await import('pinyin-pro')
  return (character) => {
    const found = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true })
    return [...new Set(found)].filter((reading) => /^[a-z]+$/.test(reading))
  }
}

let readings: Promise<Readings> | undefined
/** How a character reads never changes, so what is kept is never wrong. */
const kept = new Map<string, Glyph>()

function toGlyph(character: string, read: Readings): Glyph {
  const known = kept.get(character)
  if (known) return known
  const glyph = glyphOf(character, IS_HAN.test(character) ? read(character) : [])
  if (kept.size < MOST_KEPT) kept.set(character, glyph)
  return glyph
}

/** Gives what turns a text, folded as terms are, into its characters and their readings; marks are left out. */
export async function loadGlyphs(): Promise<(text: string) => SearchName> {
  readings ??= loadReadings()
  const read = await readings
  return (text) =>
    [...foldText(text)]
      .filter((character) => !NOT_TYPED.test(character))
      .map((character) => toGlyph(character, read))
}
