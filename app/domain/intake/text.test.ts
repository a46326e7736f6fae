import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cleanName,
  cleanText,
  isFormula,
  isFormulaError,
  isLostNumber,
  plainText,
  squeezedText,
} from './text.ts'

describe('cleaning a cell', () => {
  test.each([
    ['  何 素芳　', '何 素芳'],
    ['５１０９８１', '510981'],
    ['（元／斤）', '(元/斤)'],
    ['="00123"', '00123'],
    ["'00123", '00123'],
    ["'-2", '-2'],
    ['\ufeff户编号\u200b', '户编号'],
    ['家庭\n人口数', '家庭 人口数'],
    ['\t510981', '510981'],
  ])('%j reads %j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean)
  })

  test('what is shown again keeps its marks', () => {
    expect(plainText(' 武安镇：“以购助扶”，活动 ')).toBe('武安镇：“以购助扶”，活动')
  })

  test('cleaning twice changes nothing more', () => {
    const anyText = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
      fc.string({ unit: fc.constantFrom(...'\'="０１２－＝5-+@ 　村\u200b\n') }),
    )
    fc.assert(
      fc.property(anyText, (raw) => cleanText(cleanText(raw)) === cleanText(raw)),
      { numRuns: 500 },
    )
    expect(squeezedText(' 户 编号（Ａ）\n')).toBe('户编号(a)')
  })
})

test.each([
  [' 何 素芳 ', '何素芳'],
  ['阿卜杜 . 热西提', '阿卜杜·热西提'],
  ['阿卜杜•热西提', '阿卜杜·热西提'],
  ['Li  Wei', 'Li Wei'],
])('the name %j is %j', (raw, name) => {
  expect(cleanName(raw)).toBe(name)
})

test('formulas that failed, formulas without a result, and numbers that lost their end are told apart', () => {
  expect(['#N/A', '#REF!', '#DIV/0!', '#1栋'].map(isFormulaError)).toEqual([true, true, true, false])
  expect(['=SUM(A1:A3)', '=A1', '=', '5'].map(isFormula)).toEqual([true, true, false, false])
  expect(['5.10981194907E+17', '5e17', '510981', '1.5'].map(isLostNumber)).toEqual([true, true, false, false])
})
