import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseGrid } from './roster-rows.ts'

test.each([
  ['第1网格', 1],
  ['网格03', 3],
  ['1', 1],
  ['第一网格', 1],
  ['第十网格', 10],
  ['第十二网格', 12],
  ['二十网格', 20],
  ['第二十一网格', 21],
  ['510981100212-07', 7],
  ['Grid 12', 12],
  ['第0网格', null],
  ['第100网格', null],
  ['东片', null],
  ['', null],
])('the grid %j is %s', (text, number) => {
  expect(parseGrid(text)).toBe(number)
})

test('every number comes back from figures and from words', () => {
  const digits = '零一二三四五六七八九'
  const inWords = (n: number) => {
    const tens = Math.floor(n / 10)
    const ones = n % 10 === 0 ? '' : digits[n % 10]
    return tens === 0 ? ones : `${tens === 1 ? '' : digits[tens]}十${ones}`
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (n) => {
      for (const text of [String(n), `第${n}网格`, `第${inWords(n)}网格`]) expect(parseGrid(text)).toBe(n)
    }),
  )
})
