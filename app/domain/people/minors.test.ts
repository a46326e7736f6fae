import { expect, test } from 'vitest'
import { isMinor } from './minors.ts'

const born = (day: string) => `510981${day.replaceAll('-', '')}123X`

test('is under eighteen until the eighteenth birthday', () => {
  expect(isMinor(born('2008-11-26'), '2026-11-25')).toBe(true)
  expect(isMinor(born('2008-11-26'), '2026-11-26')).toBe(false)
  expect(isMinor(born('2008-02-29'), '2026-02-28')).toBe(true)
  expect(isMinor(born('2008-02-29'), '2026-03-01')).toBe(false)
  expect(isMinor(born('2020-01-01'), '2026-11-25')).toBe(true)
  expect(isMinor(born('1950-01-01'), '2026-11-25')).toBe(false)
})

test('without a number nobody is taken for a child', () => {
  expect(isMinor(null, '2026-11-25')).toBe(false)
  expect(isMinor('not a number', '2026-11-25')).toBe(false)
})
