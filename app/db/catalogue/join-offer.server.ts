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
}

/**
 * The offer at these terms: the one that is there, or a new one. Its reference becomes the lowest of its lots', so
 * that the premium shown is never too small. The offer's row is held when it is new or lowered.
 */
export async function joinOffer(tx: Transaction, terms: OfferTerms): Promise<number> {
  const { countyCode, villageCode, productId, unitPriceFen, referencePriceFen, referenceSource } = terms
  await tx.$executeRaw`
    INSERT INTO offer (county_code, village_code, product_id, unit_price_fen, reference_price_fen, reference_source,
      reference_on)
    VALUES (${countyCode}, ${villageCode}, ${productId}, ${unitPriceFen}, ${referencePriceFen}, ${referenceSource},
      ${toDateColumn(terms.referenceOn)})
    ON CONFLICT (village_code, product_id, unit_price_fen) DO UPDATE SET
      reference_price_fen = EXCLUDED.reference_price_fen, reference_source = EXCLUDED.reference_source,
      reference_on = EXCLUDED.reference_on
      WHERE offer.reference_price_fen > EXCLUDED.reference_price_fen`
  const offer = await tx.offer.findUniqueOrThrow({
    where: { villageCode_productId_unitPriceFen: { villageCode, productId, unitPriceFen } },
    select: { id: true },
  })
  return offer.id
}
