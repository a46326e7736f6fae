/** Reads the scale's form: a figure for each lot, as typed on any keyboard, and why the rest is not given. */
import type { SettleLineInput } from '#app/commands/handover/settle-line.server.ts'
import { parseJin } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

type Part = SettleLineInput['parts'][number]
type Figures = Pick<SettleLineInput, 'parts' | 'missing' | 'hasBuyerAcceptedMore'>
export type FigureRefusal = 'figure-unreadable' | 'nothing-entered' | 'shortfall-without-reason'

const FIGURE = /^given-([1-9]\d{0,9})$/

/** A figure without the blanks and full-width digits that keyboards put in. */
export function plainFigure(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}

/** How a product's figures are taken at the desk: pieces counted, 斤 on the scale, or one piece weighed. */
export type Counted = 'pieces' | 'weight' | 'weighed-piece'

/** What a figure says: pieces, or the grams of a number of 斤; null if it is no such figure. */
export function readQuantity(
  text: string,
  counted: Counted,
): { quantity: number; weightGrams: number | null } | null {
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

/** The scale's form as the command takes it. A lot with nothing typed, or a nought, gave nothing. */
export function readSettlement(form: FormData): Verdict<Figures, FigureRefusal> {
  const counted = readCounted(form.get('counted'))
  const parts: Part[] = []
  for (const [name, value] of form) {
    const lotId = FIGURE.exec(name)?.[1]
    if (lotId === undefined || typeof value !== 'string' || plainFigure(value) === '') continue
    const read = readQuantity(value, counted)
    if (read === null) return refuse('figure-unreadable')
    if (read.quantity > 0) parts.push({ lotId: Number(lotId), ...read })
  }
  const missing = readMissing(form)
  if (missing?.reason === '') return refuse('shortfall-without-reason')
  if (missing === null && parts.length === 0) return refuse('nothing-entered')
  return accept({ parts, missing, hasBuyerAcceptedMore: form.has('accepted') })
}

/** The page says how it counted; the command checks it against the line. */
export function readCounted(text: FormDataEntryValue | null): Counted {
  return text === 'weight' || text === 'weighed-piece' ? text : 'pieces'
}

/** `short:not-brought` says it all; `short:` alone takes the reason that was written out. */
function readMissing(form: FormData): Figures['missing'] {
  const [kind, code = ''] = String(form.get('missing') ?? '').split(':')
  if (kind !== 'short' && kind !== 'refused') return null
  const written = String(form.get('reasonText') ?? '').trim()
  return { kind, reason: code === '' ? written.slice(0, 200) : code }
}
