/**
 * Numbers that carry their own check: the identity number of GB 11643, bank cards (Luhn), telephones.
 * None of these values ever goes into a fault's facts: refusals are shown, logged and stored.
 */
import { type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { cleanText, isLostNumber } from './text.ts'

export type Sex = 'male' | 'female'

export type IdNumber = {
  /** Eighteen characters, the last a digit or X. */
  number: string
  bornOn: CivilDate
  sex: Sex
  form: 'current' | 'fifteen-digits' | 'disability-card'
}

export type IdFault = 'id-length' | 'id-birth-date' | 'id-checksum' | 'long-number-lost'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** The check character of the first seventeen digits. */
function idCheckCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(seventeen[i]), 0)
  return CHECK_CHARACTERS[sum % 11] ?? ''
}

/**
 * Reads an identity number: eighteen characters, the fifteen digits issued until 1999 (made eighteen), or the
 * twenty of a disability card (its first eighteen are the identity number). Born after `today` is no birth date.
 */
export function parseIdNumber(raw: string, today: CivilDate): Verdict<IdNumber, IdFault> {
  const text = cleanText(raw)
    .replace(/[\s-]+/g, '')
    .toUpperCase()
  if (isLostNumber(text)) return refuse('long-number-lost')
  if (/^\d{15}$/.test(text)) {
    const seventeen = `${text.slice(0, 6)}19${text.slice(6)}`
    return withBirthDate(seventeen + idCheckCharacter(seventeen), 'fifteen-digits', today)
  }
  const card = /^(\d{17}[\dX])[1-7][1-4](B\d)?$/.exec(text)
  const number = card ? (card[1] ?? '') : text
  if (!/^\d{17}[\dX]$/.test(number)) return refuse('id-length', { length: [...text].length })
  if (idCheckCharacter(number) !== number[17]) return refuse('id-checksum')
  return withBirthDate(number, card ? 'disability-card' : 'current', today)
}

function withBirthDate(number: string, form: IdNumber['form'], today: CivilDate): Verdict<IdNumber, IdFault> {
  const bornOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isCivilDate(bornOn) || bornOn > today) return refuse('id-birth-date')
  return accept({ number, bornOn, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', form })
}

export type CardFault = 'bank-card-length' | 'bank-card-checksum' | 'long-number-lost'

/** Reads a bank card: twelve to nineteen digits, grouped or not, whose Luhn sum is right. */
export function parseBankCard(raw: string): Verdict<string, CardFault> {
  const text = cleanText(raw).replace(/[\s-]+/g, '')
  if (isLostNumber(text)) return refuse('long-number-lost')
  if (!/^\d{12,19}$/.test(text)) return refuse('bank-card-length', { length: [...text].length })
  return luhnSum(text) % 10 === 0 ? accept(text) : refuse('bank-card-checksum')
}

/** The Luhn sum, the last digit counted as it is. */
export function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, character, i) => {
    const doubled = i % 2 === 0 ? Number(character) : Number(character) * 2
    return sum + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
}

/** Reads a mobile (`+86 139…`) or land line (`0825-6650000`); of several the first. Null for what is neither. */
export function parsePhone(raw: string): string | null {
  const first = cleanText(raw).split(/[/、,;\n]|\s{2,}/)[0] ?? ''
  const digits = first.replace(/[\s()-]+/g, '').replace(/^(\+|00)?86(?=1\d{10}$|0\d)/, '')
  if (/^1[3-9]\d{9}$/.test(digits)) return digits
  return /^(0\d{9,11}|[2-8]\d{6,7})$/.test(digits) ? digits : null
}

const SEX_WORDS: Readonly<Record<string, Sex>> = {
  男: 'male',
  男性: 'male',
  m: 'male',
  male: 'male',
  '1': 'male',
  女: 'female',
  女性: 'female',
  f: 'female',
  female: 'female',
  '2': 'female',
}

/** Reads a person's sex; null for no word known here. */
export function parseSex(raw: string): Sex | null {
  return SEX_WORDS[cleanText(raw).toLowerCase()] ?? null
}
