import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { locales } from './generated/runtime.js'

type Messages = Record<string, unknown>

const folder = new URL('../../messages/', import.meta.url)

function filesOf(locale: string): Map<string, Messages> {
  const names = readdirSync(new URL(`${locale}/`, folder)).filter((name) => name.endsWith('.json'))
  return new Map(
    names.map((name) => [name, JSON.parse(readFileSync(new URL(`${locale}/${name}`, folder), 'utf8'))]),
  )
}

/** What a message takes, whether it is one sentence or one for each plural form. */
function inputsOf(message: unknown): string[] {
  const text = JSON.stringify(message)
  const declared = [...text.matchAll(/"input (\w+)"/g)].map((match) => match[1])
  const used = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  return [...new Set([...declared, ...used])].sort() as string[]
}

const byLocale = new Map(locales.map((locale) => [locale, filesOf(locale)]))
const chinese = byLocale.get('zh-CN') as Map<string, Messages>
const english = byLocale.get('en') as Map<string, Messages>

test.each([...chinese.keys()])('%s says the same things in both languages', (name) => {
  expect(Object.keys(english.get(name) ?? {}).sort()).toEqual(Object.keys(chinese.get(name) ?? {}).sort())
})

test('no key is in two files', () => {
  const keys = [...chinese.values()].flatMap((messages) => Object.keys(messages))
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('no sentence asks for something that the other language is not given', () => {
  for (const [name, messages] of english) {
    for (const [key, message] of Object.entries(messages)) {
      const other = chinese.get(name)?.[key]
      if (other === undefined || JSON.stringify(message).includes('"match"')) continue
      expect(inputsOf(other), `${name} ${key}`).toEqual(expect.arrayContaining(inputsOf(message)))
    }
  }
})

test('no message is empty', () => {
  for (const files of byLocale.values())
    for (const messages of files.values())
      for (const [key, message] of Object.entries(messages)) expect(message, key).not.toBe('')
})
