/** Lists that are kept in two places, because rooms don't import each other and words live apart, held together. */
import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CATEGORY_CODES, type CategoryCode, parseCategory } from '#app/domain/intake/category-words.ts'
import { INTAKE_CODES } from '#app/domain/intake/codes.ts'
import {
  HELP_CATEGORIES,
  HOUSEHOLD_CATEGORIES,
  type HouseholdCategory,
  isHelpCategory,
} from '#app/domain/people/category.ts'

describe.each(['zh-CN', 'en'])('words in %s', (locale) => {
  const messages: Record<string, string> = JSON.parse(readFileSync(`messages/${locale}/intake.json`, 'utf8'))
  const keyOf = (code: string) => `refused_${code.replaceAll('-', '_')}`

  test('every code has a sentence, and every sentence a code', () => {
    const keys = Object.keys(messages).filter((key) => key.startsWith('refused_'))
    expect(keys.sort()).toEqual(INTAKE_CODES.map(keyOf).sort())
  })

  test('a sentence ends as one, and says nothing of code', () => {
    for (const [key, text] of Object.entries(messages)) {
      if (!key.startsWith('refused_')) continue
      expect({ key, ends: /[。.]$/.test(text) }).toEqual({ key, ends: true })
      expect(text).not.toMatch(/undefined|null|NaN|[a-z]+_[a-z]+/)
    }
  })
})

test('both languages fill in the same facts', () => {
  const [chinese, english] = ['zh-CN', 'en'].map(
    (locale): Record<string, string> => JSON.parse(readFileSync(`messages/${locale}/intake.json`, 'utf8')),
  )
  const factsOf = (text = '') => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
  for (const key of Object.keys(chinese ?? {})) {
    expect({ key, facts: factsOf(english?.[key]) }).toEqual({ key, facts: factsOf(chinese?.[key]) })
  }
})

test('categories are those of the people room, and each has its usual word', () => {
  expectTypeOf<CategoryCode>().toEqualTypeOf<HouseholdCategory>()
  expect(CATEGORY_CODES).toEqual(HOUSEHOLD_CATEGORIES)
  const words = ['脱贫户', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户', '一般户']
  expect(words.map(parseCategory)).toEqual(HOUSEHOLD_CATEGORIES)
  expect(HOUSEHOLD_CATEGORIES.filter(isHelpCategory)).toEqual(HELP_CATEGORIES)
})
