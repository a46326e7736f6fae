import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTaxNumber, taxNumberCheck } from './tax-number.ts'

/** As the standard's readers and the organisations themselves publish them. */
const PUBLISHED = [
  '91350100M000100Y43',
  '91110000600037341L',
  '9144030071526726XG',
  '91330100799655058B',
  '914403001922038216',
  '91110000802100433B',
]

describe('an organisation’s tax number', () => {
  test.each(PUBLISHED)('%s is one', (code) => {
    expect(taxNumberCheck(code.slice(0, 17))).toBe(code.slice(17))
    expect(readTaxNumber(code)).toEqual({ ok: true, value: code })
  })

  test.each([
    ['small letters', '91350100m000100y43'],
    ['spaces in groups', ' 9135 0100 M000 100Y 43 '],
    ['full-width forms', '９１３５０１００Ｍ０００１００Ｙ４３'],
    ['dashes, and a mark that does not show', '91350100-M000100Y-43\u200b'],
  ])('is read through %s', (_how, text) => {
    expect(readTaxNumber(text)).toEqual({ ok: true, value: '91350100M000100Y43' })
  })

  test.each([
    ['nothing', ' 　', 'tax-number-missing', undefined],
    ['O in place of nought', '9135O100M000100Y43', 'tax-number-characters', { characters: 'O' }],
    ['letters that no code has', 'ioszv', 'tax-number-characters', { characters: 'I O S Z V' }],
    ['an organisation’s name', '市档案馆', 'tax-number-characters', { characters: '市 档 案 馆' }],
    ['one too few', '91350100M000100Y4', 'tax-number-length', { found: 17 }],
    ['an old number of fifteen', '350100100010013', 'tax-number-length', { found: 15 }],
    ['one too many', '91350100M000100Y433', 'tax-number-length', { found: 19 }],
    ['another last character', '91350100M000100Y44', 'tax-number-check', undefined],
    ['another body', '91350101M000100Y43', 'tax-number-check', undefined],
  ])('%s is refused by what is wrong with it', (_what, text, code, facts) => {
    expect(readTaxNumber(text)).toEqual({ ok: false, code, ...(facts && { facts }) })
  })

  const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
  const body = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 }).map((c) => c.join(''))

  test('one changed character is always found, wherever it stands', () => {
    fc.assert(
      fc.property(body, fc.nat(17), fc.constantFrom(...ALPHABET), (seventeen, at, other) => {
        const code = seventeen + taxNumberCheck(seventeen)
        expect(readTaxNumber(code)).toEqual({ ok: true, value: code })
        fc.pre(code[at] !== other)
        const changed = code.slice(0, at) + other + code.slice(at + 1)
        expect(readTaxNumber(changed)).toEqual({ ok: false, code: 'tax-number-check' })
      }),
    )
  })

  test('two neighbours that changed places are always found', () => {
    fc.assert(
      fc.property(body, fc.nat(15), (seventeen, at) => {
        const code = seventeen + taxNumberCheck(seventeen)
        fc.pre(code[at] !== code[at + 1])
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2)
        expect(readTaxNumber(swapped)).toEqual({ ok: false, code: 'tax-number-check' })
      }),
    )
  })
})
