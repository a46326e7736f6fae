/**
 * Quantities and prices of a goods list in the product's own units.
 * Invariant: a price per 公斤 or per 两 becomes one per 斤 only where that is a whole number of fen.
 */
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode } from './codes.ts'
import {
  exactUnits,
  gramsPerUnit,
  isPieceUnit,
  type MoneyUnit,
  parseDecimal,
  parseMoneyCell,
  parseMoneyUnit,
  priceFen,
} from './figures.ts'
import type { GoodsKey } from './goods-columns.ts'
import type { KnownProduct } from './known.ts'
import type { Fault, SheetRow } from './sheet.ts'
import { isUnitNote, moneyUnitOfTitles, type Table } from './table.ts'

type PriceKey = 'price' | 'reference' | 'floor'

const PRICE_KEYS: readonly PriceKey[] = ['price', 'reference', 'floor']
const YUAN: MoneyUnit = { fenPerOne: 100, per: null }

/** What the headers say of units; null where a row's own unit counts. */
export type GoodsUnits = Record<PriceKey, MoneyUnit> & { quantity: string | null }

/** Reads the units of the headers, or refuses the file where one is not understood. */
export function readGoodsUnits(table: Table<GoodsKey>): Verdict<GoodsUnits, FileRefusalCode> {
  const usual = moneyUnitOfTitles(table.titles) ?? YUAN
  const units: GoodsUnits = { price: usual, reference: usual, floor: usual, quantity: null }
  for (const key of PRICE_KEYS) {
    const note = table.note(key)
    const unit = note === null ? null : parseMoneyUnit(note)
    const isKnown = unit !== null && (unit.per === null || unitKind(unit.per) !== null || unit.per === '单位')
    if (isKnown) units[key] = unit.per === '单位' ? { ...unit, per: null } : unit
    else if (note !== null && isUnitNote(note)) return unknownUnit(table, key, note)
  }
  const note = table.note('quantity')
  if (note !== null && unitKind(note) !== null) units.quantity = note
  else if (note !== null && isUnitNote(note) && !/[/、或]/.test(note))
    return unknownUnit(table, 'quantity', note)
  return accept(units)
}

function unknownUnit(table: Table<GoodsKey>, key: GoodsKey, unit: string) {
  return refuse('header-unit-unknown', { column: table.header(key), unit, row: table.headerRow })
}

/** Counting words of any product; whether a product is counted so is another question. */
const PIECE_UNITS = '只个条头瓶袋盒箱桶把棵'

function unitKind(unit: string): PricedBy | null {
  if (gramsPerUnit(unit) !== null) return 'jin'
  return [...PIECE_UNITS].some((word) => isPieceUnit(unit, word)) ? 'piece' : null
}

/** A row's quantity, the product that is ordered and priced as the row says, and the unit the row counts in. */
export type Measured = {
  product: KnownProduct | null
  quantity: number | null
  unit: string
  faults: Fault[]
}

export function readQuantity(
  table: Table<GoodsKey>,
  row: SheetRow,
  units: GoodsUnits,
  products: readonly KnownProduct[],
): Measured {
  const faults: Fault[] = []
  const text = table.text(row, 'quantity').replace(/\s+/g, '')
  const match = /^(.*?\d)([^\d.,]*)$/.exec(text)
  const unit = table.text(row, 'unit') || match?.[2] || units.quantity || ''
  const value = parseDecimal(match?.[1] ?? text)
  const conflicting =
    match !== null &&
    match[2] !== '' &&
    table.text(row, 'unit') !== '' &&
    match[2] !== table.text(row, 'unit')
  if (value === null || conflicting) {
    faults.push(table.unreadable(row, 'quantity', 'quantity-unreadable'))
  } else if (value.digits <= 0n) faults.push(table.fault(row.row, 'quantity', 'quantity-not-positive'))

  const unitColumn: GoodsKey = table.has('unit') ? 'unit' : 'quantity'
  const fitting = products.filter((product) => isOrderedIn(product, unit))
  if (unit === '') faults.push(table.fault(row.row, unitColumn, 'unit-missing'))
  else if (products.length > 0 && fitting.length === 0) {
    const facts = { unit, product: table.written(row, 'product') }
    faults.push(table.fault(row.row, unitColumn, 'unit-unknown', facts))
  }
  const priced = pricedPer(table, row, 'price', units, unit)
  const product = fitting.find((one) => one.pricedBy === priced) ?? null
  if (product === null && fitting.length > 0) {
    faults.push(
      table.fault(row.row, 'price', 'price-per-unit-differs', { product: table.written(row, 'product') }),
    )
  }
  if (faults.length > 0 || value === null) return { product, quantity: null, unit, faults }
  const quantity = exactUnits(value, gramsPerUnit(unit) ?? 1)
  if (quantity === null) {
    const isLarge = value.digits > 10n ** BigInt(value.scale + 6)
    faults.push(table.fault(row.row, 'quantity', isLarge ? 'figure-too-large' : 'quantity-not-whole'))
  }
  return { product, quantity, unit, faults }
}

function isOrderedIn(product: KnownProduct, unit: string): boolean {
  if (product.orderedBy === 'weight') return gramsPerUnit(unit) !== null
  return isPieceUnit(unit, product.pieceUnit ?? '')
}

/** What a price is per: what its cell or header says, else the row's unit. */
function perUnit(
  table: Table<GoodsKey>,
  row: SheetRow,
  key: PriceKey,
  units: GoodsUnits,
  unit: string,
): string {
  return parseMoneyCell(table.text(row, key))?.unit?.per ?? units[key].per ?? unit
}

function pricedPer(
  table: Table<GoodsKey>,
  row: SheetRow,
  key: PriceKey,
  units: GoodsUnits,
  unit: string,
): PricedBy {
  return gramsPerUnit(perUnit(table, row, key, units, unit)) === null ? 'piece' : 'jin'
}

/** A price in fen per piece or per 斤. `fault` is null where the row is refused for its unit already. */
export function readPrice(
  table: Table<GoodsKey>,
  row: SheetRow,
  key: PriceKey,
  units: GoodsUnits,
  measured: Measured,
): { ok: true; value: number } | { ok: false; fault: Fault | null } {
  const text = table.text(row, key)
  const cell = parseMoneyCell(text)
  if (cell === null) return { ok: false, fault: table.unreadable(row, key, 'money-unreadable') }
  const { product } = measured
  if (
    key !== 'price' &&
    product !== null &&
    pricedPer(table, row, key, units, measured.unit) !== product.pricedBy
  ) {
    const facts = { product: table.written(row, 'product') }
    return { ok: false, fault: table.fault(row.row, key, 'price-per-unit-differs', facts) }
  }
  const grams = gramsPerUnit(perUnit(table, row, key, units, measured.unit))
  const fenPerOne = cell.unit?.fenPerOne ?? units[key].fenPerOne
  const price =
    grams === null ? priceFen(cell.value, fenPerOne) : priceFen(cell.value, fenPerOne * GRAMS_PER_JIN, grams)
  return price.ok ? price : { ok: false, fault: table.fault(row.row, key, price.code, { value: text }) }
}
