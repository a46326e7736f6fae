/** What the village's pages show of a lot. */
import type { AgreementWay } from '#app/domain/catalogue/lot-entry.ts'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { VillageHousehold } from './village-households.server.ts'

export type VillageProduct = {
  nameZh: string
  nameEn: string
  kind: string
  drawing: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

/** Quantities in the product's base unit, prices in fen per piece or 斤. */
export type VillageLot = {
  id: number
  household: VillageHousehold
  product: VillageProduct
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  floorPriceFen: number
  listed: number
  available: number
  reserved: number
  given: number
  availableFrom: CivilDate
  availableTo: CivilDate
  agreedHow: AgreementWay
  agreedOn: CivilDate
  isLeadFarmer: boolean
  /** The name of the ten-household group that sells it. */
  group: string | null
  /** The cooperative that bought it by contract, and for how much. */
  purchase: { cooperative: string; priceFen: number } | null
  /** Who collects it, and for how much. */
  lead: { household: VillageHousehold; feeFen: number } | null
  photos: ShownPhoto[]
  /** What shows that the household agreed; null where that is on paper or before a witness alone. */
  evidence: { isVoice: boolean } | null
  /** The day of its reference; null where it is that of listing. */
  referenceOn: CivilDate | null
  /** Why a figure that was questioned is as it is. */
  doubtReason: string | null
}

export const PRODUCT = {
  nameZh: true,
  nameEn: true,
  kind: true,
  drawing: true,
  orderedBy: true,
  pricedBy: true,
  pieceUnit: true,
} as const

export const LOT = {
  id: true,
  householdId: true,
  state: true,
  listed: true,
  available: true,
  reserved: true,
  given: true,
  availableFrom: true,
  availableTo: true,
  floorPriceFen: true,
  referencePriceFen: true,
  referenceSource: true,
  isLeadFarmer: true,
  agreementHow: true,
  agreedOn: true,
  referenceOn: true,
  doubtReason: true,
  purchasePriceFen: true,
  leadHouseholdId: true,
  leadFeeFen: true,
  evidence: { select: { kind: true } },
  photos: {
    where: { removedAt: null },
    orderBy: { position: 'asc' },
    select: { id: true, width: true, height: true },
  },
  offer: {
    select: {
      villageCode: true,
      unitPriceFen: true,
      product: { select: PRODUCT },
      group: { select: { name: true } },
      cooperative: { select: { name: true } },
    },
  },
} as const

export type LotRow = {
  id: number
  householdId: number
  state: string
  listed: number
  available: number
  reserved: number
  given: number
  availableFrom: Date
  availableTo: Date
  floorPriceFen: number
  referencePriceFen: number
  referenceSource: string
  isLeadFarmer: boolean
  agreementHow: string
  agreedOn: Date
  referenceOn: Date | null
  doubtReason: string | null
  purchasePriceFen: number | null
  leadHouseholdId: number | null
  leadFeeFen: number | null
  evidence: { kind: string } | null
  photos: ShownPhoto[]
  offer: {
    villageCode: string
    unitPriceFen: number
    product: ProductRow
    group: { name: string } | null
    cooperative: { name: string } | null
  }
}

export type ProductRow = Omit<VillageProduct, 'orderedBy' | 'pricedBy'> & {
  orderedBy: string
  pricedBy: string
}

export function toVillageProduct({ orderedBy, pricedBy, ...product }: ProductRow): VillageProduct {
  return { ...product, orderedBy: orderedBy as OrderedBy, pricedBy: pricedBy as PricedBy }
}

export function toVillageLot(row: LotRow, households: ReadonlyMap<number, VillageHousehold>): VillageLot {
  const household = households.get(row.householdId)
  if (!household) throw new Error(`lot ${row.id} is of no household`)
  return {
    id: row.id,
    household,
    product: toVillageProduct(row.offer.product),
    unitPriceFen: row.offer.unitPriceFen,
    referencePriceFen: row.referencePriceFen,
    referenceSource: row.referenceSource,
    floorPriceFen: row.floorPriceFen,
    listed: row.listed,
    available: row.available,
    reserved: row.reserved,
    given: row.given,
    availableFrom: fromDateColumn(row.availableFrom),
    availableTo: fromDateColumn(row.availableTo),
    agreedHow: row.agreementHow as AgreementWay,
    agreedOn: fromDateColumn(row.agreedOn),
    isLeadFarmer: row.isLeadFarmer,
    group: row.offer.group?.name ?? null,
    ...termsOf(row, households),
    photos: row.photos,
    evidence: row.evidence && { isVoice: row.evidence.kind === 'voice' },
    referenceOn: row.referenceOn && fromDateColumn(row.referenceOn),
    doubtReason: row.doubtReason,
  }
}

function termsOf(
  { offer, purchasePriceFen, leadHouseholdId, leadFeeFen }: LotRow,
  households: ReadonlyMap<number, VillageHousehold>,
): Pick<VillageLot, 'purchase' | 'lead'> {
  const lead = leadHouseholdId === null ? undefined : households.get(leadHouseholdId)
  return {
    purchase:
      offer.cooperative && purchasePriceFen !== null
        ? { cooperative: offer.cooperative.name, priceFen: purchasePriceFen }
        : null,
    lead: lead && leadFeeFen !== null ? { household: lead, feeFen: leadFeeFen } : null,
  }
}

/** The households that these lots name. */
export function householdIdsOf(rows: readonly Pick<LotRow, 'householdId' | 'leadHouseholdId'>[]): number[] {
  return rows.flatMap((row) => [row.householdId, row.leadHouseholdId ?? row.householdId])
}
