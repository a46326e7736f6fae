import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import {
  bringBack,
  give,
  isBalanced,
  MOST_STOCK,
  newStock,
  release,
  reserve,
  type Stock,
  type StockRefusal,
  takeBack,
  topUp,
  withdraw,
  writeOff,
} from './stock.ts'

function stockOf(verdict: Verdict<Stock, StockRefusal>): Stock {
  if (!verdict.ok) throw new Error(verdict.code)
  return verdict.value
}

const ten = stockOf(newStock(10))

describe('a lot', () => {
  test('goes from listed to given', () => {
    const reserved = stockOf(reserve(ten, 6))
    expect(reserved).toMatchObject({ available: 4, reserved: 6 })
    const released = stockOf(release(reserved, 1))
    expect(released).toMatchObject({ available: 5, reserved: 5 })
    const given = stockOf(give(released, { fromReserved: 5, more: 2 }))
    expect(given).toMatchObject({ available: 3, reserved: 0, given: 7, toppedUp: 0 })
    const home = stockOf(withdraw(stockOf(writeOff(given, 1)), 2))
    expect(home).toEqual({
      listed: 10,
      toppedUp: 0,
      available: 0,
      reserved: 0,
      given: 7,
      withdrawn: 2,
      writtenOff: 1,
    })
  })

  test('gives over from what is available, then from what was brought besides', () => {
    const reserved = stockOf(reserve(ten, 9))
    expect(stockOf(give(reserved, { fromReserved: 9, more: 3 }))).toMatchObject({
      available: 0,
      reserved: 0,
      given: 12,
      toppedUp: 2,
    })
  })

  test('is as before once what was given is taken back, and what was topped up for it comes off', () => {
    const reserved = stockOf(reserve(ten, 9))
    const given = stockOf(give(reserved, { fromReserved: 9, more: 3 }))
    const back = stockOf(takeBack(given, { quantity: 12, toppedUp: 2 }))
    expect(back).toEqual(ten)
    expect(takeBack(given, { quantity: 13, toppedUp: 0 })).toMatchObject({ code: 'not-enough' })
    expect(takeBack(given, { quantity: 12, toppedUp: 3 })).toMatchObject({ code: 'not-enough' })
    const home = stockOf(withdraw(ten, 4))
    expect(stockOf(bringBack(home, 4))).toEqual(ten)
    expect(bringBack(home, 5)).toMatchObject({ code: 'not-enough' })
  })

  test('never gives what another order has reserved', () => {
    const reserved = stockOf(reserve(ten, 10))
    expect(give(reserved, { fromReserved: 11, more: 0 })).toEqual({
      ok: false,
      code: 'not-reserved',
      facts: { quantity: 11, reserved: 10 },
    })
    expect(stockOf(give(reserved, { fromReserved: 0, more: 1 }))).toMatchObject({ reserved: 10, toppedUp: 1 })
  })

  test('is sold out, not oversold', () => {
    expect(reserve(ten, 11)).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { quantity: 11, available: 10 },
    })
    expect(withdraw(ten, 11)).toMatchObject({ ok: false, code: 'not-enough' })
    expect(writeOff(stockOf(reserve(ten, 10)), 1)).toMatchObject({ ok: false, code: 'not-enough' })
    expect(release(ten, 1)).toEqual({ ok: false, code: 'not-reserved', facts: { quantity: 1, reserved: 0 } })
  })

  test.each([0, -1, 1.5, Number.NaN, MOST_STOCK + 1])(
    'a quantity of %d is refused by every act',
    (quantity) => {
      const refusal = { ok: false, code: 'quantity-not-whole' }
      for (const act of [reserve, release, topUp, withdraw, writeOff])
        expect(act(ten, quantity)).toMatchObject(refusal)
      expect(newStock(quantity)).toMatchObject(refusal)
      expect(give(ten, { fromReserved: quantity, more: 0 })).toMatchObject(refusal)
    },
  )

  test('no part of a gift may be negative, even if the whole is not', () => {
    expect(give(ten, { fromReserved: -1, more: 3 })).toMatchObject({ code: 'quantity-not-whole' })
  })

  test('does not outgrow its column', () => {
    expect(topUp(ten, MOST_STOCK - 10).ok).toBe(true)
    expect(topUp(ten, MOST_STOCK - 9)).toMatchObject({ ok: false, code: 'lot-too-large' })
    expect(give(ten, { fromReserved: 0, more: MOST_STOCK })).toMatchObject({ ok: true })
    expect(give(stockOf(reserve(ten, 1)), { fromReserved: 1, more: MOST_STOCK })).toMatchObject({
      code: 'lot-too-large',
    })
  })
})

