/**
 * Where a page of the catalogue ended, as it stands in a link.
 * Invariant: a key names one card, and reading what was written gives the same key.
 */
import { isDivisionCode } from '#app/domain/kernel/ids.ts'

/**
 * The order of cards: what can be had before what is sold out, what was searched for before what resembles it, then
 * the soonest event of the village.
 */
export type CardKey = {
  isSoldOut: boolean
  /** How well it answers the search, 0 the best; 0 without one. */
  rank: number
  /** Milliseconds since 1970; null where no event is open to the village. */
  villageNextAtMs: number | null
  villageCode: string
  productId: number
}

export function writeCardKey(key: CardKey): string {
  return [key.isSoldOut ? 1 : 0, key.rank, key.villageNextAtMs ?? '', key.villageCode, key.productId].join(
    '_',
  )
}

/** Null for anything that `writeCardKey` did not write. */
export function readCardKey(text: string): CardKey | null {
  const match = /^([01])_(\d)_(\d{0,14})_(\d{12})_([1-9]\d{0,8})$/.exec(text)
  const [, soldOut, rank, nextAt, villageCode, productId] = match ?? []
  if (nextAt === undefined || villageCode === undefined || !isDivisionCode(villageCode)) return null
  return {
    isSoldOut: soldOut === '1',
    rank: Number(rank),
    villageNextAtMs: nextAt === '' ? null : Number(nextAt),
    villageCode,
    productId: Number(productId),
  }
}
