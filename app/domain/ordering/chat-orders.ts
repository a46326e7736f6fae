/**
 * A pasted chat as lines to confirm, in the order they were said.
 * Invariant: every character that isn't blank is in exactly one piece; nothing that was not understood is dropped.
 */
import { clausesOf, type Item, itemsOf, joinHalves } from './chat-items.ts'
import { type ChatMessage, readMessages } from './chat-messages.ts'
import { rankOffers } from './chat-ranking.ts'
import { plainText } from './chat-text.ts'
import {
  type ChatOffer,
  type QuantityDoubt,
  quantityFor,
  type Vocabulary,
  vocabularyOf,
} from './chat-vocabulary.ts'
import { type ChatWord, readWords } from './chat-words.ts'

export type ChatDoubt =
  | QuantityDoubt
  /** More than one offer may be meant: another village, price or way of weighing. */
  | 'which-one'
  /** The goods were named before, not here. */
  | 'goods-from-before'
  /** `同上`, `+1`: what was said before is taken for meant. */
  | 'same-as-before'
  /** Something stands between the words that was not understood. */
  | 'also-said'
  | 'question'
  /** `不要了`, said later. */
  | 'taken-back'

/** What somebody asks for. */
export type ChatLine = {
  /** The offers that may be meant, the likeliest first; at least one. */
  offerIds: number[]
  /** Of the likeliest, in its base unit; null where it has to be asked. */
  quantity: number | null
  doubts: ChatDoubt[]
}

/** A part of the text as it was written. */
export type ChatPiece = { from: number; to: number; text: string; asker: string | null } & (
  | { kind: 'order'; lines: ChatLine[] }
  /** Somebody doesn't want it any more; `lineCount` of the lines above are meant. */
  | { kind: 'take-back'; lineCount: number }
  /** Not understood, or no order. `unknown-goods`: there is a quantity, but of what? */
  | { kind: 'rest'; why: 'unknown-goods' | 'other-words' }
)

/** Reads a chat against the offers that can be ordered now. */
export function readChat(text: string, offers: readonly ChatOffer[]): ChatPiece[] {
  const vocabulary = vocabularyOf(offers)
  const plain = plainText(text)
  const reading: Reading = { text, plain, vocabulary, pieces: [], lastLines: [], lastKind: null }
  for (const message of readMessages(text, plain, vocabulary)) readMessage(reading, message)
  return reading.pieces
}

type Reading = {
  text: string
  plain: string
  vocabulary: Vocabulary
  pieces: ChatPiece[]
  /** What the message before ordered, for `同上` and `+1`. */
  lastLines: ChatLine[]
  /** The goods named last, for a list whose heading names them. */
  lastKind: string | null
}

/** What a stretch of words comes to, before the stretches are drawn out to meet. */
type Found = { from: number; to: number; who: string | null } & (
  | { kind: 'order'; lines: ChatLine[] }
  | { kind: 'take-back'; kindOfGoods: string | null }
  | { kind: 'rest'; why: 'unknown-goods' | 'other-words' }
)

function readMessage(reading: Reading, message: ChatMessage): void {
  const { plain, vocabulary } = reading
  const body = plain.slice(message.bodyFrom, message.to)
  const words = readWords(body, vocabulary).map((word) => ({
    ...word,
    from: word.from + message.bodyFrom,
    to: word.to + message.bodyFrom,
  }))
  const name = nameInFront(words, message, plain)
  const said = name === null ? words : words.filter((word) => word.from >= name.to)
  const ordered = [...foundItems(reading, message, said), ...foundReferences(reading, said)]
  const found = apart(plain, [...ordered, ...foundRests(plain, said, ordered)])
  if (found.length === 0) {
    found.push({ from: message.from, to: message.to, who: null, kind: 'rest', why: 'other-words' })
  }
  const asker = name ? reading.text.slice(name.from, name.to).trim() : message.asker
  let from = message.from
  found.forEach((one, i) => {
    const next = found[i + 1]
    const to = next ? startOf(plain, said, one, next) : message.to
    addPiece(reading, one, { from, to, text: reading.text.slice(from, to).trim(), asker: one.who ?? asker })
    from = to
  })
  const lines = found.flatMap((one) => (one.kind === 'order' ? one.lines : []))
  if (lines.length > 0) reading.lastLines = lines
}

/** Where the next stretch begins: behind the comma between the two, so that its own "I want" stays with it. */
function startOf(plain: string, words: readonly ChatWord[], one: Found, next: Found): number {
  const breaks = words.filter(
    (word) =>
      word.from >= one.to && word.to <= next.from && (word.is === 'break' || plain.charAt(word.from) === '?'),
  )
  const isAfterMark = plain.charAt(one.to - 1) === '?'
  return breaks.at(-1)?.to ?? (isAfterMark ? one.to : next.from)
}

