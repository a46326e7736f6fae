/** What people sign in with: a mobile number or an e-mail address, each written in one way only. */
export type SignInName = { kind: 'phone' | 'email'; value: string }

const MOBILE = /^1[3-9]\d{9}$/
/** One @, no spaces, a dot in the host. Whether it exists only a letter to it can tell. */
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/

/** The mobile number or e-mail address that was typed, full-width, spaced or with +86; null when it is neither. */
export function readSignInName(text: string): SignInName | null {
  const plain = text.normalize('NFKC').trim()
  const digits = plain.replace(/[\s()-]/g, '').replace(/^(\+|00)86/, '')
  if (MOBILE.test(digits)) return { kind: 'phone', value: digits }
  const email = plain.toLowerCase()
  return email.length <= 254 && EMAIL.test(email) ? { kind: 'email', value: email } : null
}
