/** Words of the village's room that depend on what is shown. */
import type { AgreementWay } from '#app/domain/catalogue/lot-entry.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

export type ShownHousehold = { id: number; number: string; name: string; headcount: number | null }

export type ShownProduct = {
  nameZh: string
  nameEn: string
  kind: string
  drawing: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

/** `罗小满，尾号0217`: households of one name are told apart by their numbers. */
export function householdName({ name, number }: ShownHousehold): string {
  return m.village_household({ name, tail: number.slice(-4) })
}

export function householdInFull(household: ShownHousehold): string {
  if (household.headcount === null) return householdName(household)
  const people = m.village_household_people({ count: household.headcount })
  return m.joined({ first: householdName(household), second: people })
}

const WAYS: Record<AgreementWay, () => string> = {
  thumbprint: m.village_how_thumbprint,
  signature: m.village_how_signature,
  phone: m.village_how_phone,
  voice: m.village_how_voice,
}

export function agreementWords(how: AgreementWay): string {
  return WAYS[how]()
}

/** The ways a household may have agreed, the usual one first. */
export const WAYS_OFFERED = Object.keys(WAYS) as AgreementWay[]

/** What a price of the product is per: 斤, or its counting word. */
export function priceUnit({ pricedBy, pieceUnit }: Pick<ShownProduct, 'pricedBy' | 'pieceUnit'>): string {
  return formatUnit({ orderedBy: pricedBy === 'jin' ? 'weight' : 'piece', pieceUnit })
}
