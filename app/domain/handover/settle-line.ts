/**
 * What an order line comes to once the desk has counted or weighed it.
 * Invariant: handed over + short + refused + no-show = ordered (less what the scale gave over), and the shares
 * add up to the line in quantity, amount, base and premium, no share's base above its amount.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { isFen, splitByLargestRemainder } from '#app/domain/kernel/money.ts'
import { isWeighedPiece, type Measure, type PriceParts, priceLine } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** `returned`: it was handed over, and brought back at the same event. */
export type ShortfallKind = 'short' | 'refused' | 'no-show' | 'returned'

/** What of a line was not handed over. `quantity` is in the product's base unit; the reason is never empty. */
export type Shortfall = {
  kind: ShortfallKind
  quantity: number
  reason: string
  /** The lot that gave what was returned; of nothing else. */
  lotId?: number
}

/** The line as it was ordered; prices are fen per piece or per 斤. A weighed piece is a line of its own. */
export type LineSnapshot = {
  measure: Measure
  quantity: number
  unitPriceFen: number
  referencePriceFen: number
  heldAmountFen: number
}

/**
 * What one lot gave. `quantity` is pieces, or grams where ordered by weight. `weightGrams` is the scale's figure
 * for a weighed piece; where ordered by weight it may repeat the quantity; otherwise null.
 */
export type GivenPart = { lotId: number; householdId: number; quantity: number; weightGrams: number | null }

export type LineShare = GivenPart & PriceParts

/** The state the line ends in. */
export type LineOutcome = 'handed-over' | 'part-handed-over' | Exclude<ShortfallKind, 'returned'>

export type LineSettlement = PriceParts & {
  outcome: LineOutcome
  /** In the order of the parts given. */
  shares: LineShare[]
  shortfalls: Shortfall[]
  /** What the amount is above what was held for the line, 0 if it isn't. */
  aboveHeldFen: number
}

export type SettlementRefusal =
  | 'quantity-not-whole'
  | 'weight-missing'
  | 'weight-not-asked'
  | 'weigh-one-by-one'
  | 'piece-above-usual-range'
  | 'more-than-ordered'
  | 'over-by-more-than-5-percent'
  | 'shortfall-not-whole'
  | 'shortfall-without-reason'
  | 'no-show-but-given'
  | 'quantities-do-not-add-up'

export type DeskEntry = {
  line: LineSnapshot
  parts: readonly GivenPart[]
  shortfalls: readonly Shortfall[]
  /** The buyer was asked, and takes more than 5 % over, or a piece above its usual range. */
  hasBuyerAcceptedMore: boolean
}

/** The reason code of what only the scale's grams are short of the order. */
export const SCALE_REASON = 'scale'

/** How far the scale may differ from the order without anyone being asked. */
const SCALE_PERCENT = 5

/** A hundred tonnes: more is a slip of the finger, and any price times it is still a safe amount. */
const MOST_QUANTITY = 100_000_000

/**
 * Settles a line from what the desk entered. Amounts are rounded once, for the whole line, then split over the
 * parts by largest remainder: the amount by what each part is billed on, the base by the parts' amounts. By
 * amounts and not by units, because two roundings of the same weights can leave a part's base above its amount;
 * a part's exact share of the base is never above its amount, which is whole, so neither is the rounded one.
 *
 * Refuses with the first thing wrong; facts are counts or grams: `quantity`, `ordered`, `most`, `accountedFor`.
 */
export function settleLine(entry: DeskEntry): Verdict<LineSettlement, SettlementRefusal> {
  const { line, parts, shortfalls } = entry
  invariant(!isWeighedPiece(line.measure) || line.quantity === 1, 'each weighed piece is a line of its own')
  const refusal = refusePart(entry) ?? refuseShortfall(shortfalls) ?? refuseTotals(entry)
  if (refusal) return refusal

  const units = parts.map((part) => billedUnits(line.measure, part))
  const total = priceLine({
    pricedBy: line.measure.pricedBy,
    units: sum(units),
    unitPriceFen: line.unitPriceFen,
    referencePriceFen: line.referencePriceFen,
  })
  invariant(isFen(total.amountFen), 'a line cannot come to that much')
  return accept({
    ...total,
    outcome: outcomeOf(entry),
    shares: splitOverParts(total, parts, units),
    shortfalls: [...shortfalls],
    aboveHeldFen: Math.max(0, total.amountFen - line.heldAmountFen),
  })
}

/**
 * The shortfalls with what the scale shows missing of a line ordered by weight filled in, where the buyer got
 * all but 5 % or less of it: short, for the reason `scale`. The buyer pays what was weighed, so nobody is asked.
 */
export function withScaleShortfall(entry: Pick<DeskEntry, 'line' | 'parts' | 'shortfalls'>): Shortfall[] {
  const { line, parts, shortfalls } = entry
  const handedOver = sum(parts.map((part) => part.quantity))
  const missing = line.quantity - handedOver - sum(shortfalls.map((shortfall) => shortfall.quantity))
  const isScales = handedOver > 0 && missing > 0 && isWithinScale(line, missing)
  return isScales
    ? [...shortfalls, { kind: 'short', quantity: missing, reason: SCALE_REASON }]
    : [...shortfalls]
}

