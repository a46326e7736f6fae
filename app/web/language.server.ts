import { settings } from '#app/config/env.server.ts'
import { cookieName, isLocale } from '#app/i18n/generated/runtime.js'

const YEAR_SECONDS = 365 * 86_400

/** The Set-Cookie header that keeps a language chosen by hand; null where it is none of ours. */
export function languageCookie(to: string | null): string | null {
  if (to === null || !isLocale(to)) return null
  const secure = settings().publicUrl?.protocol === 'https:' ? '; Secure' : ''
  return `${cookieName}=${to}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}`
}
