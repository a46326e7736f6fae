import { expect, test } from 'vitest'
import { localeNames, otherLocale } from './locale.ts'

test('the switch leads from each language to the other', () => {
  expect(otherLocale('zh-CN')).toBe('en')
  expect(otherLocale('en')).toBe('zh-CN')
  expect(localeNames[otherLocale('en')]).toBe('中文')
})
