/**
 * The text of a cell, cleaned of what spreadsheets and input methods leave in it.
 * Invariant: cleaning twice gives what cleaning once gave.
 */

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g

/** Text that cleaning leaves as it is, which is nearly every cell: no space, no mark of another width. */
const CLEAN = /^(?!['`=])[!-~\u4e00-\u9fff]*$/

/** How an export keeps a cell from being eaten or run: ="0123", '0123, '-2. */
function unwrapText(text: string): string {
  const formula = /^="([^"]*)"$/.exec(text)
  if (formula) return formula[1] ?? ''
  return /^['’`][\d=+@-]/.test(text) ? text.slice(1) : text
}

/** As a person wrote it, for what is shown again: outer space gone, inner space single, marks as they were. */
export function plainText(raw: string): string {
  if (CLEAN.test(raw)) return raw
  const tidy = raw.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
  const bare = unwrapText(tidy)
  return bare === tidy ? tidy : plainText(bare)
}

/** For reading: full-width letters, digits and marks made half-width as well. */
export function cleanText(raw: string): string {
  if (CLEAN.test(raw)) return raw
  return plainText(plainText(raw).normalize('NFKC'))
}

/** For comparing words: cleaned, lower case, no space at all. */
export function squeezedText(raw: string): string {
  return cleanText(raw).replaceAll(' ', '').toLowerCase()
}

/** A person's name: space between Chinese characters is padding, between Latin words it is part of the name. */
export function cleanName(raw: string): string {
  return cleanText(raw)
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    .replace(/\s*[·•・‧.]\s*(?=\p{Script=Han})/gu, '·')
}

/** What Excel shows where a formula failed: #N/A, #REF! and their like. */
export function isFormulaError(text: string): boolean {
  return /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/i.test(text)
}

/** A formula the file holds no result for. */
export function isFormula(text: string): boolean {
  return /^=[\w(+\-@$"#]/.test(text)
}

/** A long number that a spreadsheet has turned into 5.1E+17: its last digits are gone. */
export function isLostNumber(text: string): boolean {
  return /^\d(\.\d+)?[eE]\+?\d{1,3}$/.test(text)
}
