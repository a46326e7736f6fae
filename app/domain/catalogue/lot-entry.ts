/**
 * What village staff enter of a household's goods, before it is written.
 * Invariant: what is listed was agreed to, has a floor not above its price, and can be had on some day from today on.
 */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import { isOrderable, type Measure } from '#app/domain/kernel/quantity.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { MOST_STOCK } from './stock.ts'

export const AGREEMENT_WAYS = ['signature', 'thumbprint', 'phone', 'voice'] as const
export type AgreementWay = (typeof AGREEMENT_WAYS)[number]

/** Prices are fen per piece or per 斤, the quantity pieces or grams. */
export type LotEntry = {
  quantity: number
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  floorPriceFen: number
  availableFrom: CivilDate
  availableTo: CivilDate
  agreement: { how: AgreementWay; witness: string; agreedOn: CivilDate }
}

export type LotEntryCode =
  | 'product-missing'
  | 'quantity-not-in-steps'
  | 'weight-not-in-steps'
  | 'lot-too-large'
  | 'lot-weight-too-large'
  | 'price-out-of-range'
  | 'price-below-floor'
  | 'reference-source-missing'
  | 'text-too-long'
  | 'from-too-early'
  | 'dates-past'
  | 'dates-reversed'
  | 'witness-not-named'
  | 'agreed-in-future'

export type LotEntryField =
  | 'productKey'
  | 'quantity'
  | 'unitPrice'
  | 'referencePrice'
  | 'referenceSource'
  | 'floorPrice'
  | 'availableFrom'
  | 'availableTo'
  | 'witness'
  | 'agreedOn'

/** What is wrong with one field of the form, by the field's name. */
export type LotEntryFault = { field: LotEntryField; refusal: Refusal<LotEntryCode> }

const MOST_TEXT = 60
const MOST_PRICE_FEN = 10_000_000
/** Goods may have been there before somebody came to list them. */
const MOST_DAYS_BACK = 60

/** Whether somebody must have seen the household agree: a thumbprint and a call prove nothing by themselves. */
export function needsWitness(how: AgreementWay): boolean {
  return how === 'thumbprint' || how === 'phone'
}

/** Everything wrong with an entry, one fault a field at most; empty when it may be written. No product: null. */
export function lotEntryFaults(
  entry: LotEntry,
  context: { today: CivilDate; measure: Pick<Measure, 'orderedBy' | 'step'> | null },
): LotEntryFault[] {
  const { today, measure } = context
  const faults: LotEntryFault[] = []
  const fault = (field: LotEntryField, refusal: Refusal<LotEntryCode> | null) => {
    if (refusal !== null) faults.push({ field, refusal })
  }
  if (measure === null) fault('productKey', refuse('product-missing'))
  else fault('quantity', quantityRefusal(entry.quantity, measure))
  fault('unitPrice', priceRefusal(entry.unitPriceFen) ?? floorRefusal(entry))
  fault('referencePrice', priceRefusal(entry.referencePriceFen))
  fault('floorPrice', priceRefusal(entry.floorPriceFen))
  fault('referenceSource', textRefusal(entry.referenceSource, 'reference-source-missing'))
  fault('availableFrom', fromRefusal(entry, today))
  fault('availableTo', entry.availableTo < today ? refuse('dates-past', { toOn: entry.availableTo }) : null)
  fault('witness', witnessRefusal(entry.agreement))
  fault('agreedOn', entry.agreement.agreedOn > today ? refuse('agreed-in-future') : null)
  return faults
}

function quantityRefusal(
  quantity: number,
  { orderedBy, step }: Pick<Measure, 'orderedBy' | 'step'>,
): Refusal<LotEntryCode> | null {
  const isByWeight = orderedBy === 'weight'
  if (!isOrderable({ step }, quantity)) {
    return isByWeight
      ? refuse('weight-not-in-steps', { stepGrams: step })
      : refuse('quantity-not-in-steps', { step })
  }
  if (quantity <= MOST_STOCK) return null
  return isByWeight
    ? refuse('lot-weight-too-large', { mostGrams: MOST_STOCK })
    : refuse('lot-too-large', { most: MOST_STOCK })
}

function priceRefusal(priceFen: number): Refusal<LotEntryCode> | null {
  const isPrice = Number.isSafeInteger(priceFen) && priceFen > 0 && priceFen <= MOST_PRICE_FEN
  return isPrice ? null : refuse('price-out-of-range', { mostFen: MOST_PRICE_FEN })
}

function floorRefusal({ unitPriceFen, floorPriceFen }: LotEntry): Refusal<LotEntryCode> | null {
  if (!(unitPriceFen < floorPriceFen)) return null
  return refuse('price-below-floor', { priceFen: unitPriceFen, floorFen: floorPriceFen })
}

function fromRefusal(
  { availableFrom, availableTo }: LotEntry,
  today: CivilDate,
): Refusal<LotEntryCode> | null {
  if (availableFrom > availableTo)
    return refuse('dates-reversed', { fromOn: availableFrom, toOn: availableTo })
  const earliest = addDays(today, -MOST_DAYS_BACK)
  return availableFrom < earliest ? refuse('from-too-early', { earliestOn: earliest }) : null
}

function witnessRefusal({ how, witness }: LotEntry['agreement']): Refusal<LotEntryCode> | null {
  if (witness.trim() === '') return needsWitness(how) ? refuse('witness-not-named') : null
  return textRefusal(witness, 'witness-not-named')
}

function textRefusal(
  text: string,
  missing: 'reference-source-missing' | 'witness-not-named',
): Refusal<LotEntryCode> | null {
  if (text.trim() === '') return refuse(missing)
  return [...text.trim()].length > MOST_TEXT ? refuse('text-too-long') : null
}
