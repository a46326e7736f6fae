import { formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { householdName, type ShownHousehold, type ShownProduct } from './words.ts'

export type ShownPurchase = { cooperative: string; priceFen: number }
export type ShownLead = { household: ShownHousehold; feeFen: number }

/** By which contract a lot was bought, or who collects it for what fee; null for goods a household sells itself. */
export function termsWords({
  product,
  purchase,
  lead,
}: {
  product: Pick<ShownProduct, 'pricedBy' | 'pieceUnit'>
  purchase: ShownPurchase | null
  lead: ShownLead | null
}): string | null {
  if (purchase) {
    const { cooperative, priceFen } = purchase
    return m.contract_terms({ cooperative, price: formatUnitPrice(priceFen, product) })
  }
  if (!lead) return null
  return m.lead_fee_terms({ lead: householdName(lead.household), fee: formatUnitPrice(lead.feeFen, product) })
}