test('figures from outside that do not balance, or are negative, are seen', () => {
  expect(isBalanced(ten)).toBe(true)
  expect(isBalanced({ ...ten, available: 9 })).toBe(false)
  expect(isBalanced({ ...ten, available: 11, reserved: -1 })).toBe(false)
  expect(isBalanced({ ...ten, available: 9.5, reserved: 0.5 })).toBe(false)
})

/** The lot as the things themselves: one word for where each piece is. */
type Pieces = ('available' | 'reserved' | 'given' | 'withdrawn' | 'writtenOff')[]

/** Moves that many pieces, or none and false. */
function carry(pieces: Pieces, count: number, from: Pieces[number], to: Pieces[number]): boolean {
  if (pieces.filter((piece) => piece === from).length < count) return false
  for (let i = 0; i < count; i++) pieces[pieces.indexOf(from)] = to
  return true
}

const acts = {
  reserve: (stock: Stock, n: number) => reserve(stock, n),
  release: (stock: Stock, n: number) => release(stock, n),
  withdraw: (stock: Stock, n: number) => withdraw(stock, n),
  writeOff: (stock: Stock, n: number) => writeOff(stock, n),
  topUp: (stock: Stock, n: number) => topUp(stock, n),
  give: (stock: Stock, n: number, more: number) => give(stock, { fromReserved: n, more }),
}

const byHand: Record<keyof typeof acts, (pieces: Pieces, n: number, more: number) => boolean> = {
  reserve: (pieces, n) => carry(pieces, n, 'available', 'reserved'),
  release: (pieces, n) => carry(pieces, n, 'reserved', 'available'),
  withdraw: (pieces, n) => carry(pieces, n, 'available', 'withdrawn'),
  writeOff: (pieces, n) => carry(pieces, n, 'available', 'writtenOff'),
  topUp: (pieces, n) => {
    for (let i = 0; i < n; i++) pieces.push('available')
    return true
  },
  give: (pieces, n, more) => {
    if (!carry(pieces, n, 'reserved', 'given')) return false
    for (let i = 0; i < more; i++) if (!carry(pieces, 1, 'available', 'given')) pieces.push('given')
    return true
  },
}

test('after any acts the figures are those of the pieces, and balance', () => {
  const anyAct = fc.record({
    name: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
    n: fc.integer({ min: 1, max: 12 }),
    more: fc.integer({ min: 0, max: 5 }),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(anyAct, { maxLength: 40 }), (listed, played) => {
      let stock = stockOf(newStock(listed))
      const pieces: Pieces = Array.from({ length: listed }, () => 'available')
      for (const { name, n, more } of played) {
        const verdict = acts[name](stock, n, more)
        expect(verdict.ok).toBe(byHand[name](pieces, n, more))
        if (verdict.ok) stock = verdict.value
        const count = (place: Pieces[number]) => pieces.filter((piece) => piece === place).length
        expect(stock).toEqual({
          listed,
          toppedUp: pieces.length - listed,
          available: count('available'),
          reserved: count('reserved'),
          given: count('given'),
          withdrawn: count('withdrawn'),
          writtenOff: count('writtenOff'),
        })
        expect(isBalanced(stock)).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})
