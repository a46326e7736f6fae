/** The county's table of market prices: what is offered now of each product, and what was entered last. */
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { oldestOffered } from '#app/domain/catalogue/reference-price.ts'
import { type CivilDate, civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'

export type PriceRow = {
  id: number
  priceFen: number
  source: string
  pricedOn: CivilDate
  enteredAt: string
  enteredBy: string
}

export type PriceProduct = {
  key: string
  nameZh: string
  nameEn: string
  pricedBy: PricedBy
  pieceUnit: string | null
  /** Null where nothing that is still offered was entered. */
  newest: PriceRow | null
}

export type PricesPage = {
  countyCode: string
  today: CivilDate
  products: PriceProduct[]
  /** The last ones entered, newest first. */
  history: (PriceRow & { product: Omit<PriceProduct, 'newest'>; isOffered: boolean })[]
}

const MOST_HISTORY = 50

type Row = {
  id: number
  productId: number
  priceFen: number
  source: string
  pricedOn: Date
  enteredAt: Date
  enteredBy: number
}

/** Null for a county out of the scope. */
export async function readReferencePrices(
  _actor: Actor,
  scope: Scope,
  countyCode: string,
): Promise<PricesPage | null> {
  if (!isPlaceOf('county-office', countyCode) || !reaches(scope, countyCode)) return null
  const db = readDatabase()
  const today = civilDateOf(new Date())
  const [products, newest, last] = await Promise.all([
    db.product.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, key: true, nameZh: true, nameEn: true, pricedBy: true, pieceUnit: true },
    }),
    db.referencePrice.findMany({
      where: { countyCode, pricedOn: { gte: toDateColumn(oldestOffered(today)), lte: toDateColumn(today) } },
      distinct: ['productId'],
      orderBy: [{ productId: 'asc' }, { pricedOn: 'desc' }, { id: 'desc' }],
    }),
    db.referencePrice.findMany({ where: { countyCode }, orderBy: { id: 'desc' }, take: MOST_HISTORY }),
  ])
  const names = await readNames([...newest, ...last].map((row) => row.enteredBy))
  const toRow = ({ id, priceFen, source, pricedOn, enteredAt, enteredBy }: Row): PriceRow => ({
    id,
    priceFen,
    source,
    pricedOn: fromDateColumn(pricedOn),
    enteredAt: enteredAt.toISOString(),
    enteredBy: names.get(enteredBy) ?? '',
  })
  const known = products.map(({ id, pricedBy, ...product }) => {
    const row = newest.find(({ productId }) => productId === id)
    const newestOf = row === undefined ? null : toRow(row)
    return { id, product: { ...product, pricedBy: pricedBy as PricedBy }, newest: newestOf }
  })
  return {
    countyCode,
    today,
    products: known.map(({ product, newest }) => ({ ...product, newest })),
    history: last.flatMap((row) => {
      const of = known.find(({ id }) => id === row.productId)
      return of ? [{ ...toRow(row), product: of.product, isOffered: of.newest?.id === row.id }] : []
    }),
  }
}

async function readNames(accountIds: readonly number[]): Promise<Map<number, string>> {
  const accounts = await readDatabase().account.findMany({
    where: { id: { in: [...new Set(accountIds)] } },
    select: { id: true, nameSealed: true },
  })
  return new Map(accounts.map(({ id, nameSealed }) => [id, openText('account.name', nameSealed)]))
}
