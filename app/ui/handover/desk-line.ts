/** What the desk's components show of an order line, and the words for it. */
import type { Counted } from '#app/domain/handover/desk-figures.ts'
import type { ShortfallKind } from '#app/domain/handover/settle-line.ts'
import { isReasonCode, type ShortfallReason } from '#app/domain/handover/shortfall-reasons.ts'
import { isWeighedPiece, type OrderedBy, type PricedBy } from '#app/domain/kernel/quantity.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { formatQuantity, formatWeight } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

export type ShownHousehold = {
  name: string | null
  alias: string
  village: string
  /** Its stall at the event. */
  stall?: number | null
}

export type ShownPart = { lotId: number; household: ShownHousehold; quantity: number }

export type ShownLine = {
  id: string
  productId: number
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
  usualPieceGrams: { least: number; most: number } | null
  state: OrderLineState
  quantity: number
  unitPriceFen: number
  referencePriceFen: number
  heldAmountFen: number
  planned: ShownPart[]
  given: (ShownPart & { weightGrams: number | null; amountFen: number })[]
  shortfalls: { kind: ShortfallKind; quantity: number; reason: string }[]
  standIns: ShownPart[]
}

/** A household as the desk says it: by name where it may be seen, else by alias; with its village. */
export function householdWords({ name, alias, village }: ShownHousehold): string {
  return m.desk_household({ name: name ?? alias, village })
}

/** Where households stand, lowest first; empty where none has a stall. */
export function stallWords(households: readonly ShownHousehold[]): string {
  const stalls = new Set(households.flatMap(({ stall }) => (stall ? [stall] : [])))
  return stallsWords([...stalls].sort((a, b) => a - b))
}

export function stallsWords(stalls: readonly number[]): string {
  const [first, ...others] = stalls.map(String)
  if (first === undefined) return ''
  return m.desk_stall({
    number: others.reduce((all, next) => m.desk_households_joined({ first: all, second: next }), first),
  })
}

/** Whether a figure for the line comes off a scale, in 斤. */
export function isScaleLine(line: Pick<ShownLine, 'orderedBy' | 'pricedBy'>): boolean {
  return line.orderedBy === 'weight' || isWeighedPiece(line)
}

/** How the line's figures are taken: what the form says of itself. */
export function countedAs(line: Pick<ShownLine, 'orderedBy' | 'pricedBy'>): Counted {
  if (line.orderedBy === 'weight') return 'weight'
  return isWeighedPiece(line) ? 'weighed-piece' : 'pieces'
}

const reasons: Record<ShortfallReason, () => string> = {
  'not-brought': m.desk_reason_not_brought,
  spoiled: m.desk_reason_spoiled,
  'not-as-described': m.desk_reason_not_as_described,
  'too-big': m.desk_reason_too_big,
  'changed-mind': m.desk_reason_changed_mind,
  'did-not-come': m.desk_reason_did_not_come,
  scale: m.desk_reason_scale,
  substituted: m.desk_reason_substituted,
  sick: m.desk_reason_sick,
  'gone-bad': m.desk_reason_gone_bad,
}

/** A stored reason in words: a code's own, or the sentence somebody wrote. */
export function reasonWords(reason: string): string {
  return isReasonCode(reason) ? reasons[reason]() : reason
}

const kinds: Record<ShortfallKind, () => string> = {
  short: m.desk_kind_short,
  refused: m.desk_kind_refused,
  'no-show': m.desk_kind_no_show,
  returned: m.desk_kind_returned,
}

export function shortfallWords(
  line: Pick<ShownLine, 'orderedBy' | 'pieceUnit'>,
  shortfall: ShownLine['shortfalls'][number],
): string {
  return m.desk_shortfall({
    kind: kinds[shortfall.kind](),
    quantity: formatQuantity(shortfall.quantity, line),
    reason: reasonWords(shortfall.reason),
  })
}

/** What was given of a line: the scale's figure where a piece was weighed. */
export function givenWords(line: ShownLine): string {
  const quantity = line.given.reduce((sum, part) => sum + part.quantity, 0)
  const weightGrams = line.given.reduce((sum, part) => sum + (part.weightGrams ?? 0), 0)
  return isWeighedPiece(line) ? formatWeight(weightGrams) : formatQuantity(quantity, line)
}

const states: Record<OrderLineState, () => string> = {
  placed: m.desk_line_state_placed,
  'handed-over': m.desk_line_state_handed_over,
  'part-handed-over': m.desk_line_state_part_handed_over,
  short: m.desk_line_state_short,
  refused: m.desk_line_state_refused,
  'no-show': m.desk_line_state_no_show,
  cancelled: m.desk_line_state_cancelled,
}

export function lineStateWords(state: OrderLineState): string {
  return states[state]()
}
