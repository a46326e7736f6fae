/** Which of several offers of the same goods is meant. */
import type { Item } from './chat-items.ts'
import { plainText } from './chat-text.ts'
import { type ChatOffer, quantityFor } from './chat-vocabulary.ts'

/** The village and the price that were said decide, then what the quantity fits; then paired villages, the cheapest. */
export function rankOffers(
  offers: readonly ChatOffer[],
  { said, village, priceFen }: Pick<Item, 'said' | 'village' | 'priceFen'>,
): ChatOffer[] {
  const terms = (offer: ChatOffer): number[] => [
    village !== null && plainText(offer.village) !== village ? 1 : 0,
    priceFen === null ? 0 : Math.abs(offer.unitPriceFen - priceFen),
    quantityFor(said, offer).quantity === null ? 1 : 0,
    offer.isPaired ? 0 : 1,
    offer.measure.usualPieceGrams === null ? 0 : 1,
    offer.unitPriceFen,
    offer.offerId,
  ]
  const decorated = offers.map((offer) => ({ offer, terms: terms(offer) }))
  decorated.sort((a, b) => {
    const at = a.terms.findIndex((term, i) => term !== b.terms[i])
    return at === -1 ? 0 : (a.terms[at] ?? 0) - (b.terms[at] ?? 0)
  })
  return decorated.map(({ offer }) => offer)
}
