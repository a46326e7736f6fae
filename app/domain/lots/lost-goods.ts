/**
 * Who goes without when goods of a lot that buyers were promised are gone: the rule "latest-goes-without".
 * Invariant: what other lots take over and what lines go without add up to what is lost; no lot gives more than it has
 * free, no line gives up more than it had of the lost lot, and the answer is the same in whatever order lines come.
 */
import { type CivilDate, yearOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { heldUnits, type Measure, priceLine } from '#app/domain/kernel/quantity.ts'
import { afterGiving, allocateByRule, type RuleLot, toRuleRequest } from './allocate-by-rule.ts'
import { byLotId, type LotShare, totalAvailable } from './shares.ts'

/** An order line that is promised goods of the lost lot. Quantities are in the product's base unit. */
export type PromisedLine = {
  lineId: string
  /** When the line was placed, as an ISO instant; ties by the order's number, then the line's. */
  placedAt: string
  orderNumber: number
  lineNumber: number
  /** What it has of the lost lot. */
  promised: number
  unitPriceFen: number
  eventDay: CivilDate
  /** The offer's other lots that can be brought to its event, with what is free of each. */
  others: readonly RuleLot[]
}

/** What becomes of a line: other lots take over `shares`, and it is shorter by `without`. */
export type LineLoss = { lineId: string; shares: LotShare[]; without: number }

export const LOSS_RULE = { ruleName: 'latest-goes-without', ruleVersion: '1' } as const

/** A line while it is decided: `kept` stays with the lost lot, `lacking` has nobody yet. */
type Deciding = { line: PromisedLine; kept: number; lacking: number; shares: Map<number, number> }
type Given = { quantity: number; amountFen: number }
const NOTHING: Given = { quantity: 0, amountFen: 0 }
/** What others have given so far: by lot, and by household and year. */
type Tally = { measure: Measure; taken: Map<number, number>; given: Map<string, Given> }

/**
 * Decides in four steps, each only for what the ones before leave:
 * 1. Lines give up what they have of the lot until the loss is covered, the latest placed first.
 * 2. To these, the earliest placed first, the offer's other lots give what is free, by the offer's rule, as when ordering.
 * 3. A line that kept its part, the latest first, moves to lots that only its own event can have, and leaves that part
 *    to one that lacks, the earliest first.
 * 4. What is lacking still, its lines go without.
 */
export function planLoss(input: {
  lost: number
  measure: Measure
  lines: readonly PromisedLine[]
}): LineLoss[] {
  const { lost, measure } = input
  const latestFirst = [...input.lines].sort((a, b) => -comparePlaced(a, b))
  const decided = giveUp(latestFirst, lost)
  const earliestFirst = [...decided].reverse()
  const tally: Tally = { measure, taken: new Map(), given: new Map() }
  for (const one of earliestFirst) one.lacking -= takeOver(tally, one, one.lacking)
  for (const one of decided) {
    const moved = takeOver(tally, one, Math.min(one.kept, lackingOf(decided)))
    one.kept -= moved
    leaveTo(earliestFirst, moved)
  }
  return decided
    .filter(({ shares, lacking }) => shares.size > 0 || lacking > 0)
    .map(({ line, shares, lacking }) => ({
      lineId: line.lineId,
      shares: [...shares].map(([lotId, quantity]) => ({ lotId, quantity })).sort(byLotId),
      without: lacking,
    }))
}

function comparePlaced(a: PromisedLine, b: PromisedLine): number {
  if (a.placedAt !== b.placedAt) return a.placedAt < b.placedAt ? -1 : 1
  return a.orderNumber - b.orderNumber || a.lineNumber - b.lineNumber
}

function giveUp(latestFirst: readonly PromisedLine[], lost: number): Deciding[] {
  let left = lost
  const decided = latestFirst.map((line): Deciding => {
    const lacking = Math.min(left, line.promised)
    left -= lacking
    return { line, kept: line.promised - lacking, lacking, shares: new Map() }
  })
  invariant(left === 0, 'no more promised goods are lost than lines have')
  return decided
}

/** Gives a line up to `most` of the free goods of others, by their rule; how much that was. */
function takeOver({ measure, taken, given }: Tally, one: Deciding, most: number): number {
  const { unitPriceFen, eventDay, others } = one.line
  const keyOf = (lot: RuleLot) => `${lot.householdNumber} ${yearOf(eventDay)}`
  const lots = others
    .map((lot) => ({ ...lot, available: lot.available - (taken.get(lot.lotId) ?? 0) }))
    .map((lot) => afterGiving(lot, given.get(keyOf(lot)) ?? NOTHING))
  const quantity = Math.min(most, totalAvailable(lots))
  if (quantity === 0) return 0
  const verdict = allocateByRule(toRuleRequest({ quantity, measure, unitPriceFen, lots }))
  invariant(verdict.ok, 'what is free can be allocated')
  for (const share of verdict.value.shares) {
    const lot = others.find(({ lotId }) => lotId === share.lotId)
    invariant(lot, 'a share is of a lot that was asked')
    taken.set(lot.lotId, (taken.get(lot.lotId) ?? 0) + share.quantity)
    one.shares.set(lot.lotId, (one.shares.get(lot.lotId) ?? 0) + share.quantity)
    const before = given.get(keyOf(lot)) ?? NOTHING
    given.set(keyOf(lot), {
      quantity: before.quantity + share.quantity,
      amountFen: before.amountFen + amountOf(measure, share.quantity, unitPriceFen),
    })
  }
  return quantity
}

function amountOf(measure: Measure, quantity: number, unitPriceFen: number): number {
  const units = heldUnits(measure, quantity)
  return priceLine({ pricedBy: measure.pricedBy, units, unitPriceFen, referencePriceFen: unitPriceFen })
    .amountFen
}

function lackingOf(decided: readonly Deciding[]): number {
  return decided.reduce((sum, { lacking }) => sum + lacking, 0)
}

/** Leaves goods of the lost lot to the lines that lack. */
function leaveTo(earliestFirst: readonly Deciding[], quantity: number): void {
  let left = quantity
  for (const one of earliestFirst) {
    const part = Math.min(left, one.lacking)
    one.lacking -= part
    one.kept += part
    left -= part
  }
  invariant(left === 0, 'no more is left to others than they lack')
}
