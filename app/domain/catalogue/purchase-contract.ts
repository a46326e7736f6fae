/**
 * Purchase contracts: what a cooperative buys of a household, and the lots that are listed under one.
 * Invariant: a lot under a contract lies inside its days and what is left of its quantity, and floor <= purchase price <=
 * unit price.
 */
import { type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { holdsPersonNumber } from '#app/domain/kernel/person-number.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type LotEntry,
  type LotEntryCode,
  priceRefusal,
  quantityRefusal,
  witnessRefusal,
} from './lot-entry.ts'

export const COOPERATIVE_KINDS = ['cooperative', 'company', 'family-farm'] as const
export type CooperativeKind = (typeof COOPERATIVE_KINDS)[number]

const MOST_NAME = 60
/** Goods may have been agreed on for the seasons to come. */
const MOST_YEARS = 5

/** A contract as the office enters it. The price is fen per piece or per 斤, the quantity pieces or grams. */
export type ContractEntry = {
  purchasePriceFen: number
  mostQuantity: number | null
  fromDay: CivilDate
  toDay: CivilDate
  agreement: LotEntry['agreement']
}

export type ContractCode =
  | LotEntryCode
  | 'contract-household-unknown'
  | 'contract-quantity-unreadable'
  | 'contract-day-unreadable'
  | 'contract-too-long'
  | 'contract-over'
  | 'contract-overlaps'

/** What is wrong with a contract's own figures, by the form's field; empty when it may be written. */
export function contractFaults(
  entry: ContractEntry,
  { today, measure }: { today: CivilDate; measure: Pick<Measure, 'orderedBy' | 'step'> | null },
): Record<string, Refusal<ContractCode>> {
  const { mostQuantity, agreement } = entry
  const quantity =
    mostQuantity === null || measure === null
      ? refuse('contract-quantity-unreadable' as const)
      : quantityRefusal(mostQuantity, measure)
  const found: Record<string, Refusal<ContractCode> | null> = {
    productKey: measure === null ? refuse('product-missing') : null,
    price: priceRefusal(entry.purchasePriceFen),
    quantity,
    fromDay: daysRefusal(entry),
    toDay: entry.toDay < today ? refuse('contract-over', { toOn: entry.toDay }) : null,
    witness: witnessRefusal(agreement),
    agreedOn: agreement.agreedOn > today ? refuse('agreed-in-future') : null,
  }
  return Object.fromEntries(Object.entries(found).flatMap(([field, each]) => (each ? [[field, each]] : [])))
}

function daysRefusal({ fromDay, toDay }: ContractEntry): Refusal<ContractCode> | null {
  if (!isCivilDate(fromDay) || !isCivilDate(toDay)) return refuse('contract-day-unreadable')
  if (fromDay > toDay) return refuse('dates-reversed', { fromOn: fromDay, toOn: toDay })
  const years = Number(toDay.slice(0, 4)) - Number(fromDay.slice(0, 4))
  return years > MOST_YEARS ? refuse('contract-too-long', { most: MOST_YEARS }) : null
}

export type CooperativeNameCode = 'cooperative-name-missing' | 'text-holds-number'

/** A cooperative's name as it is kept. */
export function readCooperativeName(typed: string): Verdict<string, CooperativeNameCode> {
  const name = typed.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (name === '' || [...name].length > MOST_NAME) return refuse('cooperative-name-missing')
  return holdsPersonNumber(name) ? refuse('text-holds-number') : accept(name)
}

export type EndReasonCode = 'contract-reason-missing' | 'text-too-long' | 'text-holds-number'

/** The reason of an end. */
export function endReasonRefusal(reason: string): Refusal<EndReasonCode> | null {
  if (reason.trim() === '') return refuse('contract-reason-missing')
  if ([...reason.trim()].length > MOST_NAME) return refuse('text-too-long')
  return holdsPersonNumber(reason) ? refuse('text-holds-number') : null
}

/** Refused where a contract was ended, or its last day has passed. */
export function overRefusal(
  { endedOn, toDay }: { endedOn: CivilDate | null; toDay: CivilDate },
  today: CivilDate,
): Refusal<'contract-ended' | 'contract-over'> | null {
  if (endedOn !== null) return refuse('contract-ended')
  return toDay < today ? refuse('contract-over', { toOn: toDay }) : null
}

/** A contract as a lot is listed under it. `lastDay` is the last that it holds, `leftQuantity` what is not listed yet. */
export type OpenContract = {
  purchasePriceFen: number
  fromDay: CivilDate
  lastDay: CivilDate
  leftQuantity: number
}

export type ContractLotCode =
  | 'contract-not-here'
  | 'contract-out-of-days'
  | 'contract-has-less'
  | 'contract-has-less-weight'
  | 'price-below-purchase'
  | 'purchase-below-floor'

/** The first thing that keeps an entry from being listed under the contract; null: of another household or product. */
export function contractLotRefusal(
  entry: Pick<LotEntry, 'quantity' | 'unitPriceFen' | 'floorPriceFen' | 'availableFrom' | 'availableTo'>,
  contract: OpenContract | null,
  { orderedBy }: Pick<Measure, 'orderedBy'>,
): Refusal<ContractLotCode> | null {
  if (contract === null) return refuse('contract-not-here')
  const { purchasePriceFen, fromDay, lastDay, leftQuantity } = contract
  if (entry.availableFrom < fromDay || entry.availableTo > lastDay) {
    return refuse('contract-out-of-days', { fromOn: fromDay, toOn: lastDay })
  }
  const beyond = beyondLeft(entry.quantity, leftQuantity, orderedBy === 'weight')
  if (beyond) return beyond
  if (entry.unitPriceFen < purchasePriceFen) {
    return refuse('price-below-purchase', { purchaseFen: purchasePriceFen })
  }
  return entry.floorPriceFen > purchasePriceFen
    ? refuse('purchase-below-floor', { purchaseFen: purchasePriceFen, floorFen: entry.floorPriceFen })
    : null
}

/** Refused where a quantity is more than a contract has left, which may be nothing. */
export function beyondLeft(
  quantity: number,
  leftQuantity: number,
  isByWeight: boolean,
): Refusal<'contract-has-less' | 'contract-has-less-weight'> | null {
  if (quantity <= leftQuantity) return null
  const left = Math.max(0, leftQuantity)
  return isByWeight
    ? refuse('contract-has-less-weight', { leftGrams: left })
    : refuse('contract-has-less', { left })
}
