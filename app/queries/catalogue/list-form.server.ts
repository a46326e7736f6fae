/** Listing goods for a household: who, what, and what is known already, so that nothing is asked twice. */
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { addDays, type CivilDate, civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'
import { readHouseholdsInScope, type VillageHousehold } from './village-households.server.ts'
import { PRODUCT, toVillageProduct, type VillageProduct } from './village-lots.server.ts'

export type ListProduct = VillageProduct & { key: string; step: number }

export type ListForm = {
  today: CivilDate
  /** Households whose name or number was asked for; null when none was. */
  found: VillageHousehold[] | null
  chosen: {
    household: VillageHousehold
    /** Every product there is, until one is chosen. */
    products: ListProduct[]
    product: ListProduct | null
    capPercent: number
    /** What this village said of the same product in the last week. */
    latest: { unitPriceFen: number; referencePriceFen: number; referenceSource: string } | null
  } | null
}

const MOST_FOUND = 30
const MOST_PRODUCTS = 500
const DAYS_A_REFERENCE_HOLDS = 7

/** `asked` is part of a head's name, or at least four digits of a number. Null: no such household in scope, or product. */
export async function readListForm(
  actor: Actor,
  scope: Scope,
  query: { asked: string; householdId: number | null; productKey: string | null },
): Promise<ListForm | null> {
  const today = civilDateOf(new Date())
  if (query.householdId === null) {
    const wanted = normalize(query.asked)
    const found = wanted === '' ? null : await readHouseholdsInScope(actor, scope)
    return { today, found: found?.filter(isAskedFor(wanted)).slice(0, MOST_FOUND) ?? null, chosen: null }
  }
  const [household] = await readHouseholdsInScope(actor, scope, query.householdId)
  if (!household) return null
  const products = await readProducts(query.productKey)
  const product = query.productKey === null ? null : (products[0] ?? null)
  if (query.productKey !== null && product === null) return null
  return {
    today,
    found: null,
    chosen: { household, products, product, ...(await readKnown(household, product, today)) },
  }
}

/** Names are matched here, in the server: no index of them is kept. */
function isAskedFor(wanted: string): (household: VillageHousehold) => boolean {
  const isNumber = /^\d{4,}$/.test(wanted)
  return ({ name, number }) => (isNumber ? number.includes(wanted) : normalize(name).includes(wanted))
}

function normalize(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

async function readProducts(key: string | null): Promise<ListProduct[]> {
  const rows = await readDatabase().product.findMany({
    where: key === null ? {} : { key },
    orderBy: { id: 'asc' },
    take: MOST_PRODUCTS,
    select: { ...PRODUCT, key: true, step: true },
  })
  return rows.map(({ key, step, ...product }) => ({ ...toVillageProduct(product), key, step }))
}

async function readKnown(household: VillageHousehold, product: ListProduct | null, today: CivilDate) {
  const db = readDatabase()
  const state = await db.householdState.findFirstOrThrow({
    where: { householdId: household.id, toDay: null },
    select: { countyCode: true, villageCode: true },
  })
  const capPercent = await readPremiumCap(db, state.countyCode)
  const lot =
    product &&
    (await db.lot.findFirst({
      where: {
        offer: { villageCode: state.villageCode, product: { key: product.key } },
        state: 'approved',
        createdAt: { gte: instantOf(addDays(today, -DAYS_A_REFERENCE_HOLDS), '00:00') },
      },
      orderBy: { id: 'desc' },
      select: { referencePriceFen: true, referenceSource: true, offer: { select: { unitPriceFen: true } } },
    }))
  const latest = lot && {
    unitPriceFen: lot.offer.unitPriceFen,
    referencePriceFen: lot.referencePriceFen,
    referenceSource: lot.referenceSource,
  }
  return { capPercent, latest }
}
