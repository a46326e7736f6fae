/**
 * What a county decides for itself, and what holds until it does.
 * Invariant: a setting in force is inside its range; the database holds the same ranges.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type CountySettings = {
  /** Help premium in percent of the reference, above which a second person is needed. */
  premiumCapPercent: number
  /** What cash due is rounded down to: a fen, a jiao or a yuan. */
  cashRoundingFen: number
  /** Unpaid orders a buyer may have open at once. */
  unpaidOrdersMost: number
}

export const DEFAULT_SETTINGS: CountySettings = {
  premiumCapPercent: 30,
  cashRoundingFen: 10,
  unpaidOrdersMost: 3,
}

export const CASH_ROUNDINGS_FEN = [1, 10, 100] as const
const PREMIUM_CAP_MOST_PERCENT = 500
const UNPAID_ORDERS_LIMIT = 100

export type SettingsRefusal =
  | 'premium-cap-out-of-range'
  | 'cash-rounding-unknown'
  | 'unpaid-orders-out-of-range'

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

export function checkSettings(settings: CountySettings): Verdict<null, SettingsRefusal> {
  if (!isWithin(settings.premiumCapPercent, 0, PREMIUM_CAP_MOST_PERCENT)) {
    return refuse('premium-cap-out-of-range', { most: PREMIUM_CAP_MOST_PERCENT })
  }
  if (!CASH_ROUNDINGS_FEN.some((fen) => fen === settings.cashRoundingFen))
    return refuse('cash-rounding-unknown')
  if (!isWithin(settings.unpaidOrdersMost, 1, UNPAID_ORDERS_LIMIT)) {
    return refuse('unpaid-orders-out-of-range', { most: UNPAID_ORDERS_LIMIT })
  }
  return accept(null)
}
