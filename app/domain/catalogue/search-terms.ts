/**
 * What was typed into the search field, as the terms that must all be found.
 * Invariant: the same words typed in full or half width, in any case, with tones or without, are the same terms.
 */

const LONGEST_QUERY = 60
const MOST_TERMS = 5

/** Between words: white space and the marks that people put there, in both widths once folded. */
const BETWEEN = /[\s,;.!?、。·/|\-"'“”‘’()]+/

/** The four tones over a vowel, as combining marks. The two dots of ü are not among them. */
const TONES = /[\u0300\u0301\u0304\u030c]/g

/** Text as it is compared: half width, lower case, without tones and control characters; ü is v, as on a keyboard. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?!\s)\p{C}/gu, '')
    .normalize('NFD')
    .replace(TONES, '')
    .normalize('NFC')
    .replace(/ü/g, 'v')
    .replace(/u:/g, 'v')
}

/**
 * Terms folded, each once, in the order typed. Chinese needs no spaces: a term is looked for anywhere in a name.
 * A tone's number after its syllable is left out (`da4bai2e2`). Empty for a text that says nothing.
 */
export function searchTerms(text: string): string[] {
  const terms = foldText(text.slice(0, LONGEST_QUERY))
    .replace(/([a-z])[0-5](?!\d)/g, '$1')
    .split(BETWEEN)
    .filter((term) => term !== '')
  return [...new Set(terms)].slice(0, MOST_TERMS)
}
