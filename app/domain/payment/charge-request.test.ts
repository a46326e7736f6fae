import { expect, it } from 'vitest'
import { type ChargeableOrder, isChargeable, shownChargeRequest } from './charge-request.ts'

const order: ChargeableOrder = {
  payBy: 'desk',
  agencyId: 3,
  lines: [{ isPlaced: true, isOpen: true }],
  receivedFen: 0,
  hasLivePage: false,
}

it('is chargeable while all of it is to come, unpaid, through an agency, before any cut-off', () => {
  expect(isChargeable(order)).toBe(true)
  expect(isChargeable({ ...order, payBy: 'card' })).toBe(false)
  expect(isChargeable({ ...order, payBy: 'agency-account' })).toBe(false)
  expect(isChargeable({ ...order, agencyId: null })).toBe(false)
  expect(isChargeable({ ...order, receivedFen: 1 })).toBe(false)
  expect(isChargeable({ ...order, hasLivePage: true })).toBe(false)
  expect(isChargeable({ ...order, lines: [] })).toBe(false)
  expect(isChargeable({ ...order, lines: [...order.lines, { isPlaced: true, isOpen: false }] })).toBe(false)
  expect(isChargeable({ ...order, lines: [...order.lines, { isPlaced: false, isOpen: true }] })).toBe(false)
})

it('lapses where nobody decided in time, and stays as decided', () => {
  expect(shownChargeRequest('asked', true)).toBe('asked')
  expect(shownChargeRequest('asked', false)).toBe('lapsed')
  expect(shownChargeRequest('approved', false)).toBe('approved')
  expect(shownChargeRequest('declined', false)).toBe('declined')
})
