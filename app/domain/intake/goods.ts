/**
 * A goods list checked into lots: a household's quantity of a product at a price, with its agreement.
 * Invariant: an accepted row has a known household that agreed, a floor not above its price, a reference with a
 * source, dates in order, and a premium within the county's cap.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type AgreementHow, readAgreement } from './agreement.ts'
import type { FileRefusalCode } from './codes.ts'
import { GOODS, type GoodsKey } from './goods-columns.ts'
import { type GoodsUnits, type Measured, readGoodsUnits, readPrice, readQuantity } from './goods-units.ts'
import { findHousehold, type HouseholdFinder, householdFinder } from './household-finder.ts'
import type { KnownProduct, PlacedContext } from './known.ts'
import { parseDate, parseDateRange } from './moments.ts'
import { type Checked, type Fault, groupByRow, type Sheet, type SheetRow } from './sheet.ts'
import { formulaFault, readTable, type Table } from './table.ts'
import { squeezedText } from './text.ts'

export type GoodsContext = PlacedContext & {
  products: readonly KnownProduct[]
  /** How far above its reference a price may be without a second person: the county's setting. */
  premiumCapPercent: number
}

/** A lot a command can apply. Prices are fen per piece, or per 斤 where `pricedBy` is `jin`. */
export type GoodsFact = {
  row: number
  villageCode: string
  householdNumber: string
  headName: string | null
  productKey: string
  /** In the product's base unit: pieces, or grams. */
  quantity: number
  pricedBy: PricedBy
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  referenceOn: CivilDate | null
  availableFrom: CivilDate
  availableTo: CivilDate
  floorPriceFen: number
  agreement: { how: AgreementHow; witness: string | null; raw: string }
  remark: string
}

export type CheckedGoods = Checked<GoodsFact>

type Reading = {
  table: Table<GoodsKey>
  context: GoodsContext
  units: GoodsUnits
  households: HouseholdFinder
  products: ReadonlyMap<string, readonly KnownProduct[]>
}

const READ_KEYS: readonly GoodsKey[] = GOODS.columns
  .map((column) => column.key)
  .filter((key) => key !== 'remark')

/** Checks a goods list. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkGoods(sheet: Sheet, context: GoodsContext): Verdict<CheckedGoods, FileRefusalCode> {
  const read = readTable(sheet, GOODS)
  if (!read.ok) return read
  const table = read.value
  const absent = absentColumn(table)
  if (absent !== null) return refuse('column-missing', { columns: absent, row: table.headerRow })
  const units = readGoodsUnits(table)
  if (!units.ok) return units
  const reading: Reading = {
    table,
    context,
    units: units.value,
    households: householdFinder(context),
    products: productsByName(context.products),
  }
  const rows = table.rows.map((row) => checkRow(reading, row))
  const accepted = rows.flatMap((row) => (row.fact === null ? [] : [row.fact]))
  return accept({
    headerRow: table.headerRow,
    rows: rows.length,
    acceptedRows: accepted.length,
    accepted,
    refused: groupByRow(rows.flatMap((row) => row.faults)),
    warnings: [...table.warnings, ...rows.flatMap((row) => row.warnings), ...repeatedRows(table, accepted)],
  })
}

/** Columns of which a file needs one or the other. */
function absentColumn(table: Table<GoodsKey>): string | null {
  const hasDates = table.has('period') || (table.has('from') && table.has('to'))
  if (!hasDates) return '可供开始、可供结束 (available from, available to)'
  const hasUnit = table.has('unit') || table.note('quantity') !== null
  return hasUnit ? null : '单位 (unit)'
}

/** A product is found by any of its names; several products may share one (by the piece, by the 斤). */
function productsByName(products: readonly KnownProduct[]): Map<string, KnownProduct[]> {
  const byName = new Map<string, KnownProduct[]>()
  for (const product of products) {
    for (const name of new Set([product.key, ...product.names].map(squeezedText))) {
      byName.set(name, [...(byName.get(name) ?? []), product])
    }
  }
  return byName
}

type CheckedRow = { fact: GoodsFact | null; faults: Fault[]; warnings: Fault[] }

function checkRow(reading: Reading, row: SheetRow): CheckedRow {
  const { table } = reading
  const broken = formulaFault(table, row, READ_KEYS)
  if (broken !== null) return { fact: null, faults: [broken], warnings: [] }
  const place = findHousehold(reading.households, table, row)
  const named = readProducts(reading, row)
  const measured = readQuantity(table, row, reading.units, named.products)
  const prices = readPrices(reading, row, measured)
  const dates = readDates(table, row, reading.context.today)
  const agreed = readAgreed(table, row)
  const faults = [
    ...(place.ok ? [] : [place.fault]),
    ...[named, measured, prices, dates, agreed].flatMap((part) => part.faults),
  ]
  const warnings = [...dates.warnings, ...agreed.warnings]
  const { product, quantity } = measured
  const { fact: priced } = prices
  const { fact: dated } = dates
  const { agreement } = agreed
  const isPart =
    product === null || quantity === null || priced === null || dated === null || agreement === null
  if (faults.length > 0 || isPart || !place.ok) return { fact: null, faults, warnings }
  const fact: GoodsFact = {
    row: row.row,
    villageCode: place.villageCode,
    householdNumber: place.number,
    headName: table.text(row, 'headName') || null,
    productKey: product.key,
    quantity,
    pricedBy: product.pricedBy,
    ...priced,
    ...dated,
    agreement,
    remark: table.written(row, 'remark'),
  }
  return { fact, faults, warnings }
}

