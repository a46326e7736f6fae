/** Listing goods for a household: who, what, and what is known already, so that nothing is asked twice. */
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import { readReference } from '#app/db/catalogue/reference-prices.server.ts'
import { Prisma, readDatabase, readRows } from '#app/db/client.server.ts'
import { readGroupOf } from '#app/db/people/group-place.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { usualDays } from '#app/domain/catalogue/lot-entry.ts'
import type { ReferencePrice } from '#app/domain/catalogue/reference-price.ts'
import { coverOf } from '#app/domain/catalogue/search-name.ts'
import { addDays, type CivilDate, civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'
import { type ListContract, readLeadFarmers, readListContracts } from './lot-terms.server.ts'
import { loadGlyphs } from './pinyin.server.ts'
import {
  readHouseholdsById,
  readHouseholdsInScope,
  type VillageHousehold,
} from './village-households.server.ts'
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
    /** Those that the household has listed before, then those of its village: the ones to offer first. */
    usualKeys: string[]
    product: ListProduct | null
    capPercent: number
    /** The ten-household group that may sell it; null where the household is in none. */
    group: { name: string } | null
    /** What this village said of the same product in the last week. */
    latest: { unitPriceFen: number; referencePriceFen: number; referenceSource: string } | null
    /** The county's newest reference for it. */
    reference: ReferencePrice | null
    /** What the household may sell it under today, and who in the village collects it for a fee. */
    contracts: ListContract[]
    leads: VillageHousehold[]
    /** Until when goods of this kind are usually on offer. */
    usualTo: CivilDate
  } | null
}

const MOST_FOUND = 30
const MOST_PRODUCTS = 500
const MOST_USUAL = 6
const DAYS_A_PRICE_HOLDS = 7

/** `asked` is part of a head's name, in characters, pinyin or initials, or at least four digits of a number. Null: no such household in scope, or product. */
export async function readListForm(
  actor: Actor,
  scope: Scope,
  query: { asked: string; householdId: number | null; productKey: string | null },
): Promise<ListForm | null> {
  const today = civilDateOf(new Date())
  if (query.householdId === null) {
    const wanted = normalize(query.asked)
    const found =
      wanted === '' ? null : await findHouseholds(wanted, await readHouseholdsInScope(actor, scope))
    return { today, found, chosen: null }
  }
  const [household] = await readHouseholdsInScope(actor, scope, query.householdId)
  if (!household) return null
  const products = await readProducts(query.productKey)
  const product = query.productKey === null ? null : (products[0] ?? null)
  if (query.productKey !== null && product === null) return null
  return {
    today,
    found: null,
    chosen: { household, products, product, ...(await readKnown(actor, household, product, today)) },
  }
}

/**
 * Names are matched here, in the server, within what the actor works for: no index of them, of their pinyin or of their
 * initials is kept. A name that begins with what was typed comes before one that has it inside.
 */
async function findHouseholds(
  wanted: string,
  households: readonly VillageHousehold[],
): Promise<VillageHousehold[]> {
  if (/^\d{4,}$/.test(wanted)) {
    return households.filter(({ number }) => number.includes(wanted)).slice(0, MOST_FOUND)
  }
  const toGlyphs = await loadGlyphs()
  const covers = ['whole', 'start', 'inside'] as const
  const found = households.flatMap((household) => {
    const name = toGlyphs(household.name)
    const cover = coverOf(wanted, name, 'right') ?? coverOf(wanted, name, 'heard')
    return cover === null ? [] : [{ household, rank: covers.indexOf(cover) }]
  })
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_FOUND)
    .map(({ household }) => household)
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

async function readKnown(
  actor: Actor,
  household: VillageHousehold,
  product: ListProduct | null,
  today: CivilDate,
) {
  const db = readDatabase()
  const state = await db.householdState.findFirstOrThrow({
    where: { householdId: household.id, toDay: null },
    select: { countyCode: true, villageCode: true },
  })
  const { countyCode, villageCode } = state
  const of = { householdId: household.id, villageCode, productKey: product?.key ?? '' }
  const [capPercent, reference, usualKeys, group, contracts, leadIds] = await Promise.all([
    readPremiumCap(db, countyCode),
    product && readReference(db, { countyCode, productKey: product.key, today }),
    product === null ? readUsualKeys(household.id, villageCode) : [],
    readGroupOf(db, household.id),
    product && readListContracts(of, today),
    product && readLeadFarmers(of, today),
  ])
  const lot =
    product &&
    (await db.lot.findFirst({
      where: {
        offer: { villageCode, product: { key: product.key } },
        state: 'approved',
        createdAt: { gte: instantOf(addDays(today, -DAYS_A_PRICE_HOLDS), '00:00') },
      },
      orderBy: { id: 'desc' },
      select: { referencePriceFen: true, referenceSource: true, offer: { select: { unitPriceFen: true } } },
    }))
  const latest = lot && {
    unitPriceFen: lot.offer.unitPriceFen,
    referencePriceFen: lot.referencePriceFen,
    referenceSource: lot.referenceSource,
  }
  const usualTo = addDays(today, usualDays(product?.kind ?? ''))
  const leads = [...(await readHouseholdsById(actor, leadIds ?? [])).values()]
  return {
    capPercent,
    group: group?.villageCode === villageCode ? group : null,
    latest,
    reference,
    usualKeys,
    usualTo,
    contracts: contracts ?? [],
    leads,
  }
}

async function readUsualKeys(householdId: number, villageCode: string): Promise<string[]> {
  const rows = await readRows<{ key: string }>(Prisma.sql`
    SELECT p.key FROM lot l JOIN offer o ON o.id = l.offer_id JOIN product p ON p.id = o.product_id
    WHERE o.village_code = ${villageCode} OR l.household_id = ${householdId}::int
    GROUP BY p.id ORDER BY bool_or(l.household_id = ${householdId}::int) DESC, max(l.id) DESC LIMIT ${MOST_USUAL}`)
  return rows.map(({ key }) => key)
}
