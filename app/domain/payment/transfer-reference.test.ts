import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTransferReference, transferReference } from './transfer-reference.ts'

const orderNumber = fc.integer({ min: 1, max: 99_999_999 })

test('reads as it is written on a slip', () => {
  expect(transferReference(123)).toBe('YG12320')
  expect(readTransferReference('YG12320')).toBe(123)
  expect(readTransferReference('yg 12320 2只鹅')).toBe(123)
})

test('what is written is read back, whatever banks and thumbs put around and between', () => {
  const noise = fc.constantFrom('', '货款 ', '附言:', '转账-', '【以购助扶】')
  const spread = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.replace('YG', 'YG-'),
    (text: string) => text.replace(/(\d{3})/g, '$1 ').trim(),
    (text: string) => text.replace('YG', 'ＹＧ'),
  )
  fc.assert(
    fc.property(orderNumber, noise, spread, noise, (number, before, change, after) => {
      const written = change(transferReference(number))
      const read = readTransferReference(`${before}${written}${after}`)
      // In groups it may by chance name another too: then nobody guesses.
      if (/\d \d/.test(written)) expect([number, null]).toContain(read)
      else expect(read).toBe(number)
    }),
  )
})

test('one wrong digit, or two swapped, is none', () => {
  fc.assert(
    fc.property(orderNumber, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const digits = transferReference(number).slice(2)
      const i = at % digits.length
      const wrong = digits.slice(0, i) + String((Number(digits[i]) + by) % 10) + digits.slice(i + 1)
      expect(readTransferReference(`YG${wrong}`)).not.toBe(number)
      const j = at % (digits.length - 1)
      const swapped = digits.slice(0, j) + digits[j + 1] + digits[j] + digits.slice(j + 2)
      if (swapped !== digits) expect(readTransferReference(`YG${swapped}`)).toBeNull()
    }),
  )
})

test.each(['', '白鹅款', 'YG', 'YG12', 'YG12318', 'YG00019', 'GY12319', '12320'])(
  '%j names no order',
  (remark) => {
    expect(readTransferReference(remark)).toBeNull()
  },
)
