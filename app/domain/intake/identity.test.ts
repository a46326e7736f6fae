import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { luhnSum, parseBankCard, parseIdNumber, parsePhone, parseSex } from './identity.ts'

const TODAY = '2026-11-22'

/** The standard's other definition: all eighteen, weighted by powers of two modulo 11, sum to 1. */
function remainder(number: string): number {
  return [...number].reduce((sum, character, i) => {
    const value = character === 'X' ? 10 : Number(character)
    return (sum + value * (2 ** (17 - i) % 11)) % 11
  }, 0)
}

const seventeen = fc
  .record({
    born: fc.date({ min: new Date('1920-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(
    ({ born, order }) =>
      `510981${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`,
  )

describe('identity numbers', () => {
  test('of the eleven check characters exactly the one that makes the remainder 1 is taken', () => {
    fc.assert(
      fc.property(seventeen, (digits) => {
        for (const check of '0123456789X') {
          const read = parseIdNumber(digits + check, TODAY)
          expect(read.ok).toBe(remainder(digits + check) === 1)
        }
      }),
    )
  })

  test('one wrong digit anywhere is noticed', () => {
    const slip = fc.record({ at: fc.integer({ min: 0, max: 16 }), by: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(seventeen, slip, (digits, { at, by }) => {
        const check = [...'0123456789X'].find((one) => remainder(digits + one) === 1) ?? ''
        const wrong = [...digits]
          .map((digit, i) => (i === at ? String((Number(digit) + by) % 10) : digit))
          .join('')
        expect(parseIdNumber(wrong + check, TODAY).ok).toBe(false)
      }),
    )
  })

  test('a published example, in the ways it is written', () => {
    for (const text of [
      '11010519491231002X',
      '11010519491231002x',
      ' １１０１０５１９４９１２３１００２Ｘ ',
      '110105 19491231 002X',
    ]) {
      expect(parseIdNumber(text, TODAY)).toEqual({
        ok: true,
        value: { number: '11010519491231002X', bornOn: '1949-12-31', sex: 'female', form: 'current' },
      })
    }
  })

  test('fifteen digits become eighteen, a disability card is its first eighteen', () => {
    expect(parseIdNumber('110105491231002', TODAY)).toMatchObject({
      value: { number: '11010519491231002X', form: 'fifteen-digits' },
    })
    expect(parseIdNumber('11010519491231002X43', TODAY)).toMatchObject({
      value: { number: '11010519491231002X', form: 'disability-card' },
    })
  })

  test.each([
    ['11010519491231002', 'id-length'],
    ['11010519491231002X99', 'id-length'],
    ['A1010519491231002X', 'id-length'],
    ['110105194912310021', 'id-checksum'],
    ['110105194913310021', 'id-birth-date'],
    ['5.10981194907E+17', 'long-number-lost'],
  ])('%s is refused: %s', (text, code) => {
    expect(parseIdNumber(text, TODAY)).toMatchObject({ ok: false, code })
  })

  test('nobody is born after today', () => {
    expect(parseIdNumber('11010519491231002X', '1949-12-30')).toMatchObject({ code: 'id-birth-date' })
    expect(parseIdNumber('11010519491231002X', '1949-12-31').ok).toBe(true)
  })
})

describe('bank cards', () => {
  test('of ten last digits one is right, and grouping does not matter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^6\d{14,17}$/), (digits) => {
        const right = [...'0123456789'].filter((last) => parseBankCard(digits + last).ok)
        expect(right).toHaveLength(1)
        const grouped = (digits + right[0]).replace(/(\d{4})/g, '$1 ')
        expect(parseBankCard(grouped)).toEqual({ ok: true, value: digits + right[0] })
      }),
    )
  })

  test.each([
    ['6217001234567890123', 'bank-card-checksum'],
    ['62170012', 'bank-card-length'],
    ['6.2170012345678E+18', 'long-number-lost'],
  ])('%s is refused: %s', (text, code) => {
    expect(parseBankCard(text)).toMatchObject({ ok: false, code })
  })

  test('a published example of the sum', () => {
    expect(luhnSum('79927398713') % 10).toBe(0)
  })
})

test.each([
  ['19900006148', '19900006148'],
  ['199 0000 6148', '19900006148'],
  ['+86 199-0000-6148', '19900006148'],
  ['１９９００００６１４８', '19900006148'],
  ['0825-6650000', '08256650000'],
  ['19900006148/19900006149', '19900006148'],
  ['1990000614', null],
  ['12900006148', null],
  ['无', null],
])('the telephone %s is %s', (text, phone) => {
  expect(parsePhone(text)).toBe(phone)
})

test('sex in the words of rosters', () => {
  expect(['男', '女', 'F', 'male', '1', '未知'].map(parseSex)).toEqual([
    'male',
    'female',
    'female',
    'male',
    'male',
    null,
  ])
})
