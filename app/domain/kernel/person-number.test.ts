import { expect, test } from 'vitest'
import { holdsPersonNumber } from './person-number.ts'

test.each([
  '打电话13900000000',
  '139 0000 0000',
  '139-0000-0000',
  '＋86１３９００００００００',
  '51098119500101001x',
  '510981 1950 0101 0010',
  '139.1234.5678',
  '139·1234·5678',
  '139–1234–5678',
  '12 13912345678',
])('%j holds the number of a person', (words) => {
  expect(holdsPersonNumber(words)).toBe(true)
})

test.each([
  '',
  '向阳十户组',
  '按2026-11-20第123号文调整',
  '0825-1234567',
  '第12345678901号',
  '2026-11-30 2026-12-01',
])('%j holds none', (words) => {
  expect(holdsPersonNumber(words)).toBe(false)
})