function readProducts(reading: Reading, row: SheetRow) {
  const { table } = reading
  const written = table.written(row, 'product')
  const name = squeezedText(written)
  const products = reading.products.get(name) ?? reading.products.get(name.replace(/\(.*?\)/g, '')) ?? []
  const faults: Fault[] = []
  if (written === '') faults.push(table.fault(row.row, 'product', 'product-missing'))
  else if (products.length === 0) {
    faults.push(table.fault(row.row, 'product', 'product-unknown', { product: written }))
  }
  return { products, faults }
}

function readAgreed(table: Table<GoodsKey>, row: SheetRow) {
  const raw = table.written(row, 'agreement')
  const read = readAgreement(raw, table.written(row, 'witness'))
  if (!read.ok) {
    const key = read.code === 'witness-missing' && table.has('witness') ? 'witness' : 'agreement'
    return { agreement: null, faults: [table.fault(row.row, key, read.code, read.facts)], warnings: [] }
  }
  const isBare = read.value.how === 'stated'
  return {
    agreement: { ...read.value, raw },
    faults: [],
    warnings: isBare ? [table.fault(row.row, 'agreement', 'agreement-how-unstated')] : [],
  }
}

type Prices = Pick<
  GoodsFact,
  'unitPriceFen' | 'referencePriceFen' | 'referenceSource' | 'referenceOn' | 'floorPriceFen'
>

/** The three prices of a row and what must hold between them. */
function readPrices(
  reading: Reading,
  row: SheetRow,
  measured: Measured,
): { fact: Prices | null; faults: Fault[] } {
  const { table, context } = reading
  const faults: Fault[] = []
  const read = (key: 'price' | 'reference' | 'floor'): number | null => {
    const price = readPrice(table, row, key, reading.units, measured)
    if (price.ok) return price.value
    if (price.fault !== null) faults.push(price.fault)
    return null
  }
  const unitPriceFen = read('price')
  const referencePriceFen = read('reference')
  const floorPriceFen = read('floor')
  const referenceSource = table.written(row, 'referenceSource')
  if (referenceSource === '') faults.push(table.fault(row.row, 'referenceSource', 'reference-source-missing'))
  const referenceOn = parseDate(table.text(row, 'referenceOn'))
  if (referenceOn === null && table.text(row, 'referenceOn') !== '') {
    faults.push(table.unreadable(row, 'referenceOn', 'date-unreadable'))
  }
  if (unitPriceFen === null || referencePriceFen === null || floorPriceFen === null) {
    return { fact: null, faults }
  }
  if (unitPriceFen < floorPriceFen) {
    faults.push(
      table.fault(row.row, 'price', 'price-below-floor', { priceFen: unitPriceFen, floorFen: floorPriceFen }),
    )
  }
  const capPercent = context.premiumCapPercent
  if (isAboveCap(unitPriceFen, referencePriceFen, capPercent)) {
    faults.push(
      table.fault(row.row, 'price', 'premium-above-cap', {
        priceFen: unitPriceFen,
        referenceFen: referencePriceFen,
        capPercent,
      }),
    )
  }
  return { fact: { unitPriceFen, referencePriceFen, referenceSource, referenceOn, floorPriceFen }, faults }
}

/** Whether a price is more than `capPercent` above its reference. At the cap exactly it is not. */
export function isAboveCap(priceFen: number, referenceFen: number, capPercent: number): boolean {
  return priceFen * 100 > referenceFen * (100 + capPercent)
}

type Dates = Pick<GoodsFact, 'availableFrom' | 'availableTo'>

function readDates(
  table: Table<GoodsKey>,
  row: SheetRow,
  today: CivilDate,
): { fact: Dates | null; faults: Fault[]; warnings: Fault[] } {
  const fromKey = table.has('from') ? 'from' : 'period'
  const toKey = table.has('to') ? 'to' : 'period'
  const period = parseDateRange(table.text(row, 'period'))
  const from = parseDate(table.text(row, 'from')) ?? period?.from ?? null
  const to = parseDate(table.text(row, 'to')) ?? period?.to ?? null
  const unreadable = (key: GoodsKey) => table.unreadable(row, key, 'date-unreadable')
  if (from === null || to === null) {
    const faults = from === null ? [unreadable(fromKey)] : []
    if (to === null && !(from === null && toKey === fromKey)) faults.push(unreadable(toKey))
    return { fact: null, faults, warnings: [] }
  }
  if (from > to) {
    const reversed = table.fault(row.row, fromKey, 'dates-reversed', { fromOn: from, toOn: to })
    return { fact: null, faults: [reversed], warnings: [] }
  }
  const past = to < today ? [table.fault(row.row, toKey, 'dates-past', { toOn: to })] : []
  return { fact: { availableFrom: from, availableTo: to }, faults: [], warnings: past }
}

/** Rows that say the same as an earlier one; both are taken, since a household may bring the same twice. */
function repeatedRows(table: Table<GoodsKey>, facts: readonly GoodsFact[]): Fault[] {
  const seen = new Map<string, number>()
  return facts.flatMap((fact) => {
    const { row, ...rest } = fact
    const content = JSON.stringify(rest)
    const earlier = seen.get(content)
    if (earlier === undefined) seen.set(content, row)
    return earlier === undefined ? [] : [table.fault(row, null, 'row-repeated', { row: earlier })]
  })
}
