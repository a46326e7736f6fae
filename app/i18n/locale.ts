import { getLocale, type Locale, locales } from './generated/runtime.js'

export type { Locale }

/** Each language by its own name, as a link to it is written. */
export const localeNames: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' }

/** The language of this request or this page. */
export function locale(): Locale {
  return getLocale()
}

/** The language that the switch in the header leads to. */
export function otherLocale(current: Locale = locale()): Locale {
  return locales.find((one) => one !== current) ?? current
}
