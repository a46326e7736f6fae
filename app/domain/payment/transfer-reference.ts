/**
 * What a buyer writes on a bank transfer, so that the statement says which order it pays.
 * Invariant: a reference read back is the order it was made for, and one wrong or swapped digit is none at all.
 */

const PREFIX = 'YG'
/** Blanks, dashes and full-width signs are what banks and thumbs put in. */
const READ = /Y\s*G[\s\-—_.:]*(\d[\d\s\-—]*)/i

/** `YG` with the order's number and two check digits (ISO 7064, mod 97-10). */
export function transferReference(orderNumber: number): string {
  return `${PREFIX}${orderNumber}${checkDigits(orderNumber)}`
}

/**
 * The order number that a bank's remark names; null if it names none, a wrong one, or could name two. Groups of digits
 * are taken together from the first on, so that a reference in groups is read and a quantity after it does no harm.
 */
export function readTransferReference(remark: string): number | null {
  const groups = READ.exec(remark.normalize('NFKC'))?.[1]?.match(/\d+/g) ?? []
  const named = new Set<number>()
  let digits = ''
  for (const group of groups) {
    digits += group
    const number = Number(digits.slice(0, -2))
    const isRead = Number.isSafeInteger(number) && number > 0 && checkDigits(number) === digits.slice(-2)
    if (isRead) named.add(number)
  }
  const [number = null] = named
  return named.size === 1 ? number : null
}

function checkDigits(orderNumber: number): string {
  return String(98 - ((orderNumber * 100) % 97)).padStart(2, '0')
}
