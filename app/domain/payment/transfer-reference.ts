/**
 * What a buyer writes on a bank transfer, so that the statement says which order it pays.
 * Invariant: a reference read back is the order it was made for, and one wrong or swapped digit is none at all.
 */

const PREFIX = 'YG'
/** Blanks, dashes and full-width signs are what banks and thumbs put in. */
const READ = /Y\s*G[\s\-—_.:]*((?:\d[\s-]?){4,14})(?!\d)/i

/** `YG` with the order's number and two check digits (ISO 7064, mod 97-10). */
export function transferReference(orderNumber: number): string {
  return `${PREFIX}${orderNumber}${checkDigits(orderNumber)}`
}

/** The order number that a bank's remark names; null if it names none, or a wrong one. */
export function readTransferReference(remark: string): number | null {
  const digits = READ.exec(remark.normalize('NFKC'))?.[1]?.replace(/\D/g, '')
  if (!digits || digits.length < 3) return null
  const number = Number(digits.slice(0, -2))
  return Number.isSafeInteger(number) && number > 0 && checkDigits(number) === digits.slice(-2)
    ? number
    : null
}

function checkDigits(orderNumber: number): string {
  return String(98 - ((orderNumber * 100) % 97)).padStart(2, '0')
}