/** In order, none over another: what was not understood gives way, and is one where it lies side by side. */
function apart(plain: string, found: readonly Found[]): Found[] {
  const laid: Found[] = []
  for (const one of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const before = laid.at(-1)
    if (before?.kind === 'rest' && one.kind === 'rest' && (before.why === one.why || one.from < before.to)) {
      before.to = Math.max(before.to, one.to)
    } else if (before && one.from < before.to && one.kind === 'rest') {
      if (one.to > before.to) laid.push({ ...one, from: before.to })
    } else {
      if (before && one.from < before.to) before.to = one.from
      if (before && before.to <= before.from) laid.pop()
      laid.push({ ...one })
    }
  }
  return laid.filter(({ from, to }) => plain.slice(from, to).trim() !== '')
}

function addPiece(
  reading: Reading,
  found: Found,
  piece: { from: number; to: number; text: string; asker: string | null },
): void {
  if (found.kind === 'order') reading.pieces.push({ ...piece, kind: 'order', lines: found.lines })
  else if (found.kind === 'rest') reading.pieces.push({ ...piece, kind: 'rest', why: found.why })
  else {
    const lineCount = takeBack(reading, piece.asker, found.kindOfGoods)
    reading.pieces.push({ ...piece, kind: 'take-back', lineCount })
  }
}

/** Marks what the same person asked for before, of these goods or of all. */
function takeBack(reading: Reading, asker: string | null, kindOfGoods: string | null): number {
  const offerIds = kindOfGoods === null ? null : idsOf(reading.vocabulary, kindOfGoods)
  const meant = reading.pieces
    .flatMap((piece) => (piece.kind === 'order' && piece.asker === asker ? piece.lines : []))
    .filter((line) => offerIds === null || line.offerIds.some((id) => offerIds.includes(id)))
  for (const line of meant) if (!line.doubts.includes('taken-back')) line.doubts.push('taken-back')
  return meant.length
}

function idsOf(vocabulary: Vocabulary, kind: string): number[] {
  return (vocabulary.offersOf.get(kind) ?? []).map((offer) => offer.offerId)
}

/** `张姐 白鹅2只`, `李科长要红薯`: a strange word in front of an order, set off from it, is who orders. */
function nameInFront(
  words: readonly ChatWord[],
  message: ChatMessage,
  plain: string,
): { from: number; to: number } | null {
  const [first] = words
  if (message.asker !== null || first?.is !== 'unknown') return null
  let last = first
  for (const word of words.slice(1)) {
    if (word.is !== 'unknown' || word.from !== last.to) break
    last = word
  }
  const length = last.to - first.from
  const next = words.find((word) => word.from >= last.to)
  const isSetOff =
    message.isOfList ||
    /^\s/.test(plain.slice(last.to)) ||
    (next?.is === 'filler' && /^[要订定来买]/.test(plain.slice(next.from)))
  const isOrdering = words.some(
    ({ is }) => is === 'goods' || is === 'quantity' || is === 'same' || is === 'plus',
  )
  return length <= 8 && isSetOff && isOrdering ? { from: first.from, to: last.to } : null
}

function foundItems(reading: Reading, message: ChatMessage, words: readonly ChatWord[]): Found[] {
  const clauses = clausesOf(words, reading.plain)
  const isHeading = /接龙/.test(reading.plain.slice(message.bodyFrom, message.to))
  const items = joinHalves(clauses.flatMap((clause) => itemsOf(clause, reading.plain)))
  let named: string | null = null
  return items.flatMap((item): Found[] => {
    const span = { from: item.words[0]?.from ?? 0, to: item.words.at(-1)?.to ?? 0, who: item.who }
    const clause = clauses.find((one) => one.includes(item.words[0] as ChatWord)) ?? []
    if (item.isTakenBack) return [{ ...span, kind: 'take-back', kindOfGoods: item.kind }]
    if (item.kind === null && item.said === null) return []
    const isAsked = clause.some(({ is }) => is === 'question')
    if (item.said === null && (isAsked || isHeading)) {
      named = item.kind
      reading.lastKind = item.kind
      return [{ ...span, kind: 'rest', why: 'other-words' }]
    }
    const kind = item.kind ?? contextOf(reading, message, item.isStrange, named)
    if (kind === null) return [{ ...spanWithStrange(clause, span), kind: 'rest', why: 'unknown-goods' }]
    const doubts: ChatDoubt[] = []
    if (item.kind === null) doubts.push('goods-from-before')
    if (isAsked) doubts.push('question')
    if (hasStrangeInside(words, span)) doubts.push('also-said')
    named = kind
    reading.lastKind = kind
    return [{ ...span, kind: 'order', lines: [lineOf(reading.vocabulary, item, kind, doubts)] }]
  })
}

