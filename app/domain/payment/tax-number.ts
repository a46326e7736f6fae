/**
 * The unified social credit code (统一社会信用代码, GB 32100-2015), which is an organisation's tax number.
 * Invariant: what is read is 18 characters of the standard's alphabet, of which the last follows from the others.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** The digits and letters that a code is written in, each by its value: no I, O, S, V or Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18

/** Blanks, dashes and marks that do not show, as copying and typing leave them. */
const BETWEEN = /[\s\-\u2010-\u2015\u200b-\u200f\u2060\ufeff]/g

export type TaxNumberCode =
  | 'tax-number-missing'
  | 'tax-number-characters'
  | 'tax-number-length'
  | 'tax-number-check'

/** The last character of a code, from the seventeen before it: weights are the powers of three, modulo 31. */
export function taxNumberCheck(body: string): string {
  let [sum, weight] = [0, 1]
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The number as it is written once: spaces, small letters and full-width forms are taken; what is wrong is named. */
export function readTaxNumber(text: string): Verdict<string, TaxNumberCode> {
  const code = text.normalize('NFKC').replace(BETWEEN, '').toUpperCase()
  if (code === '') return refuse('tax-number-missing')
  const wrong = [...new Set(code)].filter((character) => !ALPHABET.includes(character))
  if (wrong.length > 0) return refuse('tax-number-characters', { characters: wrong.slice(0, 6).join(' ') })
  if (code.length !== LENGTH) return refuse('tax-number-length', { found: code.length })
  if (taxNumberCheck(code.slice(0, -1)) !== code.at(-1)) return refuse('tax-number-check')
  return accept(code)
}
