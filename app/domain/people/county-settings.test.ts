import { describe, expect, test } from 'vitest'
import { type CountySettings, checkSettings, DEFAULT_SETTINGS } from './county-settings.ts'

const codeOf = (changed: Partial<CountySettings>) => {
  const verdict = checkSettings({ ...DEFAULT_SETTINGS, ...changed })
  return verdict.ok ? 'ok' : verdict.code
}

describe('checkSettings', () => {
  test.each([
    [{}, 'ok'],
    [{ premiumCapPercent: 0 }, 'ok'],
    [{ premiumCapPercent: 500 }, 'ok'],
    [{ premiumCapPercent: -1 }, 'premium-cap-out-of-range'],
    [{ premiumCapPercent: 501 }, 'premium-cap-out-of-range'],
    [{ premiumCapPercent: 12.5 }, 'premium-cap-out-of-range'],
    [{ premiumCapPercent: Number.NaN }, 'premium-cap-out-of-range'],
    [{ cashRoundingFen: 1 }, 'ok'],
    [{ cashRoundingFen: 100 }, 'ok'],
    [{ cashRoundingFen: 5 }, 'cash-rounding-unknown'],
    [{ cashRoundingFen: 0 }, 'cash-rounding-unknown'],
    [{ unpaidOrdersMost: 1 }, 'ok'],
    [{ unpaidOrdersMost: 100 }, 'ok'],
    [{ unpaidOrdersMost: 0 }, 'unpaid-orders-out-of-range'],
    [{ unpaidOrdersMost: 101 }, 'unpaid-orders-out-of-range'],
    [{ noShowSharePercent: 0 }, 'ok'],
    [{ noShowSharePercent: 50 }, 'ok'],
    [{ noShowSharePercent: 51 }, 'no-show-share-out-of-range'],
    [{ noShowSharePercent: -1 }, 'no-show-share-out-of-range'],
    [{ noShowSharePercent: 12.5 }, 'no-show-share-out-of-range'],
    [{ helpDayReading: 'week-of-month' }, 'ok'],
    [{ helpDayReading: 'week' }, 'help-day-reading-unknown'],
    [{ transferPayee: '射洪市乡村振兴局' }, 'transfer-incomplete'],
    [
      { transferPayee: '局', transferBank: '行', transferAccount: '2310 9988' },
      'transfer-account-unreadable',
    ],
    [{ transferPayee: '局', transferBank: '行', transferAccount: '23109988776655' }, 'ok'],
  ])('%j: %s', (changed, code) => {
    expect(codeOf(changed)).toBe(code)
  })
})
