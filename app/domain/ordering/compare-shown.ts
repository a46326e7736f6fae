/**
 * What of a basket no longer holds when its order arrives.
 * Invariant: no difference is found exactly when everything the buyer was shown still holds.
 */
import { mergeShownLines, type ShownBasket, type ShownLine } from './basket-content.ts'

/** Where an offer's quantity goes, by event. */
export type EventQuantity = { eventId: number; quantity: number }

export type ShownDifference =
  /** No event takes the offer any more, or it is sold out. */
  | { code: 'line-gone'; offerId: number }
  /** The basket has an offer the buyer was not shown. */
  | { code: 'line-added'; offerId: number }
  | { code: 'price-changed'; offerId: number; shownFen: number; nowFen: number }
  /** The market reference, and with it the premium that was shown. */
  | { code: 'reference-changed'; offerId: number; shownFen: number; nowFen: number }
  /** What the households get if nobody comes. */
  | { code: 'no-show-share-changed'; offerId: number; shownPercent: number; nowPercent: number }
  | { code: 'quantity-changed'; offerId: number; shownQuantity: number; nowQuantity: number }
  /** The same quantity, but at other events or split otherwise. */
  | { code: 'events-changed'; offerId: number; shown: EventQuantity[]; now: EventQuantity[] }
  | { code: 'total-changed'; shownFen: number; nowFen: number }

/**
 * Every difference between what the basket showed and what holds now, by offer; the total last.
 * An offer has one price and one reference in `now`; what was shown comes from a browser and may be anything.
 */
export function compareShown(shown: ShownBasket, now: ShownBasket): ShownDifference[] {
  const before = byOffer(shown.lines)
  const after = byOffer(now.lines)
  const offerIds = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)
  const differences = offerIds.flatMap((offerId) =>
    compareOffer(offerId, before.get(offerId) ?? [], after.get(offerId) ?? []),
  )
  if (shown.totalFen !== now.totalFen) {
    differences.push({ code: 'total-changed', shownFen: shown.totalFen, nowFen: now.totalFen })
  }
  return differences
}

function byOffer(lines: readonly ShownLine[]): Map<number, ShownLine[]> {
  const offers = new Map<number, ShownLine[]>()
  for (const line of mergeShownLines(lines)) {
    offers.set(line.offerId, [...(offers.get(line.offerId) ?? []), line])
  }
  return offers
}

function compareOffer(offerId: number, shown: ShownLine[], now: ShownLine[]): ShownDifference[] {
  const [nowFirst] = now
  if (!nowFirst) return [{ code: 'line-gone', offerId }]
  if (shown.length === 0) return [{ code: 'line-added', offerId }]
  const differences: ShownDifference[] = []
  const { unitPriceFen, referencePriceFen, noShowSharePercent: nowPercent } = nowFirst
  const otherPrice = shown.find((line) => line.unitPriceFen !== unitPriceFen)
  if (otherPrice) {
    const shownFen = otherPrice.unitPriceFen
    differences.push({ code: 'price-changed', offerId, shownFen, nowFen: unitPriceFen })
  }
  const otherReference = shown.find((line) => line.referencePriceFen !== referencePriceFen)
  if (otherReference) {
    const shownFen = otherReference.referencePriceFen
    differences.push({ code: 'reference-changed', offerId, shownFen, nowFen: referencePriceFen })
  }
  const otherShare = shown.find((line) => line.noShowSharePercent !== nowPercent)
  if (otherShare) {
    const shownPercent = otherShare.noShowSharePercent
    differences.push({ code: 'no-show-share-changed', offerId, shownPercent, nowPercent })
  }
  const [shownQuantity, nowQuantity] = [quantityOf(shown), quantityOf(now)]
  if (shownQuantity !== nowQuantity) {
    differences.push({ code: 'quantity-changed', offerId, shownQuantity, nowQuantity })
  }
  const [shownEvents, nowEvents] = [eventsOf(shown), eventsOf(now)]
  const eventIds = (events: EventQuantity[]) => events.map((event) => event.eventId).join(' ')
  const isMoved =
    eventIds(shownEvents) !== eventIds(nowEvents) ||
    (shownQuantity === nowQuantity &&
      shownEvents.some((event, i) => event.quantity !== nowEvents[i]?.quantity))
  if (isMoved) differences.push({ code: 'events-changed', offerId, shown: shownEvents, now: nowEvents })
  return differences
}

function eventsOf(lines: readonly ShownLine[]): EventQuantity[] {
  return lines.map(({ eventId, quantity }) => ({ eventId, quantity }))
}

function quantityOf(lines: readonly ShownLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0)
}
