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
  /** Of goods paid ahead that nobody comes for, what in percent of their price goes to the households. */
  noShowSharePercent: number
  /** What "the first week" of a month is for help days: its first such weekday, or the week that holds the 1st. */
  helpDayReading: string
  /** Where buyers transfer to: all three, or none and no transfer is offered. */
  transferPayee: string
  transferBank: string
  transferAccount: string
}

export const DEFAULT_SETTINGS: CountySettings = {
  premiumCapPercent: 30,
  cashRoundingFen: 10,
  unpaidOrdersMost: 3,
  noShowSharePercent: 0,
  helpDayReading: 'weekday-of-month',
  transferPayee: '',
  transferBank: '',
  transferAccount: '',
}

export const HELP_DAY_READINGS = ['weekday-of-month', 'week-of-month'] as const
export const CASH_ROUNDINGS_FEN = [1, 10, 100] as const
const PREMIUM_CAP_MOST_PERCENT = 500
const UNPAID_ORDERS_LIMIT = 100
/** Above half it would be a price for goods nobody got. */
const NO_SHOW_SHARE_MOST_PERCENT = 50
/** An office's account at a Chinese bank: digits, as many as banks give. */
const BANK_ACCOUNT = /^\d{8,30}$/

export type SettingsRefusal =
  | 'premium-cap-out-of-range'
  | 'cash-rounding-unknown'
  | 'unpaid-orders-out-of-range'
  | 'no-show-share-out-of-range'
  | 'help-day-reading-unknown'
  | 'transfer-incomplete'
  | 'transfer-account-unreadable'

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
  if (!isWithin(settings.noShowSharePercent, 0, NO_SHOW_SHARE_MOST_PERCENT)) {
    return refuse('no-show-share-out-of-range', { most: NO_SHOW_SHARE_MOST_PERCENT })
  }
  if (!HELP_DAY_READINGS.some((reading) => reading === settings.helpDayReading))
    return refuse('help-day-reading-unknown')
  const { transferPayee, transferBank, transferAccount } = settings
  const filled = [transferPayee, transferBank, transferAccount].filter((text) => text !== '').length
  if (filled !== 0 && filled !== 3) return refuse('transfer-incomplete')
  if (transferAccount !== '' && !BANK_ACCOUNT.test(transferAccount))
    return refuse('transfer-account-unreadable')
  return accept(null)
}
