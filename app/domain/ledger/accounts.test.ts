import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  agencyAccount,
  bankAccount,
  cardAccount,
  cashAccount,
  householdAccount,
  lossAccount,
  normalSide,
  orderAccount,
  owedBackAccount,
  parseAccount,
  qrAccount,
  roundingAccount,
} from './accounts.ts'

const anyId = fc.integer({ min: 1, max: 2_147_483_647 })
const anyCounty = fc.integer({ min: 110101, max: 659010 }).map((code) => `${code}000000`)

test('names are as they are stored', () => {
  expect(householdAccount(12)).toBe('household:12')
  expect(orderAccount('0a0b0c0d-0000-4000-8000-000000000001')).toBe(
    'order:0a0b0c0d-0000-4000-8000-000000000001',
  )
  expect(lossAccount('510981000000')).toBe('loss:510981000000')
})

test('every name parses back to what it was made of', () => {
  fc.assert(
    fc.property(anyId, fc.uuid(), anyCounty, (id, orderId, countyCode) => {
      expect(parseAccount(householdAccount(id))).toEqual({ kind: 'household', householdId: id })
      expect(parseAccount(orderAccount(orderId))).toEqual({ kind: 'order', orderId })
      expect(parseAccount(cashAccount(id))).toEqual({ kind: 'cash', eventId: id })
      expect(parseAccount(qrAccount(id))).toEqual({ kind: 'qr', eventId: id })
      expect(parseAccount(agencyAccount(id))).toEqual({ kind: 'agency', agencyId: id })
      expect(parseAccount(roundingAccount(id))).toEqual({ kind: 'rounding', eventId: id })
      expect(parseAccount(lossAccount(countyCode))).toEqual({ kind: 'loss', countyCode })
      expect(parseAccount(bankAccount(countyCode))).toEqual({ kind: 'bank', countyCode })
      expect(parseAccount(cardAccount(countyCode))).toEqual({ kind: 'card', countyCode })
      expect(parseAccount(owedBackAccount(countyCode))).toEqual({ kind: 'owed-back', countyCode })
    }),
  )
})

test.each([
  '',
  'household',
  'household:',
  'household:0',
  'household:007',
  'household:-1',
  'household:1.5',
  'household:1e3',
  'household:99999999999999999',
  'Household:1',
  'order:1',
  'order:0A0B0C0D-0000-4000-8000-000000000001',
  'cash:1 ',
  'loss:510981',
  'loss:510981100000',
  'gift:1',
])('%j is no account', (name) => {
  expect(parseAccount(name)).toBeNull()
})

test.each([0, -1, 1.5, Number.NaN])('a builder given %d throws', (id) => {
  expect(() => householdAccount(id)).toThrow('not an account')
})

test('only what is owed to a household grows by credits', () => {
  expect(normalSide('household')).toBe('credit')
  for (const kind of ['order', 'cash', 'qr', 'agency', 'rounding', 'loss', 'bank'] as const) {
    expect(normalSide(kind)).toBe('debit')
  }
})
