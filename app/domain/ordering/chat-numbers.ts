/** Figures as people write them in a chat: `12`, `十二`, `廿五`, `一百二`, `半`. */

const DIGITS: Record<string, number> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const PLACES: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }
const TENS: Record<string, number> = { 廿: 20, 卅: 30 }

/** A figure in plain text. */
export const FIGURE = /\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万廿卅半]+/y

/**
 * The figure, or null where it says no one number: `两三` is two or three. `半` alone is a half. Written with digits
 * it is read as it stands.
 */
export function readFigure(text: string): number | null {
  if (/^\d/.test(text)) return Number(text)
  if (text === '半') return 0.5
  if (text.includes('半')) return null
  const characters = [...text]
  if (characters.length > 1 && characters.every((one) => one in DIGITS)) {
    // Digit by digit, as in a house number; without a nought it is "two or three".
    return text.includes('零') ? Number(characters.map((one) => DIGITS[one]).join('')) : null
  }
  return readPlaces(characters)
}

/** `一百二` leaves out the place of its last digit, which is a tenth of the one before. */
function readPlaces(characters: readonly string[]): number | null {
  let total = 0
  let digit: number | null = null
  let place = 0
  let isAfterNought = false
  for (const character of characters) {
    const ten = TENS[character]
    const value = PLACES[character]
    const figure = DIGITS[character]
    if (ten !== undefined) {
      if (digit !== null) return null
      total += ten
      place = 10
    } else if (value === 10_000) {
      total = (total + (digit ?? 0)) * value
      digit = null
      place = value
    } else if (value !== undefined) {
      total += (digit ?? 1) * value
      digit = null
      place = value
    } else if (figure !== undefined) {
      if (digit !== null && digit !== 0) return null
      isAfterNought = figure === 0 || isAfterNought
      digit = figure
    }
  }
  if (digit === null) return total
  return total + (place > 10 && !isAfterNought ? (digit * place) / 10 : digit)
}
