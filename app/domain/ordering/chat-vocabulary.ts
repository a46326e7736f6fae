/**
 * What a chat may be about: the goods now to be had, by all the names they go by, and their villages.
 * Invariant: offers of one kind of goods are one entry, whatever village, price or way of weighing.
 */
import { isOrderable, type Measure } from '#app/domain/kernel/quantity.ts'
import { plainText } from './chat-text.ts'

export type ChatOffer = {
  offerId: number
  /** As the shelf has it, and what people call it. */
  name: string
  synonyms: readonly string[]
  village: string
  /** The buyer's agency has households of this village to help. */
  isPaired: boolean
  unitPriceFen: number
  measure: Measure
  pieceUnit: string | null
}

export type Vocabulary = {
  /** Plain names of goods, longest first, each with the kind of goods it names. */
  goods: { word: string; kind: string }[]
  /** Plain names of villages, longest first. */
  villages: string[]
  offersOf: ReadonlyMap<string, ChatOffer[]>
}

export function vocabularyOf(offers: readonly ChatOffer[]): Vocabulary {
  const offersOf = new Map<string, ChatOffer[]>()
  const kinds = new Map<string, string>()
  for (const offer of offers) {
    const kind = plainText(offer.name).replace(/\(.*?\)/g, '')
    offersOf.set(kind, [...(offersOf.get(kind) ?? []), offer])
    for (const name of [kind, ...[offer.name, ...offer.synonyms].map(plainText)]) {
      if (name === '') continue
      kinds.set(name, kind)
      // The commonest slip of all.
      kinds.set(name.replace('蛋', '旦'), kind)
    }
  }
  const goods = [...kinds].map(([word, kind]) => ({ word, kind }))
  const villages = [...new Set(offers.map((offer) => plainText(offer.village)))].filter((one) => one !== '')
  return {
    goods: goods.sort((a, b) => b.word.length - a.word.length),
    villages: villages.sort((a, b) => b.length - a.length),
    offersOf,
  }
}

/** A quantity as it was said. `amount` is null for "a few"; `unit` is plain, empty where none was said. */
export type SaidQuantity = { amount: number | null; unit: string; isAbout: boolean }

/** Why a line is shown to be looked at. */
export type QuantityDoubt = 'no-quantity' | 'unit-mismatch' | 'out-of-step' | 'unit-assumed' | 'about'

const GRAMS: Record<string, number> = {
  斤: 500,
  市斤: 500,
  公斤: 1000,
  千克: 1000,
  kg: 1000,
  克: 1,
  g: 1,
  两: 50,
}
/** Words for one animal or one egg; a pair and a dozen are as many of them. */
const PIECES: Record<string, number> = {
  只: 1,
  个: 1,
  枚: 1,
  头: 1,
  条: 1,
  羽: 1,
  颗: 1,
  对: 2,
  双: 2,
  打: 12,
}

/** What was said in the offer's base unit; null where it has to be asked. */
export function quantityFor(
  said: SaidQuantity | null,
  { measure, pieceUnit }: Pick<ChatOffer, 'measure' | 'pieceUnit'>,
): { quantity: number | null; doubts: QuantityDoubt[] } {
  if (said === null || said.amount === null) return { quantity: null, doubts: ['no-quantity'] }
  const about: QuantityDoubt[] = said.isAbout ? ['about'] : []
  const isByWeight = measure.orderedBy === 'weight'
  const one = isByWeight ? gramsOf(said.unit) : piecesOf(said.unit, pieceUnit)
  if (one === null) return { quantity: null, doubts: ['unit-mismatch', ...about] }
  const quantity = said.amount * one
  if (!isOrderable(measure, quantity)) return { quantity: null, doubts: ['out-of-step', ...about] }
  return { quantity, doubts: isByWeight && said.unit === '' ? ['unit-assumed', ...about] : about }
}

/** Without a word it is 斤, as prices by weight are. */
function gramsOf(unit: string): number | null {
  return unit === '' ? 500 : (GRAMS[unit] ?? null)
}

function piecesOf(unit: string, pieceUnit: string | null): number | null {
  if (unit === '' || unit === pieceUnit) return 1
  return pieceUnit !== null && pieceUnit in PIECES ? (PIECES[unit] ?? null) : null
}
