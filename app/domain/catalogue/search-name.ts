/**
 * A name as it may be typed: in characters, in pinyin, in initials, or in a mixture of characters and one of these.
 * Invariant: whatever is found covers whole characters of the name, but for a last syllable that is still being typed.
 */
import { misheard } from './search-slips.ts'

/** A character of a name with every way it may be typed. */
export type Glyph = {
  text: string
  /** The usual one first: 重 is `zhong` and `chong`. Letters and figures have none. */
  readings: readonly string[]
  /** The character and its readings. */
  right: readonly string[]
  /** And its first letters: `z` and `zh` for 重, whose other reading begins with `c` and `ch`. */
  initials: readonly string[]
  /** And its readings as they are misspelt by ear. */
  heard: readonly string[]
}
export type SearchName = readonly Glyph[]

export type Spelling = 'right' | 'heard'

/** All of a name, from its first character to its last; or its beginning; or something inside. */
export type Cover = 'whole' | 'start' | 'inside'

export function glyphOf(text: string, readings: readonly string[]): Glyph {
  const initials = readings.flatMap((reading) => [reading.slice(0, 1), ...(/^[zcs]h/.exec(reading) ?? [])])
  const right = [...new Set([text, ...readings])]
  return {
    text,
    readings,
    right,
    initials: [...new Set([text, ...initials])],
    heard: [...new Set([...right, ...readings.flatMap(misheard)])],
  }
}

/** Where `term` may have got to after one character, from each place in `at`. */
function after(term: string, at: readonly number[], ways: readonly string[]): number[] {
  const reached: number[] = []
  for (const from of at) {
    for (const way of ways) {
      const to = from + way.length
      if (term.startsWith(way, from) && !reached.includes(to)) reached.push(to)
    }
  }
  return reached
}

const NOWHERE: readonly number[] = []
const BEGINNING: readonly number[] = [0]

/** How far into `term` a whole name reaches, typed in full or in initials: every length it may have taken. */
export function reachOf(term: string, name: SearchName, spelling: Spelling): number[] {
  let [full, initials] = [BEGINNING, spelling === 'right' ? BEGINNING : NOWHERE]
  for (const glyph of name) {
    full = after(term, full, glyph[spelling])
    initials = after(term, initials, glyph.initials)
    if (full.length + initials.length === 0) return []
  }
  return [...full, ...initials]
}

/** What of `name` a whole term covers, or null. Initials and unfinished syllables count in right spelling alone. */
export function coverOf(term: string, name: SearchName, spelling: Spelling): Cover | null {
  let found: Cover | null = null
  for (let start = 0; start < name.length; start++) {
    const cover = coverFrom(term, name, start, spelling)
    if (cover === 'whole') return cover
    found ??= cover
  }
  return found
}

function coverFrom(term: string, name: SearchName, start: number, spelling: Spelling): Cover | null {
  const place = start === 0 ? 'start' : 'inside'
  const isRight = spelling === 'right'
  let full = BEGINNING
  // One letter is an initial of what begins with it only: inside, it would find nearly everything.
  let initials = isRight && (start === 0 || term.length > 1) ? BEGINNING : NOWHERE
  for (let i = start; i < name.length; i++) {
    const glyph = name[i] as Glyph
    if (isRight && (i > start || start === 0) && isBegun(term, full, glyph)) return place
    full = after(term, full, glyph[spelling])
    if (full.includes(term.length)) return start === 0 && i === name.length - 1 ? 'whole' : place
    initials = after(term, initials, glyph.initials)
    if (initials.includes(term.length)) return place
    if (full.length + initials.length === 0) return null
  }
  return null
}

/** Whether the term ends within a syllable of this character: `daba` on its way to 大白. */
function isBegun(term: string, at: readonly number[], { readings }: Glyph): boolean {
  return at.some((from) => {
    const rest = term.length - from
    return readings.some((reading) => reading.length > rest && term.endsWith(reading.slice(0, rest)))
  })
}

/** What of an English name a term covers: a word of it from its beginning, or the words run together. */
export function coverOfWords(term: string, words: readonly string[]): Cover | null {
  if (!/^[a-z]{2}/.test(term)) return null
  const joined = words.join('')
  if (term === joined || isPlural(term, joined)) return 'whole'
  const isFound =
    joined.startsWith(term) || words.some((word) => word.startsWith(term) || isPlural(term, word))
  return isFound ? 'start' : null
}

function isPlural(term: string, word: string): boolean {
  return term === `${word}s` || term === `${word}es`
}

const MOST_SPELLINGS = 6

/** A name run together in pinyin: as usual, then with each other reading of a character, at most a few. */
export function latinOf(name: SearchName): string[] {
  const usual = name.map((glyph) => glyph.readings[0] ?? glyph.text)
  const others = name.flatMap((glyph, i) =>
    glyph.readings.slice(1).map((reading) => usual.map((each, j) => (i === j ? reading : each)).join('')),
  )
  return [usual.join(''), ...others].slice(0, MOST_SPELLINGS)
}
