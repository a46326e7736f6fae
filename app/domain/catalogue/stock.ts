/**
 * The stock of one lot.
 * Invariant: listed + topped up = available + reserved + given + withdrawn + written off, each at least 0.
 */
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** All in the product's base unit, pieces or grams. */
export type Stock = {
  listed: number
  toppedUp: number
  available: number
  reserved: number
  given: number
  withdrawn: number
  writtenOff: number
}

export type StockRefusal = 'quantity-not-whole' | 'not-enough' | 'not-reserved' | 'lot-too-large'

/** What a lot may come to in all: the most that fits the column it is kept in. */
export const MOST_STOCK = 2_147_483_647

export function newStock(listed: number): Verdict<Stock, 'quantity-not-whole'> {
  if (!isCountable(listed)) return refuse('quantity-not-whole', { quantity: listed })
  return accept({
    listed,
    toppedUp: 0,
    available: listed,
    reserved: 0,
    given: 0,
    withdrawn: 0,
    writtenOff: 0,
  })
}

/** Whether the invariant holds of figures read from outside. */
export function isBalanced(stock: Stock): boolean {
  const { listed, toppedUp, available, reserved, given, withdrawn, writtenOff } = stock
  const isWhole = Object.values(stock).every((part) => Number.isSafeInteger(part) && part >= 0)
  return isWhole && listed + toppedUp === available + reserved + given + withdrawn + writtenOff
}

/** An order takes `quantity` of what is available. Refuses `not-enough` with `quantity` and `available`. */
export function reserve(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  return move(stock, 'available', 'reserved', quantity, 'not-enough')
}

/** A reservation, or what the buyer did not take of it, goes back. Refuses `not-reserved`. */
export function release(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  return move(stock, 'reserved', 'available', quantity, 'not-reserved')
}

/**
 * Goods are handed over: `fromReserved` of a reservation, and `more` that no order had reserved (a walk-up sale,
 * or what the scale gave over). More than is available was brought without being listed: it is topped up.
 * Refuses `not-reserved` with `quantity` and `reserved`.
 */
export function give(
  stock: Stock,
  quantity: { fromReserved: number; more: number },
): Verdict<Stock, StockRefusal> {
  const { fromReserved, more } = quantity
  const isCounted = [fromReserved, more].every((part) => part === 0 || isCountable(part))
  if (!isCounted || fromReserved + more === 0) {
    return refuse('quantity-not-whole', { quantity: fromReserved + more })
  }
  if (fromReserved > stock.reserved) {
    return refuse('not-reserved', { quantity: fromReserved, reserved: stock.reserved })
  }
  const fromAvailable = Math.min(more, stock.available)
  const broughtMore = more - fromAvailable
  const tooLarge = refuseTooLarge(stock, broughtMore)
  if (tooLarge) return tooLarge
  return accept({
    ...stock,
    toppedUp: stock.toppedUp + broughtMore,
    available: stock.available - fromAvailable,
    reserved: stock.reserved - fromReserved,
    given: stock.given + fromReserved + more,
  })
}

/**
 * Goods handed over come back: they are available again, but for `toppedUp` of them that nobody had listed before the
 * scale gave them over. Refuses `not-enough` where that much was not given.
 */
export function takeBack(
  stock: Stock,
  { quantity, toppedUp }: { quantity: number; toppedUp: number },
): Verdict<Stock, StockRefusal> {
  const back = move(stock, 'given', 'available', quantity, 'not-enough')
  if (!back.ok) return back
  const { available } = back.value
  if (toppedUp > available || toppedUp > stock.toppedUp) return refuse('not-enough', { quantity, available })
  return accept({ ...back.value, available: available - toppedUp, toppedUp: stock.toppedUp - toppedUp })
}

/** What was withdrawn by mistake is available again. Refuses `not-enough`. */
export function bringBack(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  return move(stock, 'withdrawn', 'available', quantity, 'not-enough')
}

/** The household brings more than it listed. */
export function topUp(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  if (!isCountable(quantity)) return refuse('quantity-not-whole', { quantity })
  const tooLarge = refuseTooLarge(stock, quantity)
  if (tooLarge) return tooLarge
  return accept({
    ...stock,
    toppedUp: stock.toppedUp + quantity,
    available: stock.available + quantity,
  })
}

/** The household keeps or takes home what nobody has reserved. Refuses `not-enough`. */
export function withdraw(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  return move(stock, 'available', 'withdrawn', quantity, 'not-enough')
}

/** Goods that died, spoiled or were lost. What is reserved must be released first. Refuses `not-enough`. */
export function writeOff(stock: Stock, quantity: number): Verdict<Stock, StockRefusal> {
  return move(stock, 'available', 'writtenOff', quantity, 'not-enough')
}

function move(
  stock: Stock,
  from: 'available' | 'reserved' | 'given' | 'withdrawn',
  to: 'available' | 'reserved' | 'withdrawn' | 'writtenOff',
  quantity: number,
  lacking: 'not-enough' | 'not-reserved',
): Verdict<Stock, StockRefusal> {
  if (!isCountable(quantity)) return refuse('quantity-not-whole', { quantity })
  if (quantity > stock[from]) return refuse(lacking, { quantity, [from]: stock[from] })
  return accept({ ...stock, [from]: stock[from] - quantity, [to]: stock[to] + quantity })
}

function refuseTooLarge(stock: Stock, quantity: number): Refusal<'lot-too-large'> | null {
  const isTooLarge = stock.listed + stock.toppedUp + quantity > MOST_STOCK
  return isTooLarge ? refuse('lot-too-large', { quantity, most: MOST_STOCK }) : null
}

function isCountable(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0 && quantity <= MOST_STOCK
}
