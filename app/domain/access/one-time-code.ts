/**
 * Codes that are printed and typed in again: sixteen signs in four groups, without the ones that look alike.
 * Invariant: every way of typing a code reads as one spelling. Sixteen signs of 32 are 80 bits: not to be guessed.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIGNS = 16
const GROUP = /.{4}(?=.)/g

/** The bytes a code is made of, one sign each. */
export const CODE_BYTES = SIGNS

/** Spells sixteen random bytes: `7K2M-XQ4T-0PWA-9CVE`. The top three bits of each byte are not used. */
export function spellCode(bytes: Uint8Array): string {
  invariant(bytes.length === SIGNS, `a code is made of ${SIGNS} bytes`)
  return [...bytes]
    .map((byte) => ALPHABET[byte & 31])
    .join('')
    .replace(GROUP, '$&-')
}

/** The code somebody typed, in its one spelling: any case, with or without hyphens, O for 0, I or L for 1; else null. */
export function readCode(text: string): string | null {
  const signs = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}−]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const isCode = signs.length === SIGNS && [...signs].every((sign) => ALPHABET.includes(sign))
  return isCode ? signs.replace(GROUP, '$&-') : null
}
