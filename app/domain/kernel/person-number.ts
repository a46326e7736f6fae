/** Numbers of people in words that are kept readable: none may be among them. */

/** Whether words hold a mobile number, or a run of digits as long as an ID number or a card. */
export function holdsPersonNumber(words: string): boolean {
  const joined = words.normalize('NFKC').replace(/(?<=\d)[\s-]+(?=[\dXx])/g, '')
  return /\d{15}|(?<!\d)(86)?1[3-9]\d{9}(?!\d)/.test(joined)
}
