/**
 * What a buyer agreed to by pressing the button, as one string, so that the same key with other content is found.
 * Invariant: two placements have the same content exactly when they order the same, the same way.
 */

/** What a basket showed of one offer at one pickup event. Quantities in the base unit, prices per piece or 斤. */
export type ShownLine = {
  offerId: number
  eventId: number
  quantity: number
  unitPriceFen: number
  referencePriceFen: number
  /** What of it goes to the households if it is paid ahead and nobody comes. */
  noShowSharePercent: number
}

/** What a basket showed as a whole; `totalFen` is what is held, weighed pieces at the top of their range. */
export type ShownBasket = { lines: readonly ShownLine[]; totalFen: number }

/** Whom the buyer orders for. */
export type Capacity = 'personal' | 'union' | 'canteen'

/** The ways an order is paid. By card and by transfer the money comes before the goods. */
export const PAY_BY = ['desk', 'agency-account', 'card', 'transfer'] as const
export type PayBy = (typeof PAY_BY)[number]

export type Placement = {
  buyerId: number
  basketId: string
  basketVersion: number
  agencyId: number | null
  capacity: Capacity
  payBy: PayBy
  /** The buyer wants an order of its own, though it could join one that there is. */
  isSeparate: boolean
  shown: ShownBasket
}

/** Lines of the same offer at the same event (animals weighed one by one) as one, by offer and event. */
export function mergeShownLines(lines: readonly ShownLine[]): ShownLine[] {
  const merged = new Map<string, ShownLine>()
  for (const line of lines) {
    const { offerId, eventId, unitPriceFen, referencePriceFen, noShowSharePercent } = line
    const key = [offerId, eventId, unitPriceFen, referencePriceFen, noShowSharePercent].join(' ')
    merged.set(key, { ...line, quantity: line.quantity + (merged.get(key)?.quantity ?? 0) })
  }
  return [...merged.values()].sort(
    (a, b) =>
      a.offerId - b.offerId ||
      a.eventId - b.eventId ||
      a.unitPriceFen - b.unitPriceFen ||
      a.referencePriceFen - b.referencePriceFen ||
      a.noShowSharePercent - b.noShowSharePercent,
  )
}

/** The canonical string of a placement: the same whatever order its lines come in. What is hashed and stored. */
export function placementContent(placement: Placement): string {
  const { buyerId, basketId, basketVersion, agencyId, capacity, payBy, isSeparate, shown } = placement
  const lines = mergeShownLines(shown.lines).map((line) => [
    line.offerId,
    line.eventId,
    line.quantity,
    line.unitPriceFen,
    line.referencePriceFen,
    // Where there is none it is written as all was before there could be one.
    ...(line.noShowSharePercent === 0 ? [] : [line.noShowSharePercent]),
  ])
  // What joins is written as all was before anything could, so that a form sent again then and now is the same.
  const way = [agencyId, capacity, payBy, ...(isSeparate ? ['separate'] : [])]
  return JSON.stringify([buyerId, basketId, basketVersion, ...way, lines, shown.totalFen])
}