function isWithinScale(line: LineSnapshot, missing: number): boolean {
  return line.measure.orderedBy === 'weight' && missing * 100 <= line.quantity * SCALE_PERCENT
}

/** The units a part is billed on: pieces, or grams. */
export function billedUnits(measure: Measure, part: GivenPart): number {
  return isWeighedPiece(measure) ? (part.weightGrams ?? 0) : part.quantity
}

function refusePart({ line, parts, hasBuyerAcceptedMore }: DeskEntry): Refusal<SettlementRefusal> | null {
  const { measure } = line
  for (const { quantity, weightGrams } of parts) {
    if (!isCountable(quantity)) return refuse('quantity-not-whole', { quantity })
    if (!isWeighedPiece(measure)) {
      const isAsked = weightGrams === null || (measure.orderedBy === 'weight' && weightGrams === quantity)
      if (!isAsked) return refuse('weight-not-asked')
      continue
    }
    if (quantity !== 1) return refuse('weigh-one-by-one', { quantity })
    if (weightGrams === null || !isCountable(weightGrams)) return refuse('weight-missing')
    const most = measure.usualPieceGrams?.most
    invariant(most !== undefined, 'a weighed piece needs its usual range')
    if (weightGrams > most && !hasBuyerAcceptedMore) {
      return refuse('piece-above-usual-range', { weightGrams, most })
    }
  }
  return null
}

function refuseShortfall(shortfalls: readonly Shortfall[]): Refusal<SettlementRefusal> | null {
  for (const { quantity, reason } of shortfalls) {
    if (!isCountable(quantity)) return refuse('shortfall-not-whole', { quantity })
    if (reason.trim() === '') return refuse('shortfall-without-reason')
  }
  return null
}

function refuseTotals({
  line,
  parts,
  shortfalls,
  hasBuyerAcceptedMore,
}: DeskEntry): Refusal<SettlementRefusal> | null {
  const ordered = line.quantity
  const handedOver = sum(parts.map((part) => part.quantity))
  const missing = sum(shortfalls.map((shortfall) => shortfall.quantity))
  if (handedOver > MOST_QUANTITY) return refuse('quantity-not-whole', { quantity: handedOver })
  if (handedOver > ordered && line.measure.orderedBy === 'piece') {
    return refuse('more-than-ordered', { ordered, handedOver })
  }
  const isFarOver = handedOver * 100 > ordered * (100 + SCALE_PERCENT)
  if (isFarOver && !hasBuyerAcceptedMore) {
    return refuse('over-by-more-than-5-percent', { ordered, handedOver })
  }
  const isNoShow = shortfalls.some((shortfall) => shortfall.kind === 'no-show')
  if (isNoShow && handedOver > 0) return refuse('no-show-but-given', { handedOver })
  if (Math.max(ordered, handedOver) !== handedOver + missing) {
    return refuse('quantities-do-not-add-up', { ordered, accountedFor: handedOver + missing })
  }
  return null
}

/** Splits a line's amount and base over its parts, ties to the lower lot, so that the parts' order is no matter. */
function splitOverParts(
  total: PriceParts,
  parts: readonly GivenPart[],
  units: readonly number[],
): LineShare[] {
  const sorted = parts
    .map((part, index) => ({ part, index, billed: units[index] ?? 0 }))
    .sort((a, b) => a.part.lotId - b.part.lotId || a.billed - b.billed || a.index - b.index)
  const amounts = splitByLargestRemainder(
    total.amountFen,
    sorted.map((row) => row.billed),
  )
  const bases = splitByLargestRemainder(total.baseFen, amounts)
  const shares = sorted.map(({ part, index }, i) => {
    const [amountFen, baseFen] = [amounts[i] ?? 0, bases[i] ?? 0]
    invariant(baseFen <= amountFen, 'a part of the base is above its amount')
    return { index, share: { ...part, amountFen, baseFen, premiumFen: amountFen - baseFen } }
  })
  return shares.sort((a, b) => a.index - b.index).map(({ share }) => share)
}

/** Where nothing was kept, what most of it fell to; a tie in the order short, refused, no-show. Returned is refused. */
function outcomeOf({ line, parts, shortfalls }: DeskEntry): LineOutcome {
  if (parts.length > 0) {
    const missing = sum(shortfalls.map((shortfall) => shortfall.quantity))
    const isScales = shortfalls.every(({ reason }) => reason === SCALE_REASON) && isWithinScale(line, missing)
    return missing === 0 || isScales ? 'handed-over' : 'part-handed-over'
  }
  const kinds = ['short', 'refused', 'no-show'] as const
  const kindOf = ({ kind }: Shortfall) => (kind === 'returned' ? 'refused' : kind)
  const quantityOf = (kind: (typeof kinds)[number]) =>
    sum(shortfalls.filter((shortfall) => kindOf(shortfall) === kind).map((shortfall) => shortfall.quantity))
  return kinds.reduce((most, kind) => (quantityOf(kind) > quantityOf(most) ? kind : most))
}

function isCountable(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0 && quantity <= MOST_QUANTITY
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
