/** How an order's goods of one offer at one event become more or fewer, once it is decided whose. */
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { dealToLines, type HeldLine, type LotPart } from '#app/domain/ordering/order-lines.ts'
import type { Transaction } from '../client.server.ts'
import type { PlacedLine } from './lock-own-order.server.ts'
import type { NewId } from './order-to-write.server.ts'
import { type CancelReason, cancelLines, moveReserved } from './release-lines.server.ts'

export type AllocationRule = { ruleName: string; ruleVersion: string; businessDay: CivilDate }
/**
 * A part of the goods of a lot, with what its allocation says beside the quantity; `by` where another rule decided it
 * than those it is written with.
 */
export type RuledPart = LotPart & { householdId: number; countyCode: string; by?: AllocationRule }

/** A line and what it is to be held at; null for one that nothing is left of. */
export type LineReset = { line: PlacedLine; held: HeldLine | null }

/** Sets lines to what `held` says, their goods to `parts` dealt in order, which replace all they had together. */
export async function resetLines(
  tx: Transaction,
  resets: readonly LineReset[],
  parts: readonly RuledPart[],
  rule: AllocationRule,
  newId: NewId,
  cancelReason: CancelReason = 'by-buyer',
): Promise<void> {
  const changes = new Map(parts.map((part) => [part.lotId, part.quantity]))
  for (const { lotId, quantity } of resets.flatMap(({ line }) => line.allocations)) {
    changes.set(lotId, (changes.get(lotId) ?? 0) - quantity)
  }
  await moveReserved(tx, changes)
  await tx.allocation.updateMany({
    where: { orderLineId: { in: resets.map(({ line }) => line.id) }, state: 'reserved' },
    data: { state: 'released' },
  })
  const kept = resets.flatMap(({ line, held }) => (held ? [{ lineId: line.id, held }] : []))
  for (const { lineId, held } of kept) {
    await tx.orderLine.update({
      where: { id: lineId },
      data: {
        quantity: held.quantity,
        heldAmountFen: BigInt(held.amountFen),
        heldBaseFen: BigInt(held.baseFen),
      },
      select: { id: true },
    })
  }
  // Their goods are moved above with all others.
  await cancelLines(
    tx,
    resets.filter(({ held }) => held === null).map(({ line }) => ({ id: line.id, allocations: [] })),
    cancelReason,
  )
  const lineIds = kept.map(({ lineId }) => lineId)
  await allocateTo(
    tx,
    lineIds,
    kept.map(({ held }) => held),
    parts,
    rule,
    newId,
  )
}

/** Cancels weighed animals until each lot has only `kept` left, the last ordered first. */
export async function dropAnimals(
  tx: Transaction,
  lines: readonly PlacedLine[],
  kept: readonly LotPart[],
): Promise<void> {
  const room = new Map(kept.map((part) => [part.lotId, part.quantity]))
  const dropped = lines.filter((line) => {
    const [share] = line.allocations
    invariant(share && line.allocations.length === 1, 'a weighed animal is of one lot')
    const left = room.get(share.lotId) ?? 0
    room.set(share.lotId, left - 1)
    return left <= 0
  })
  await cancelLines(tx, dropped, 'by-buyer')
}

/** Adds weighed animals, each a line like `like` with a number after all others of the order. */
export async function addAnimals(
  tx: Transaction,
  like: PlacedLine,
  held: readonly HeldLine[],
  parts: readonly RuledPart[],
  rule: AllocationRule,
  newId: NewId,
): Promise<void> {
  await moveReserved(tx, new Map(parts.map((part) => [part.lotId, part.quantity])))
  const lineIds = held.map(() => newId())
  await tx.$executeRaw`
    INSERT INTO order_line (id, order_id, placement_id, county_code, line_number, offer_id, product_id, village_code, event_id, state,
      quantity, ordered_by, priced_by, piece_unit, usual_piece_grams_least, usual_piece_grams_most, unit_price_fen,
      reference_price_fen, no_show_share_percent, held_amount_fen, held_base_fen)
    SELECT w.id, l.order_id, l.placement_id, l.county_code, most.line_number + w.place, l.offer_id, l.product_id, l.village_code, l.event_id,
      'placed', l.quantity, l.ordered_by, l.priced_by, l.piece_unit, l.usual_piece_grams_least, l.usual_piece_grams_most,
      l.unit_price_fen, l.reference_price_fen, l.no_show_share_percent, l.held_amount_fen, l.held_base_fen
    FROM order_line l
    CROSS JOIN unnest(${lineIds}::uuid[]) WITH ORDINALITY AS w (id, place)
    CROSS JOIN LATERAL (SELECT max(line_number) AS line_number FROM order_line WHERE order_id = l.order_id) most
    WHERE l.id = ${like.id}::uuid`
  await allocateTo(tx, lineIds, held, parts, rule, newId)
}

async function allocateTo(
  tx: Transaction,
  lineIds: readonly string[],
  held: readonly HeldLine[],
  parts: readonly RuledPart[],
  rule: AllocationRule,
  newId: NewId,
): Promise<void> {
  const partOf = new Map(parts.map((part) => [part.lotId, part]))
  await tx.allocation.createMany({
    data: dealToLines(held, parts).map((share) => {
      const part = partOf.get(share.lotId)
      const orderLineId = lineIds[share.lineIndex]
      invariant(part && orderLineId, 'a share is of a known lot and line')
      const { businessDay, ...named } = part.by ?? rule
      return {
        id: newId(),
        orderLineId,
        countyCode: part.countyCode,
        lotId: share.lotId,
        householdId: part.householdId,
        quantity: share.quantity,
        amountFen: BigInt(share.amountFen),
        state: 'reserved',
        ...named,
        businessDay: toDateColumn(businessDay),
      }
    }),
  })
}
