import { expect, test } from 'vitest'
import { m } from './generated/messages.js'
import { formatFact, hasRefusalText, refusalText } from './refusals.ts'

test('a code without words is named, and says that nothing was lost', () => {
  expect(hasRefusalText('no-such-code')).toBe(false)
  expect(refusalText('no-such-code', {}, 'zh-CN')).toBe(
    m.refusal_without_words({ code: 'no-such-code' }, { locale: 'zh-CN' }),
  )
})

const codes = Object.keys(m)
  .filter((key) => key.startsWith('refused_'))
  .map((key) => key.slice('refused_'.length).replaceAll('_', '-'))

test('every sentence is found by its code, in both languages', () => {
  for (const code of codes) {
    expect(hasRefusalText(code), code).toBe(true)
    expect(refusalText(code, {}, 'en'), code).not.toBe(refusalText(code, {}, 'zh-CN'))
  }
})

test.each([
  ['priceFen', 1680, '16.80元'],
  ['leftGrams', 4250, '8.5斤'],
  ['rowCount', 20_000, '20,000'],
  ['closesAt', '2026-12-04T10:00:00.000Z', '12月4日18:00'],
  ['soldOn', '2026-11-22', '2026年11月22日'],
  ['lookAt', 'the third shelf', 'the third shelf'],
  ['village', '白鹿垭', '白鹿垭'],
])('the fact %s is said by its unit', (name, value, said) => {
  expect(formatFact(name, value, 'zh-CN')).toBe(said)
})
