import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CODE_BYTES, readCode, spellCode } from './one-time-code.ts'

const bytes = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES })

test('a code reads as itself however it is typed', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom('', ' ', '-', '－', '—'), fc.boolean(), (random, between, lower) => {
      const code = spellCode(random)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
      const typed = code.replaceAll('-', between).replaceAll('0', 'O').replaceAll('1', 'l')
      expect(readCode(lower ? typed.toLowerCase() : typed)).toBe(code)
    }),
  )
})

test('codes differ where the lower five bits of a byte differ', () => {
  const one = new Uint8Array(CODE_BYTES)
  const other = new Uint8Array(CODE_BYTES)
  other[CODE_BYTES - 1] = 1
  expect(spellCode(one)).toBe('0000-0000-0000-0000')
  expect(spellCode(other)).toBe('0000-0000-0000-0001')
})

test.each([
  '',
  '7K2M-XQ4T-0PWA',
  '7K2M-XQ4T-0PWA-9CVEE',
  '7K2M-XQ4T-0PWA-9CV!',
  'U'.repeat(16),
  '../../etc/passwd',
])('%j is no code', (typed) => {
  expect(readCode(typed)).toBeNull()
})
