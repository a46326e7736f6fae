/**
 * What a household pays the lead farmer who collects its goods.
 * Invariant: agreed with the lot, and the household is left its floor price.
 */
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { LotEntry } from './lot-entry.ts'

export type LeadFeeCode =
  | 'lead-fee-out-of-range'
  | 'lead-fee-below-floor'
  | 'lead-unknown'
  | 'lead-is-household'
  | 'lead-has-no-lead'
  | 'lead-beside-contract'

/** Whether a fee per unit may be agreed to; null if so. */
export function leadFeeRefusal(
  feeFen: number,
  { unitPriceFen, floorPriceFen }: Pick<LotEntry, 'unitPriceFen' | 'floorPriceFen'>,
): Refusal<LeadFeeCode> | null {
  if (!Number.isSafeInteger(feeFen) || feeFen < 0) return refuse('lead-fee-out-of-range')
  return unitPriceFen - feeFen < floorPriceFen
    ? refuse('lead-fee-below-floor', { leftFen: Math.max(0, unitPriceFen - feeFen), floorFen: floorPriceFen })
    : null
}
