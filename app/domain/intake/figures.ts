/**
 * Figures as offices write them, read exactly: no floating point takes part.
 * Invariant: what cannot be read without loss is refused, never rounded, except where a rule says so.
 */
import { mulDivHalfUp } from '#app/domain/kernel/money.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { cleanText } from './text.ts'

/** An exact decimal: `digits / 10^scale`. */
export type Decimal = { digits: bigint; scale: number }

/** Largest figure a database integer column holds. */
const MOST = 2_147_483_647

/** Reads `8,765.40`, `-2`, `１２．５`; null for what is no figure. */
export function parseDecimal(raw: string): Decimal | null {
  const text = cleanText(raw).replace(/\s+/g, '')
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.(\d{0,12}))?$/.exec(text)
  if (!match) return null
  const whole = (match[2] ?? '').replaceAll(',', '')
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const digits = BigInt(whole + fraction)
  return { digits: match[1] === '-' ? -digits : digits, scale: fraction.length }
}

/** `value × perUnit` as a whole number; null when it isn't whole or does not fit. */
export function exactUnits(value: Decimal, perUnit: number): number | null {
  const scaled = value.digits * BigInt(perUnit)
  const divisor = 10n ** BigInt(value.scale)
  if (scaled % divisor !== 0n) return null
  const units = scaled / divisor
  return units <= BigInt(MOST) && units >= -BigInt(MOST) ? Number(units) : null
}

/** Reads a whole number of at least `least`. */
export function parseCount(raw: string, least: number): number | null {
  const decimal = parseDecimal(raw.replace(/[人口户单台个]$/u, ''))
  const count = decimal === null ? null : exactUnits(decimal, 1)
  return count !== null && count >= least ? count : null
}

/** What an amount of money is counted in: fen to one of it. */
const MONEY_UNITS: Readonly<Record<string, number>> = {
  分: 1,
  fen: 1,
  角: 10,
  元: 100,
  圆: 100,
  人民币: 100,
  人民币元: 100,
  yuan: 100,
  rmb: 100,
  cny: 100,
  '¥': 100,
  千元: 100_000,
  万元: 1_000_000,
}

/** What an amount of money or weight in a header or a cell is counted in. `per` is null where nothing is said. */
export type MoneyUnit = { fenPerOne: number; per: string | null }

/** Reads `元`, `万元`, `元/斤`, `每公斤元`; null for no unit of money known here. */
export function parseMoneyUnit(raw: string): MoneyUnit | null {
  const text = cleanText(raw).replace(/\s+/g, '').toLowerCase()
  const each = /^每(.+?)(元|角|分)$/.exec(text)
  const [money, per, more] = each ? [each[2], each[1]] : text.split(/\/|每|per/)
  const fenPerOne = MONEY_UNITS[money ?? '']
  return fenPerOne === undefined || more !== undefined
    ? null
    : { fenPerOne, per: per === undefined || per === '' ? null : per }
}

export type MoneyCell = { value: Decimal; unit: MoneyUnit | null }

/** Splits `¥2.40`, `2.4元/斤` into figure and unit; null for what is no amount. */
export function parseMoneyCell(raw: string): MoneyCell | null {
  const text = cleanText(raw)
    .replace(/\s+/g, '')
    .replace(/^[¥￥]/, '')
  const match = /^([+-]?[\d,.]+)(\D.*)?$/.exec(text)
  const value = match ? parseDecimal(match[1] ?? '') : null
  if (match === null || value === null) return null
  if (match[2] === undefined) return { value, unit: null }
  const unit = parseMoneyUnit(match[2].startsWith('/') ? `元${match[2]}` : match[2])
  return unit === null ? null : { value, unit }
}

export type PriceFault = 'money-unreadable' | 'money-not-positive' | 'money-below-fen' | 'figure-too-large'

/** A price in whole fen, above zero. `divisor` is 2 where a price per 公斤 becomes one per 斤. */
export function priceFen(value: Decimal, fenPerOne: number, divisor = 1): Verdict<number, PriceFault> {
  if (value.digits <= 0n) return refuse('money-not-positive')
  const inUnits = value.digits * BigInt(fenPerOne)
  const base = 10n ** BigInt(value.scale) * BigInt(divisor)
  if (inUnits % base !== 0n) return refuse('money-below-fen')
  const fen = inUnits / base
  return fen > BigInt(MOST) ? refuse('figure-too-large') : accept(Number(fen))
}

/** An income in fen, zero or more: often a quotient with many decimals, so it is rounded half up. */
export function incomeFen(value: Decimal, fenPerOne: number): number | null {
  if (value.digits < 0n || value.digits > 1_000_000_000_000n) return null
  const fen = mulDivHalfUp(Number(value.digits), fenPerOne, 10 ** value.scale)
  return fen <= MOST ? fen : null
}

/** Grams in one of a unit of weight; null for what is no unit of weight. */
export function gramsPerUnit(raw: string): number | null {
  return WEIGHT_UNITS[cleanText(raw).replace(/\s+/g, '').toLowerCase()] ?? null
}

const WEIGHT_UNITS: Readonly<Record<string, number>> = {
  斤: 500,
  市斤: 500,
  jin: 500,
  公斤: 1000,
  千克: 1000,
  kg: 1000,
  kilogram: 1000,
  kilograms: 1000,
  两: 50,
  克: 1,
  g: 1,
  gram: 1,
  grams: 1,
  吨: 1_000_000,
  t: 1_000_000,
}

/** Counting words that mean the same goods counted the same way. */
const PIECE_WORDS: readonly (readonly string[])[] = [
  ['只', '隻', '羽'],
  ['个', '個', '枚', '颗', '粒'],
  ['条', '尾', '條'],
  ['头'],
  ['瓶', '壶'],
  ['袋', '包'],
  ['盒'],
  ['箱', '件'],
  ['桶'],
  ['把', '捆', '扎'],
  ['棵', '株'],
]

const ANY_PIECE = ['piece', 'pieces', 'pc', 'pcs', 'each', 'head', 'ea']

/** Whether a unit in a file counts pieces as the product's own counting word does. */
export function isPieceUnit(raw: string, pieceUnit: string): boolean {
  const text = cleanText(raw).replace(/\s+/g, '').toLowerCase()
  if (text === pieceUnit || ANY_PIECE.includes(text)) return true
  return PIECE_WORDS.some((words) => words.includes(text) && words.includes(pieceUnit))
}
