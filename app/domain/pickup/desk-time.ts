/**
 * How long goods keep a desk busy, in seconds: what an event's desk time is counted in. The database counts the same
 * (`desk_seconds_left`).
 */
import { isWeighedPiece, type Measure } from '#app/domain/kernel/quantity.ts'

type Kind = Pick<Measure, 'orderedBy' | 'pricedBy'>

/** Finding an order by its code, and taking its money. */
export const ORDER_SECONDS = 60

const SECONDS = { weighedPiece: 60, byWeight: 40, counted: 20 } as const

/** One line: an animal on the scale, goods weighed as a whole, or goods counted. */
export function lineSeconds(kind: Kind): number {
  if (isWeighedPiece(kind)) return SECONDS.weighedPiece
  return kind.orderedBy === 'weight' ? SECONDS.byWeight : SECONDS.counted
}

/** Goods of one offer: each weighed animal is a line of its own, all else is one, or two where collected in two. */
export function goodsSeconds(goods: { measure: Kind; quantity: number; inTwo: boolean }): number {
  const lines = isWeighedPiece(goods.measure) ? goods.quantity : goods.inTwo ? 2 : 1
  return lines * lineSeconds(goods.measure)
}

/**
 * Whether an event has time for goods that come to one desk together; for a new order also for the order itself.
 * A basket is taken as a whole: what of it an event would have time for by chance is not asked.
 */
export function hasTimeFor(secondsLeft: number | null, seconds: number, isNewOrder: boolean): boolean {
  return secondsLeft === null || secondsLeft >= seconds + (isNewOrder ? ORDER_SECONDS : 0)
}
