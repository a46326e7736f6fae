/** Numbers of people in words that are kept readable: none may be among them. */

const GAP = '[\\s.·•\\-\\u2010-\\u2015]?'
const MOBILE = new RegExp(`(?<!\\d)(?:86${GAP})?1[3-9]\\d(?:${GAP}\\d){8}(?!\\d)`)
const DAY = /\d{4}-\d{1,2}-\d{1,2}/g
/** As long as an ID number or a card. */
const LONG = new RegExp(`\\d(?:${GAP}\\d){14}`)

/** Whether words hold a mobile number, or a run of digits as long as an ID number or a card. */
export function holdsPersonNumber(words: string): boolean {
  const even = words.normalize('NFKC')
  return MOBILE.test(even) || LONG.test(even.replace(DAY, ' / '))
}
