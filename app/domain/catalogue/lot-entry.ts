/**
 * What village staff enter of a household's goods, before it is written.
 * Invariant: what is listed was agreed to, has a floor not above its price, can be had on some day from today on, and
 * says why where its price or its reference is far from the county's.
 */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import { isOrderable, type Measure } from '#app/domain/kernel/quantity.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { isFarFrom, MOST_DEVIATION_PERCENT } from './reference-price.ts'
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
  /** The answer to a figure that was questioned: it is so, and why. */
  doubt: { isSo: boolean; reason: string }
}

export type LotEntryCode =
  | 'product-missing'
  | 'quantity-not-in-steps'
  | 'weight-not-in-steps'
  | 'lot-too-large'
  | 'lot-weight-too-large'
  | 'price-out-of-range'
  | 'price-below-floor'
  | 'price-far-from-reference'
  | 'reference-far-from-county'
  | 'doubt-reason-missing'
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
  | 'doubtReason'

/** What is wrong with one field of the form, by the field's name. */
export type LotEntryFault = { field: LotEntryField; refusal: Refusal<LotEntryCode> }

const MOST_TEXT = 60
const MOST_PRICE_FEN = 10_000_000
/** Goods may have been there before somebody came to list them. */
const MOST_DAYS_BACK = 60

/** For how long goods of a kind are usually on offer, in days: what the form starts with. */
export function usualDays(kind: string): number {
  return DAYS_ON_OFFER[kind] ?? 30
}
const DAYS_ON_OFFER: Record<string, number | undefined> = { veg: 14, fruit: 21, grain: 60, jar: 60 }

/** Whether somebody must have seen the household agree: a thumbprint and a call prove nothing by themselves. */
export function needsWitness(how: AgreementWay): boolean {
  return how === 'thumbprint' || how === 'phone'
}

/** Everything wrong with an entry, one fault a field at most; empty when it may be written. No product: null. */
export function lotEntryFaults(
  entry: LotEntry,
  context: {
    today: CivilDate
    measure: Pick<Measure, 'orderedBy' | 'step'> | null
    /** The county's newest reference, in fen; null where it has none. */
    countyReferenceFen: number | null
  },
): LotEntryFault[] {
  const { today, measure, countyReferenceFen } = context
  const far = (code: 'price-far-from-reference' | 'reference-far-from-county', figureFen: number) =>
    entry.doubt.isSo ? null : farRefusal(code, figureFen, countyReferenceFen)
  const faults: LotEntryFault[] = []
  const fault = (field: LotEntryField, refusal: Refusal<LotEntryCode> | null) => {
    if (refusal !== null) faults.push({ field, refusal })
  }
  if (measure === null) fault('productKey', refuse('product-missing'))
  else fault('quantity', quantityRefusal(entry.quantity, measure))
  fault(
    'unitPrice',
    priceRefusal(entry.unitPriceFen) ??
      floorRefusal(entry) ??
      far('price-far-from-reference', entry.unitPriceFen),
  )
  fault(
    'referencePrice',
    priceRefusal(entry.referencePriceFen) ?? far('reference-far-from-county', entry.referencePriceFen),
  )
  fault('floorPrice', priceRefusal(entry.floorPriceFen))
  fault('referenceSource', textRefusal(entry.referenceSource, 'reference-source-missing'))
  fault('availableFrom', fromRefusal(entry, today))
  fault('availableTo', entry.availableTo < today ? refuse('dates-past', { toOn: entry.availableTo }) : null)
  fault('witness', witnessRefusal(entry.agreement))
  fault('agreedOn', entry.agreement.agreedOn > today ? refuse('agreed-in-future') : null)
  fault('doubtReason', doubtReasonRefusal(entry, countyReferenceFen))
  return faults
}

/** Of the whole steps a quantity is counted in, and of the most there can be. */
export function quantityRefusal(
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

export function priceRefusal(priceFen: number): Refusal<LotEntryCode> | null {
  const isPrice = Number.isSafeInteger(priceFen) && priceFen > 0 && priceFen <= MOST_PRICE_FEN
  return isPrice ? null : refuse('price-out-of-range', { mostFen: MOST_PRICE_FEN })
}

function floorRefusal({ unitPriceFen, floorPriceFen }: LotEntry): Refusal<LotEntryCode> | null {
  if (!(unitPriceFen < floorPriceFen)) return null
  return refuse('price-below-floor', { priceFen: unitPriceFen, floorFen: floorPriceFen })
}

/** Whether a figure of the entry is far from the county's reference, and must be answered for. */
export function isQuestioned(
  entry: Pick<LotEntry, 'unitPriceFen' | 'referencePriceFen'>,
  countyReferenceFen: number | null,
): boolean {
  if (countyReferenceFen === null) return false
  return [entry.unitPriceFen, entry.referencePriceFen].some((figure) => isFarFrom(countyReferenceFen, figure))
}

function farRefusal(
  code: 'price-far-from-reference' | 'reference-far-from-county',
  figureFen: number,
  countyReferenceFen: number | null,
): Refusal<LotEntryCode> | null {
  if (countyReferenceFen === null || !isFarFrom(countyReferenceFen, figureFen)) return null
  return refuse(code, { priceFen: figureFen, countyFen: countyReferenceFen, percent: MOST_DEVIATION_PERCENT })
}

function doubtReasonRefusal(
  entry: LotEntry,
  countyReferenceFen: number | null,
): Refusal<LotEntryCode> | null {
  const { isSo, reason } = entry.doubt
  if (!isSo || !isQuestioned(entry, countyReferenceFen)) return null
  return textRefusal(reason, 'doubt-reason-missing')
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

export function witnessRefusal({ how, witness }: LotEntry['agreement']): Refusal<LotEntryCode> | null {
  if (witness.trim() === '') return needsWitness(how) ? refuse('witness-not-named') : null
  return textRefusal(witness, 'witness-not-named')
}

function textRefusal(
  text: string,
  missing: 'reference-source-missing' | 'witness-not-named' | 'doubt-reason-missing',
): Refusal<LotEntryCode> | null {
  if (text.trim() === '') return refuse(missing)
  return [...text.trim()].length > MOST_TEXT ? refuse('text-too-long') : null
}
