/**
 * What is written on a bank transfer, so that the bank's statement says what it pays: an order, a refund that goes
 * back, an agency's monthly statement, or what was paid by QR code at an event.
 * Invariant: a reference read back is what it was made for, and one wrong or swapped digit is none at all.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

const PREFIXES = { order: 'YG', refund: 'RF', statement: 'ST', event: 'HD' } as const

export type ReferenceKind = keyof typeof PREFIXES
export type PaymentReference = { kind: ReferenceKind; number: number }

/**
 * What a remark names. `none`: nothing that looks like a reference; `wrong`: one that does, and is not; `several`:
 * more than one, of which nobody can say what the money is for.
 */
export type ReadReference =
  | { is: 'one'; reference: PaymentReference }
  | { is: 'none' }
  | { is: 'wrong' }
  | { is: 'several' }

/** Blanks, dashes and full-width signs are what banks and thumbs put in. */
const WRITTEN = /(Y\s?G|(?<![A-Z])(?:R\s?F|S\s?T|H\s?D))[\s\-_.:—]*((?:\d[\s-]{0,2}){3,16})/gi

const MOST_DIGITS = 14

/** The prefix with the number and two check digits (ISO 7064, mod 97-10). */
export function paymentReference(kind: ReferenceKind, number: number): string {
  invariant(Number.isSafeInteger(number) && number > 0, 'a reference is made of a number')
  return `${PREFIXES[kind]}${number}${checkDigits(number)}`
}

/** What a bank's remark names. */
export function readPaymentReference(remark: string): ReadReference {
  const found = [...remark.normalize('NFKC').matchAll(WRITTEN)].map(([, prefix = '', digits = '']) =>
    readNumber(kindOf(prefix), digits),
  )
  if (found.length === 0) return { is: 'none' }
  const sound = new Map(
    found.flatMap((each) => (each === null ? [] : [[`${each.kind} ${each.number}`, each] as const])),
  )
  const [first, second] = [...sound.values()]
  if (second) return { is: 'several' }
  return first ? { is: 'one', reference: first } : { is: 'wrong' }
}

/**
 * What a person names: an order's number as it is said, or any reference. Null for what is neither.
 */
export function readNamed(text: string): PaymentReference | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  if (/^[1-9]\d{0,8}$/.test(plain)) return { kind: 'order', number: Number(plain) }
  const read = readPaymentReference(plain)
  return read.is === 'one' ? read.reference : null
}

function kindOf(prefix: string): ReferenceKind {
  const bare = prefix.replace(/\s/g, '').toUpperCase()
  const kinds = Object.keys(PREFIXES) as ReferenceKind[]
  const kind = kinds.find((each) => PREFIXES[each] === bare)
  invariant(kind, 'only what is a prefix is read as one')
  return kind
}

/** The digits as they stand together, or joined over blanks; what is sound in more than one way is none. */
function readNumber(kind: ReferenceKind, written: string): PaymentReference | null {
  const groups = written.split(/[\s-]+/).filter((group) => group !== '')
  const joined = groups.map((_, i) => groups.slice(0, i + 1).join(''))
  const sound = joined.filter((digits) => digits.length <= MOST_DIGITS && isSound(digits))
  return sound.length === 1 && sound[0] ? { kind, number: Number(sound[0].slice(0, -2)) } : null
}

function isSound(digits: string): boolean {
  if (digits.length < 3 || digits.startsWith('0')) return false
  return checkDigits(Number(digits.slice(0, -2))) === digits.slice(-2)
}

function checkDigits(number: number): string {
  return String(98 - ((number * 100) % 97)).padStart(2, '0')
}
