/** What checking a file of each kind has to know of what is there already. */
import type { ContextOf, IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { KnownProduct } from '#app/domain/intake/known.ts'
import type { PlaceList } from '#app/domain/intake/places.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { countyOf, scopePrefix } from '#app/domain/kernel/ids.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { DEFAULT_SETTINGS } from '#app/domain/people/county-settings.ts'
import type { Transaction } from '../client.server.ts'

/** Where a file is from: one division, or several where it isn't known yet which of them. */
export type ContextPlace = { scopeCodes: readonly string[]; today: CivilDate }

type Reader = Pick<Transaction, 'division' | 'household' | 'householdState' | 'product' | 'countySetting'>

type Contexts = { [Kind in IntakeKind]: (db: Reader, place: ContextPlace) => Promise<ContextOf[Kind]> }

const CONTEXTS: Contexts = {
  divisions: async (db) => ({
    divisions: await db.division.findMany({ where: { toDay: null }, select: { code: true, name: true } }),
  }),
  households: readPlaced,
  pairings: readPlaced,
  goods: async (db, place) => ({
    ...(await readPlaced(db, place)),
    products: await readProducts(db),
    premiumCapPercent: await readPremiumCap(db, place),
  }),
  events: async (db, place) => ({ ...(await readPlaces(db, place)), today: place.today }),
}

export function readImportContext<Kind extends IntakeKind>(
  db: Reader,
  kind: Kind,
  place: ContextPlace,
): Promise<ContextOf[Kind]> {
  return CONTEXTS[kind](db, place)
}

async function readPlaces(db: Reader, { scopeCodes }: ContextPlace): Promise<PlaceList> {
  const rows = await db.division.findMany({
    where: {
      toDay: null,
      level: { in: ['town', 'village'] },
      OR: scopeCodes.map((code) => ({ code: { startsWith: scopePrefix(code) } })),
    },
    select: { code: true, name: true, level: true },
    orderBy: { code: 'asc' },
  })
  const named = (level: string) =>
    rows.filter((row) => row.level === level).map(({ code, name }) => ({ code, name }))
  return { villages: named('village'), towns: named('town') }
}

async function readPlaced(db: Reader, place: ContextPlace) {
  const countyCodes = [...new Set(place.scopeCodes.map(countyOf))]
  const states = await db.householdState.findMany({
    where: { toDay: null, countyCode: { in: countyCodes } },
    select: { villageCode: true, household: { select: { number: true } } },
  })
  return {
    ...(await readPlaces(db, place)),
    today: place.today,
    households: states.map(({ villageCode, household }) => ({ number: household.number, villageCode })),
  }
}

async function readProducts(db: Reader): Promise<KnownProduct[]> {
  const products = await db.product.findMany({ orderBy: { id: 'asc' } })
  return products.map((product) => ({
    key: product.key,
    names: [product.nameZh, product.nameEn, ...product.synonyms],
    orderedBy: product.orderedBy as OrderedBy,
    pricedBy: product.pricedBy as PricedBy,
    pieceUnit: product.pieceUnit,
  }))
}

/** The county's own cap; of several counties the highest, for then the file is only being placed. */
async function readPremiumCap(db: Reader, { scopeCodes }: ContextPlace): Promise<number> {
  const countyCodes = [...new Set(scopeCodes.map(countyOf))]
  const settings = await db.countySetting.findMany({
    where: { countyCode: { in: countyCodes } },
    select: { premiumCapPercent: true },
  })
  const known = settings.map((setting) => setting.premiumCapPercent)
  const unset = known.length < countyCodes.length ? [DEFAULT_SETTINGS.premiumCapPercent] : []
  return Math.max(...known, ...unset)
}
