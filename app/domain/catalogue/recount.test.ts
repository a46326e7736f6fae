import { expect, test } from 'vitest'
import { changeOfCount, type RecountReason } from './recount.ts'

const stock = { listed: 10, toppedUp: 0, available: 4, reserved: 3, given: 3, withdrawn: 0, writtenOff: 0 }

test.each<[number, RecountReason, unknown]>([
  [7, 'kept', null],
  [7, 'more', null],
  [9, 'more', { kind: 'topped-up', quantity: 2 }],
  [5, 'died', { kind: 'written-off', quantity: 2 }],
  [0, 'kept', { kind: 'withdrawn', quantity: 7 }],
])('seven by the books, %d counted, %s', (counted, why, change) => {
  expect(changeOfCount(stock, counted, why)).toEqual(change)
})

test.each<[number, RecountReason, string]>([
  [9, 'kept', 'recount-more-unsaid'],
  [5, 'more', 'recount-less-unsaid'],
  [-1, 'kept', 'stock-count-unreadable'],
  [1.5, 'kept', 'stock-count-unreadable'],
])('seven by the books, %d counted, %s: refused', (counted, why, code) => {
  expect(changeOfCount(stock, counted, why)).toMatchObject({ ok: false, code })
})
