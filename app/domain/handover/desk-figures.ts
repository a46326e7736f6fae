/**
 * What was typed at the desk, on any keyboard, as quantities.
 * Invariant: a figure that can't be read is refused and never guessed; a lot with nothing typed gave nothing.
 */
import { parseJin } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** How a product's figures are taken: pieces counted, 斤 on the scale, or one piece weighed. */
export type Counted = 'pieces' | 'weight' | 'weighed-piece'

/** Pieces, or grams where counted by weight; the scale's grams for a weighed piece. */
export type DeskQuantity = { quantity: number; weightGrams: number | null }

/** The scale's form: what each lot gave, why the rest is not given, and the buyer's word for more. */
export type DeskFigures = {
  parts: (DeskQuantity & { lotId: number })[]
  missing: { kind: 'short' | 'refused'; reason: string } | null
  hasBuyerAcceptedMore: boolean
}

export type FigureRefusal = 'figure-unreadable' | 'nothing-entered' | 'shortfall-without-reason'

const GIVEN = 'given-'
const LOT_ID = /^[1-9]\d{0,9}$/
const MOST_REASON = 200

/** The name of a lot's figure in the form. */
export function figureName(lotId: number): string {
  return `${GIVEN}${lotId}`
}

/** A figure without the blanks and full-width digits that keyboards put in. */
export function plainFigure(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

/** The page says how it counted; the line's own measure is checked when it is settled. */
export function countedOf(text: string | undefined): Counted {
  return text === 'weight' || text === 'weighed-piece' ? text : 'pieces'
}

/** What a figure says: pieces, or the grams of a number of 斤; null if it is no such figure. */
export function readQuantity(text: string, counted: Counted): DeskQuantity | null {
  const figure = plainFigure(text)
  if (counted === 'pieces') {
    return /^\d{1,6}$/.test(figure) ? { quantity: Number(figure), weightGrams: null } : null
  }
  const grams = parseJin(figure)
  if (grams === null) return null
  return counted === 'weight'
    ? { quantity: grams, weightGrams: null }
    : { quantity: grams === 0 ? 0 : 1, weightGrams: grams }
}

/** Reads the fields `counted`, `given-<lot>`, `missing`, `reasonText` and `accepted`, each at most once. */
export function readDeskFigures(
  fields: Readonly<Record<string, string>>,
): Verdict<DeskFigures, FigureRefusal> {
  const counted = countedOf(fields.counted)
  const parts: DeskFigures['parts'] = []
  for (const [name, text] of Object.entries(fields)) {
    const lot = name.startsWith(GIVEN) ? name.slice(GIVEN.length) : ''
    if (!LOT_ID.test(lot) || plainFigure(text) === '') continue
    const read = readQuantity(text, counted)
    if (read === null) return refuse('figure-unreadable')
    if (read.quantity > 0) parts.push({ lotId: Number(lot), ...read })
  }
  const missing = readMissing(fields)
  if (missing?.reason === '') return refuse('shortfall-without-reason')
  if (missing === null && parts.length === 0) return refuse('nothing-entered')
  return accept({ parts, missing, hasBuyerAcceptedMore: fields.accepted !== undefined })
}

/** `short:not-brought` says it all; `short:` alone takes the reason that was written out. */
function readMissing({
  missing = '',
  reasonText = '',
}: Readonly<Record<string, string>>): DeskFigures['missing'] {
  const [kind, code = ''] = missing.split(':')
  if (kind !== 'short' && kind !== 'refused') return null
  return { kind, reason: code === '' ? reasonText.trim().slice(0, MOST_REASON) : code }
}
