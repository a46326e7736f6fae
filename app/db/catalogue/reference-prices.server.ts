/** The county's table of market prices: its one writer, and the row that is offered beside a price. */
import { oldestOffered, type PriceEntry, type ReferencePrice } from '#app/domain/catalogue/reference-price.ts'
import { type CivilDate, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'

type Reader = Pick<Transaction, 'referencePrice'>

/** The newest reference of a product that is still offered; of one day the one entered last. Null if there is none. */
export async function readReference(
  db: Reader,
  of: { countyCode: string; productKey: string; today: CivilDate },
): Promise<ReferencePrice | null> {
  const row = await db.referencePrice.findFirst({
    where: {
      countyCode: of.countyCode,
      product: { key: of.productKey },
      pricedOn: { gte: toDateColumn(oldestOffered(of.today)), lte: toDateColumn(of.today) },
    },
    orderBy: [{ pricedOn: 'desc' }, { id: 'desc' }],
    select: { id: true, priceFen: true, source: true, pricedOn: true },
  })
  return row && { ...row, pricedOn: fromDateColumn(row.pricedOn) }
}

export type WrittenPrices = { added: number; unchanged: number }

/**
 * Adds checked entries, in one order for a county. What the table says already is left out: the same source's newest
 * row of the same day and product at the same price.
 */
export async function writeReferencePrices(
  tx: Transaction,
  by: { actorId: number; countyCode: string; now: Date },
  entries: readonly PriceEntry[],
): Promise<WrittenPrices> {
  const { actorId, countyCode, now } = by
  // Two uploads of one file at once: the second waits and finds the first one's rows.
  await tx.$queryRaw`SELECT 1 FROM division WHERE code = ${countyCode} FOR NO KEY UPDATE`
  const products = await tx.product.findMany({
    where: { key: { in: [...new Set(entries.map(({ productKey }) => productKey))] } },
    select: { id: true, key: true, pricedBy: true },
  })
  const productOf = new Map(products.map((product) => [product.key, product]))
  let added = 0
  for (const { productKey, priceFen, source, pricedOn } of entries) {
    const product = productOf.get(productKey)
    if (!product) throw new Error(`a price of no product: ${productKey}`)
    const terms = {
      countyCode,
      productId: product.id,
      source: source.trim(),
      pricedOn: toDateColumn(pricedOn),
    }
    const last = await tx.referencePrice.findFirst({
      where: terms,
      orderBy: { id: 'desc' },
      select: { priceFen: true },
    })
    if (last?.priceFen === priceFen) continue
    const { id } = await tx.referencePrice.create({
      data: { ...terms, priceFen, pricedBy: product.pricedBy, enteredBy: actorId, enteredAt: now },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId,
      act: 'price:enter',
      subjectKind: 'reference-price',
      subjectId: id,
      scopeCode: countyCode,
      facts: { productKey, priceFen, pricedOn, supersededFen: last?.priceFen ?? null },
    })
    added += 1
  }
  return { added, unchanged: entries.length - added }
}
