/**
 * What was typed into the search field, as the terms that must all be found.
 * Invariant: the same words typed in full or half width, in any case, are the same terms.
 */

const LONGEST_QUERY = 60
const MOST_TERMS = 5

/** Between words: white space and the marks that people put there, in both widths once folded. */
const BETWEEN = /[\s,;.!?、。·/|"'“”‘’()]+/

/**
 * Terms folded to half width and lower case, each once, in the order typed. Chinese needs no spaces: a term is
 * looked for anywhere in a name. Empty for a text that says nothing.
 */
export function searchTerms(text: string): string[] {
  const folded = text
    .slice(0, LONGEST_QUERY)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?!\s)\p{C}/gu, '')
  const terms = folded.split(BETWEEN).filter((term) => term !== '')
  return [...new Set(terms)].slice(0, MOST_TERMS)
}
