/**
 * A county's list of market prices, .xlsx or .csv: product, price, source and day, in any order of columns.
 * Invariant: every row with content is an entry or is refused with what is wrong with it.
 */
import {
  type PricedProduct,
  type PriceEntry,
  priceEntryFaults,
} from '#app/domain/catalogue/reference-price.ts'
import type { FileRefusalCode } from '#app/domain/intake/codes.ts'
import {
  gramsPerUnit,
  isPieceUnit,
  type MoneyUnit,
  parseMoneyCell,
  parseMoneyUnit,
  priceFen,
} from '#app/domain/intake/figures.ts'
import { parseDate } from '#app/domain/intake/moments.ts'
import type { Sheet, SheetRow } from '#app/domain/intake/sheet.ts'
import {
  isUnitNote,
  moneyUnitOfTitles,
  readTable,
  type Table,
  type TableSpec,
} from '#app/domain/intake/table.ts'
import { squeezedText } from '#app/domain/intake/text.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

type PriceKey = 'product' | 'price' | 'unit' | 'source' | 'day'

/** `column` is the header's text in the file; empty for the row as a whole. */
export type RefusedPrice = { row: number; column: string; refusal: Refusal }

export type PriceSheet = { entries: PriceEntry[]; refused: RefusedPrice[] }

const PRICES: TableSpec<PriceKey> = {
  background: ['unit', 'day', 'source'],
  ignored: ['序号', '编号', '备注', '说明', 'no', 'remark', 'note'],
  columns: [
    {
      key: 'product',
      required: true,
      names: [
        '品名',
        '品种',
        '产品',
        '产品名称',
        '农产品',
        '商品',
        '商品名称',
        '名称',
        'product',
        'item',
        'goods',
      ],
      patterns: [/^(农?产品|商品|货品|货物)(的)?(名称|品名|品种)$/],
    },
    {
      key: 'price',
      required: true,
      names: [
        '市场参考价',
        '参考价',
        '市场价',
        '市场价格',
        '价格',
        '单价',
        '均价',
        '平均价',
        '零售价',
        '批发价',
        'price',
        'reference price',
        'market price',
      ],
      patterns: [/(参考|市场|零售|批发|平均|采集)(单价|均价|价格|价)(元)?$/],
    },
    { key: 'unit', names: ['单位', '计价单位', '计量单位', '价格单位', 'unit'] },
    {
      key: 'source',
      required: true,
      names: [
        '来源',
        '价格来源',
        '参考价来源',
        '采价点',
        '采价地点',
        '市场',
        '市场名称',
        'source',
        'price source',
      ],
      patterns: [/(参考|市场|价格|询价|采价).*(来源|出处|依据|渠道|地点)$/],
    },
    {
      key: 'day',
      required: true,
      names: [
        '日期',
        '采价日期',
        '价格日期',
        '参考价日期',
        '询价日期',
        '采集日期',
        'date',
        'day',
        'price date',
      ],
      patterns: [/^(采价|价格|询价|采集|参考价)(日期|时间)$/],
    },
  ],
}

/** Reads a list. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function readPriceSheet(
  sheet: Sheet,
  { products, today }: { products: readonly PricedProduct[]; today: CivilDate },
): Verdict<PriceSheet, FileRefusalCode> {
  const read = readTable(sheet, PRICES)
  if (!read.ok) return read
  const table = read.value
  const note = table.note('price')
  const stated = note !== null && isUnitNote(note) ? parseMoneyUnit(note) : moneyUnitOfTitles(table.titles)
  if (note !== null && isUnitNote(note) && stated === null) {
    return refuse('header-unit-unknown', { column: table.header('price'), unit: note, row: table.headerRow })
  }
  const usual = stated ?? { fenPerOne: 100, per: null }
  const result: PriceSheet = { entries: [], refused: [] }
  const rowOf = new Map<string, { row: number; priceFen: number }>()
  for (const row of table.rows) {
    const one = readRow(table, row, { products, today, usual })
    if ('refusal' in one) {
      result.refused.push(one)
      continue
    }
    const { productKey, source, pricedOn } = one
    const meaning = JSON.stringify([productKey, source, pricedOn])
    const earlier = rowOf.get(meaning)
    rowOf.set(meaning, { row: row.row, priceFen: one.priceFen })
    if (earlier === undefined) result.entries.push(one)
    else if (earlier.priceFen !== one.priceFen) {
      const refusal = refuse('price-row-contradicts', { row: earlier.row })
      result.refused.push({ row: row.row, column: table.header('price'), refusal })
    }
  }
  return accept(result)
}

type Reading = { products: readonly PricedProduct[]; today: CivilDate; usual: MoneyUnit }

function readRow(table: Table<PriceKey>, row: SheetRow, reading: Reading): PriceEntry | RefusedPrice {
  const refused = (key: PriceKey, refusal: Refusal): RefusedPrice => ({
    row: row.row,
    column: table.header(key),
    refusal,
  })
  const cell = parseMoneyCell(table.text(row, 'price'))
  if (cell === null) return refused('price', refuse('money-unreadable', { value: table.text(row, 'price') }))
  const per = cell.unit?.per ?? (table.text(row, 'unit') || reading.usual.per)
  const product = readProduct(table, row, reading.products, per)
  if ('code' in product) return refused('product', product)
  const grams = product.pricedBy === 'jin' ? gramsPerUnit(per ?? '斤') : null
  const fenPerOne = (cell.unit ?? reading.usual).fenPerOne
  const price =
    grams === null ? priceFen(cell.value, fenPerOne) : priceFen(cell.value, fenPerOne * GRAMS_PER_JIN, grams)
  if (!price.ok) return refused('price', refuse(price.code, { value: table.text(row, 'price') }))
  const pricedOn = parseDate(table.text(row, 'day'))
  if (pricedOn === null) return refused('day', refuse('date-unreadable', { value: table.text(row, 'day') }))
  const entry = {
    productKey: product.key,
    priceFen: price.value,
    source: table.written(row, 'source'),
    pricedOn,
  }
  const [fault] = priceEntryFaults(entry, reading.today)
  if (fault === undefined) return entry
  const columns = { priceFen: 'price', source: 'source', pricedOn: 'day', productKey: 'product' } as const
  return refused(columns[fault.field], fault.refusal)
}

/** The product of a row. Where several share a name (by the piece, by the 斤) the unit of the price decides. */
function readProduct(
  table: Table<PriceKey>,
  row: SheetRow,
  products: readonly PricedProduct[],
  per: string | null,
): PricedProduct | Refusal {
  const written = table.written(row, 'product')
  if (written === '') return refuse('product-missing')
  const name = squeezedText(written)
  const named = products.filter(({ key, names }) => [key, ...names].some((one) => squeezedText(one) === name))
  if (named.length === 0) return refuse('product-unknown', { product: written })
  const isPricedPer = ({ pricedBy, pieceUnit }: PricedProduct) =>
    pricedBy === 'jin' ? gramsPerUnit(per ?? '') !== null : isPieceUnit(per ?? '', pieceUnit ?? '')
  const fitting = per === null ? named : named.filter(isPricedPer)
  const [first, ...more] = fitting
  if (first === undefined) return refuse('price-per-unit-differs', { product: written })
  return more.length === 0 ? first : refuse('price-product-unclear', { product: written })
}