/** The goods that a quantity alone is of: those named before in the message, or in the heading of a list. */
function contextOf(
  reading: Reading,
  message: ChatMessage,
  isStrange: boolean,
  named: string | null,
): string | null {
  if (isStrange) return null
  return named ?? (message.isOfList ? reading.lastKind : null)
}

/** A quantity of nobody knows what, with the words that may say what. */
function spanWithStrange<Span extends { from: number; to: number }>(
  clause: readonly ChatWord[],
  span: Span,
): Span {
  const strange = clause.filter((word) => word.is === 'unknown')
  return {
    ...span,
    from: Math.min(span.from, ...strange.map((word) => word.from)),
    to: Math.max(span.to, ...strange.map((word) => word.to)),
  }
}

function hasStrangeInside(words: readonly ChatWord[], span: { from: number; to: number }): boolean {
  return words.some((word) => word.is === 'unknown' && word.from >= span.from && word.to <= span.to)
}

function lineOf(vocabulary: Vocabulary, item: Item, kind: string, doubts: ChatDoubt[]): ChatLine {
  const ranked = rankOffers(vocabulary.offersOf.get(kind) ?? [], item)
  const [first] = ranked
  if (!first) throw new Error('goods are named by an offer of them')
  const { quantity, doubts: ofQuantity } = quantityFor(item.said, first)
  const isClear = ranked.length === 1 || (item.village !== null && item.priceFen !== null)
  return {
    offerIds: ranked.map((offer) => offer.offerId),
    quantity,
    doubts: [...doubts, ...(isClear ? [] : ['which-one' as const]), ...ofQuantity],
  }
}

/** `同上`, `+1`: the lines of the message before, to be looked at. */
function foundReferences(reading: Reading, words: readonly ChatWord[]): Found[] {
  const hasOwn = words.some(({ is }) => is === 'goods' || is === 'quantity')
  if (hasOwn || reading.lastLines.length === 0) return []
  const word = words.find(({ is }) => is === 'same' || is === 'plus')
  if (!word) return []
  const who = words.find((one) => one.is === 'whom')
  const lines = reading.lastLines.map((line): ChatLine => {
    const isOne = word.is === 'plus' && reading.lastLines.length === 1
    const quantity = word.is === 'same' ? line.quantity : isOne ? plusOf(reading, line, word.count) : null
    const doubts: ChatDoubt[] = ['same-as-before', ...line.doubts.filter((doubt) => doubt === 'which-one')]
    return {
      offerIds: line.offerIds,
      quantity,
      doubts: quantity === null ? [...doubts, 'no-quantity'] : doubts,
    }
  })
  return [{ from: word.from, to: word.to, who: who?.is === 'whom' ? who.who : null, kind: 'order', lines }]
}

/** One more of what is counted in pieces; of what is weighed nobody knows how much. */
function plusOf(reading: Reading, line: ChatLine, count: number): number | null {
  const offer = [...reading.vocabulary.offersOf.values()]
    .flat()
    .find((one) => one.offerId === line.offerIds[0])
  if (!offer || offer.measure.orderedBy === 'weight') return null
  return quantityFor({ amount: count, unit: '', isAbout: false }, offer).quantity
}

/** What no order, and nothing that only holds it together, accounts for. */
function foundRests(plain: string, words: readonly ChatWord[], found: readonly Found[]): Found[] {
  const isFree = (word: ChatWord) => !found.some((one) => word.from < one.to && one.from < word.to)
  const rests: Found[] = []
  let run: ChatWord[] = []
  const end = () => {
    let first = run.findIndex(isSaid)
    const last = run.findLastIndex(isSaid)
    // What opens a bracket goes with what is in it.
    if (/[([【「"“'‘#*]/.test(plain.charAt(run[first - 1]?.from ?? plain.length))) first -= 1
    const [from, to] = [run[first]?.from, run[last]?.to]
    if (from !== undefined && to !== undefined) {
      rests.push({ from, to, who: null, kind: 'rest', why: 'other-words' })
    }
    run = []
  }
  for (const word of words) {
    if (isFree(word)) run.push(word)
    else end()
  }
  end()
  return rests
}

function isSaid({ is }: ChatWord): boolean {
  return is !== 'filler' && is !== 'break' && is !== 'each' && is !== 'whom'
}
