import { settings } from '#app/config/env.server.ts'
import {
  baseLocale,
  cookieName,
  extractLocaleFromRequest,
  isLocale,
  type Locale,
} from '#app/i18n/generated/runtime.js'

const YEAR_SECONDS = 365 * 86_400

/** The Set-Cookie header that keeps a language chosen by hand; null where it is none of ours. */
export function languageCookie(to: string | null): string | null {
  if (to === null || !isLocale(to)) return null
  const secure = settings().publicUrl?.protocol === 'https:' ? '; Secure' : ''
  return `${cookieName}=${to}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}`
}

/** The language of a request: the one chosen by hand, else the browser's first that is one of ours, else Chinese. */
export function requestLocale(headers: { cookie?: string; acceptLanguage?: string }): Locale {
  if (headers.cookie === undefined && headers.acceptLanguage === undefined) return baseLocale
  const request = new Request('http://localhost/', {
    headers: {
      cookie: headers.cookie ?? '',
      'accept-language': headers.acceptLanguage ?? '',
      'sec-fetch-dest': 'document',
    },
  })
  return extractLocaleFromRequest(request)
}
