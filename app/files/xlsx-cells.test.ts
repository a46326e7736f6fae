import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormat,
  columnOf,
  formatOfCode,
  numberText,
  PLAIN,
  plainNumber,
  rowOf,
  unescapeCell,
} from './xlsx-cells.ts'

describe('numbers', () => {
  test.each([
    ['2.4000000000000001', '2.4'],
    ['0.30000000000000004', '0.3'],
    ['8267.4400000000005', '8267.44'],
    ['1.99E+10', '19900000000'],
    ['1E-3', '0.001'],
    ['-1.5', '-1.5'],
    ['-0', '0'],
    ['0', '0'],
    ['510981194907080009', '510981194907080009'],
    ['5.1098119490708E+17', '5.1098119490708E+17'],
    ['100', '100'],
  ])('%s is %s', (stored, text) => {
    expect(plainNumber(stored)).toBe(text)
  })

  test('of up to fifteen digits come back as they were written', () => {
    const digits = fc.integer({ min: 0, max: 999_999_999_999_999 })
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 15 }), (whole, places) => {
        const padded = String(whole).padStart(places + 1, '0')
        const written = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`
        const expected = written.includes('.') ? written.replace(/\.?0+$/, '') : written
        expect(plainNumber(String(Number(written)))).toBe(expected)
      }),
    )
  })
})

describe('formats', () => {
  const date = { kind: 'date', hasDate: true, hasTime: false }
  test.each([
    ['yyyy"年"m"月"d"日"', date],
    ['yyyy-mm-dd', date],
    ['[$-804]yyyy"年"m"月"d"日";@', date],
    ['m/d/yy h:mm', { kind: 'date', hasDate: true, hasTime: true }],
    ['h:mm AM/PM', { kind: 'date', hasDate: false, hasTime: true }],
    ['[h]:mm:ss', { kind: 'date', hasDate: false, hasTime: true }],
    ['0000000', { kind: 'padded', digits: 7 }],
    ['General', PLAIN],
    ['G/通用格式', PLAIN],
    ['0.00E+00', PLAIN],
    ['#,##0.00_);[Red]\\(#,##0.00\\)', PLAIN],
    ['0"斤"', PLAIN],
    ['"day"0', PLAIN],
    ['@', PLAIN],
  ])('%s', (code, format) => {
    expect(formatOfCode(code)).toEqual(format)
  })

  test('that are built in', () => {
    expect([14, 22, 31, 57].map((id) => builtInFormat(id).kind)).toEqual(['date', 'date', 'date', 'date'])
    expect([0, 1, 2, 9, 10, 11, 49].every((id) => builtInFormat(id) === PLAIN)).toBe(true)
  })
})

describe('dates and times', () => {
  const day = builtInFormat(14)
  const moment = builtInFormat(22)
  const time = builtInFormat(20)
  test.each([
    ['45724', day, false, '2025-03-08'],
    ['45724.999999', day, false, '2025-03-09'],
    ['46360.75', moment, false, '2026-12-04 18:00'],
    ['46360', moment, false, '2026-12-04'],
    ['0.375', time, false, '09:00'],
    ['0.4791666666666667', time, false, '11:30'],
    ['46360.375', time, false, '09:00'],
    ['1', day, false, '1900-01-01'],
    ['59', day, false, '1900-02-28'],
    ['61', day, false, '1900-03-01'],
    ['44262', day, true, '2025-03-08'],
    ['-5', day, false, '-5'],
    ['123', formatOfCode('000000'), false, '000123'],
  ])('%s', (stored, format, is1904, text) => {
    expect(numberText(stored, format, is1904)).toBe(text)
  })
})

test('references and escapes', () => {
  expect(['A1', 'Z9', 'AA1', 'XFD1048576'].map(columnOf)).toEqual([0, 25, 26, 16_383])
  expect(['A1', 'AB12', 'XFD1048576'].map(rowOf)).toEqual([1, 12, 1_048_576])
  expect(unescapeCell('a_x000D_b_x005F_c')).toBe('a\rb_c')
})
