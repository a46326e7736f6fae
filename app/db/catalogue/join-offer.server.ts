import { type OfferSeller, sellerColumns } from '#app/domain/catalogue/offer-seller.ts'
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { Transaction } from '../client.server.ts'

/** A product of a village at a price, with the reference that a lot brings along. Prices in fen. */
export type OfferTerms = {
  countyCode: string
  villageCode: string
  productId: number
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  referenceOn: CivilDate
  seller: OfferSeller
}

/** The offer at these terms, for a lot that is not approved yet: made if there is none, and left as it is. */
export async function findOrMakeOffer(tx: Transaction, terms: OfferTerms): Promise<number> {
  const { countyCode, villageCode, productId, unitPriceFen, referencePriceFen, referenceSource } = terms
  const seller = sellerColumns(terms.seller)
  await tx.$executeRaw`
    INSERT INTO offer (county_code, village_code, product_id, unit_price_fen, reference_price_fen, reference_source,
      reference_on, group_id, cooperative_id)
    VALUES (${countyCode}, ${villageCode}, ${productId}, ${unitPriceFen}, ${referencePriceFen}, ${referenceSource},
      ${toDateColumn(terms.referenceOn)}, ${seller.groupId}::int, ${seller.cooperativeId}::int)
    ON CONFLICT (village_code, product_id, unit_price_fen, group_id, cooperative_id) DO NOTHING`
  const offer = await tx.offer.findFirstOrThrow({
    where: { villageCode, productId, unitPriceFen, ...seller },
    select: { id: true },
  })
  return offer.id
}

/**
 * The offer at these terms, for a lot that is approved in this transaction. Its reference becomes the lowest of its
 * approved lots', so that the premium shown is never too small. The offer's row is held to the end.
 */
export async function joinOffer(tx: Transaction, terms: OfferTerms): Promise<number> {
  const offerId = await findOrMakeOffer(tx, terms)
  // Held by a statement of its own: the next one then sees the lots of whoever held it before.
  await tx.$queryRaw`SELECT 1 FROM offer WHERE id = ${offerId}::int FOR NO KEY UPDATE`
  // An offer that only ever waited for approval has a reference that nobody confirmed.
  await tx.$executeRaw`
    UPDATE offer SET reference_price_fen = ${terms.referencePriceFen}, reference_source = ${terms.referenceSource},
      reference_on = ${toDateColumn(terms.referenceOn)}
    WHERE id = ${offerId}::int AND (reference_price_fen > ${terms.referencePriceFen}
      OR NOT EXISTS (SELECT 1 FROM lot WHERE offer_id = offer.id AND approved_at IS NOT NULL))`
  return offerId
}
