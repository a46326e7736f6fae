import { expect, it } from 'vitest'
import { languageCookie } from './language.server.ts'

it('keeps a language of ours for a year, out of reach of scripts', () => {
  expect(languageCookie('en')).toMatch(/^lang=en; Path=\/; Max-Age=31536000; SameSite=Lax; HttpOnly/)
  expect(languageCookie('zh-CN')).toMatch(/^lang=zh-CN; /)
})

it.each([null, '', 'fr', 'en; Domain=evil.example', 'zh'])('keeps nothing for %j', (to) => {
  expect(languageCookie(to)).toBeNull()
})
