import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { NOTICE_KINDS } from './kinds.ts'
import { onceKeys } from './once-key.ts'

const id = fc.uuid()
const rowId = fc.integer({ min: 1, max: 2_147_483_647 })
const day = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2026-01-01', days))
const lines = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 })

/** Any cause, as text of its own, with its key. */
const cause = fc.oneof(
  id.map((order) => ({ cause: ['placed', order], key: onceKeys.orderPlaced(order) })),
  fc
    .tuple(id, id)
    .map(([order, act]) => ({ cause: ['changed', order, act], key: onceKeys.orderChanged(order, act) })),
  fc.tuple(id, lines).map(([order, numbers]) => ({
    cause: ['cancelled', order, ...[...numbers].sort((a, b) => a - b)],
    key: onceKeys.orderCancelled(order, numbers),
  })),
  fc
    .tuple(id, id)
    .map(([order, plan]) => ({ cause: ['moved', order, plan], key: onceKeys.orderMoved(order, plan) })),
  fc
    .tuple(id, rowId)
    .map(([order, event]) => ({ cause: ['gone', order, event], key: onceKeys.eventCancelled(order, event) })),
  fc.tuple(id, rowId, day).map(([order, event, on]) => ({
    cause: ['reminder', order, event, on],
    key: onceKeys.reminder(order, event, on),
  })),
  id.map((line) => ({ cause: ['short', line], key: onceKeys.lineShort(line) })),
  fc
    .tuple(id, rowId)
    .map(([order, event]) => ({ cause: ['no-show', order, event], key: onceKeys.noShow(order, event) })),
  fc
    .tuple(id, rowId)
    .map(([order, event]) => ({ cause: ['given', order, event], key: onceKeys.handedOver(order, event) })),
  id.map((payment) => ({ cause: ['paid', payment], key: onceKeys.paymentReceived(payment) })),
  id.map((order) => ({ cause: ['freed', order], key: onceKeys.orderFreed(order) })),
  id.map((refund) => ({ cause: ['refunded', refund], key: onceKeys.refunded(refund) })),
  fc
    .tuple(id, id)
    .map(([order, act]) => ({ cause: ['lost', order, act], key: onceKeys.goodsLost(order, act) })),
  fc.tuple(rowId, rowId, rowId).map(([event, account, week]) => ({
    cause: ['unclosed', event, account, week],
    key: onceKeys.eventUnclosed(event, account, week),
  })),
  fc.tuple(rowId, rowId, day).map(([account, event, on]) => ({
    cause: ['cut-off', account, event, on],
    key: onceKeys.cutOffNear(account, event, on),
  })),
  fc.tuple(rowId, rowId, day).map(([account, event, on]) => ({
    cause: ['today', account, event, on],
    key: onceKeys.eventToday(account, event, on),
  })),
  rowId.map((watch) => ({ cause: ['back', watch], key: onceKeys.goodsBack(watch) })),
)

it('two causes never share a key, and one cause has one', () => {
  fc.assert(
    fc.property(fc.array(cause, { minLength: 2, maxLength: 40 }), (causes) => {
      const keyOf = new Map<string, string>()
      const causeOf = new Map<string, string>()
      for (const { cause, key } of causes) {
        const text = JSON.stringify(cause)
        expect(keyOf.get(text) ?? key).toBe(key)
        expect(causeOf.get(key) ?? text).toBe(text)
        keyOf.set(text, key)
        causeOf.set(key, text)
      }
    }),
  )
})

it('names the same lines the same, in whatever order they are given', () => {
  expect(onceKeys.orderCancelled('o', [10, 9, 2])).toBe(onceKeys.orderCancelled('o', [2, 10, 9]))
  expect(onceKeys.orderCancelled('o', [1, 2])).not.toBe(onceKeys.orderCancelled('o', [12]))
})

it('has a key for every kind', () => {
  expect(Object.keys(onceKeys)).toHaveLength(NOTICE_KINDS.length)
})
