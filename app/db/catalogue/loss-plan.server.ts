/** What is done about promised goods that are gone: the same for the page that shows it and the act that does it. */
import { createHash } from 'node:crypto'
import { canShorten, type LossReason } from '#app/domain/catalogue/loss.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure, OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { type LineLoss, planLoss } from '#app/domain/lots/lost-goods.ts'
import type { Transaction } from '../client.server.ts'
import { type Reader, toMeasure } from '../ordering/read-basket.server.ts'
import { readRuleFacts, toRuleLot } from '../ordering/rule-facts.server.ts'

/** A line that is promised goods of the lot. Quantities are in the product's base unit. */
export type HitLine = {
  lineId: string
  orderId: string
  orderNumber: number
  lineNumber: number
  placedAt: string
  eventId: number
  eventState: string
  isPastCutOff: boolean
  eventDay: CivilDate
  quantity: number
  /** What it has of the lot. */
  promised: number
  unitPriceFen: number
}

type OtherLot = {
  lotId: number
  eventId: number
  householdId: number
  householdNumber: string
  isLeadFarmer: boolean
  groupId: number | null
  available: number
}

type LostLot = { available: number; groupId: number | null }

export type LossPlan = {
  measure: Measure
  /** All lines that are promised goods of the lot. */
  lines: HitLine[]
  losses: LineLoss[]
  /** Whose each of the offer's other lots is. */
  householdOf: ReadonlyMap<number, number>
  /** By which rule they take over. */
  rule: { ruleName: string; ruleVersion: string }
  /** How much more is gone than lines that may be shortened have, and the orders that have it. */
  beyond: { quantity: number; orders: number[] }
  /** Of what buyers lose and what is taken over, for a form to bring back. */
  fingerprint: string
}

/** `leaving` is all that leaves the lot; what is not promised goes first. Null: there is no such lot. */
export async function readLossPlan(
  reader: Reader,
  of: { lotId: number; leaving: number; why: LossReason },
): Promise<LossPlan | null> {
  const { lotId, leaving, why } = of
  const [lot] = await reader.$queryRaw<(Parameters<typeof toMeasure>[0] & LostLot)[]>`
    SELECT l.available, o.group_id AS "groupId", p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step,
      p.usual_piece_grams_least AS "usualPieceGramsLeast", p.usual_piece_grams_most AS "usualPieceGramsMost"
    FROM lot l JOIN offer o ON o.id = l.offer_id JOIN product p ON p.id = o.product_id WHERE l.id = ${lotId}::int`
  if (!lot) return null
  const lines = await readHitLines(reader, lotId)
  const open = lines.filter(({ eventState, isPastCutOff }) =>
    canShorten(why, { state: eventState, isPastCutOff }),
  )
  const others = await readOthers(reader, lotId, [...new Set(open.map(({ eventId }) => eventId))])
  const missing = Math.max(0, leaving - lot.available)
  const lost = Math.min(
    missing,
    open.reduce((sum, { promised }) => sum + promised, 0),
  )
  const [firstDay] = open.map(({ eventDay }) => eventDay).sort()
  // Without a day there is no other lot either.
  const facts = await readRuleFacts(reader, others, firstDay ?? '')
  const measure = toMeasure(lot as { orderedBy: OrderedBy; pricedBy: PricedBy } & typeof lot)
  const losses = planLoss({
    lost,
    measure,
    lines: open.map((line) => ({
      ...line,
      others: others
        .filter(({ eventId }) => eventId === line.eventId)
        .map((other) => toRuleLot(other, facts, line.eventDay)),
    })),
  })
  const closed = lines.filter((line) => !open.includes(line))
  return {
    measure,
    lines,
    losses,
    householdOf: new Map(others.map((other) => [other.lotId, other.householdId])),
    rule: { ruleName: lot.groupId === null ? 'least-off-first' : 'group-weights', ruleVersion: '1' },
    beyond: {
      quantity: missing - lost,
      orders: [...new Set(closed.map(({ orderNumber }) => orderNumber))].sort((a, b) => a - b),
    },
    fingerprint: fingerprintOf(losses),
  }
}

function fingerprintOf(losses: readonly LineLoss[]): string {
  const without = losses
    .filter((loss) => loss.without > 0)
    .map((loss) => `${loss.lineId} ${loss.without}`)
    .sort()
  return createHash('sha256')
    .update([takenOverOf(losses), ...without].join('\n'))
    .digest('hex')
}

/** How much other lots take over. */
export function takenOverOf(losses: readonly LineLoss[]): number {
  return losses.flatMap(({ shares }) => shares).reduce((sum, { quantity }) => sum + quantity, 0)
}

function readHitLines(reader: Reader, lotId: number): Promise<HitLine[]> {
  return reader.$queryRaw<HitLine[]>`
    SELECT l.id AS "lineId", l.order_id AS "orderId", o.number AS "orderNumber", l.line_number AS "lineNumber",
      to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "placedAt",
      l.event_id AS "eventId", e.state AS "eventState", e.cut_off_at <= clock_timestamp() AS "isPastCutOff",
      (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "eventDay", l.quantity,
      sum(a.quantity)::int AS promised, l.unit_price_fen AS "unitPriceFen"
    FROM allocation a JOIN order_line l ON l.id = a.order_line_id JOIN "order" o ON o.id = l.order_id
    JOIN pickup_event e ON e.id = l.event_id
    WHERE a.lot_id = ${lotId}::int AND a.state = 'reserved' AND l.state = 'placed'
    GROUP BY l.id, o.id, e.id ORDER BY o.number, l.line_number`
}

/** The offer's other lots with something free that can be brought to each event. */
function readOthers(reader: Reader, lotId: number, eventIds: readonly number[]): Promise<OtherLot[]> {
  return reader.$queryRaw<OtherLot[]>`
    SELECT l.id AS "lotId", e.id AS "eventId", l.household_id AS "householdId", h.number AS "householdNumber",
      l.is_lead_farmer AS "isLeadFarmer", o.group_id AS "groupId", l.available
    FROM lot gone JOIN lot l ON l.offer_id = gone.offer_id AND l.id <> gone.id
    JOIN offer o ON o.id = l.offer_id JOIN household h ON h.id = l.household_id
    JOIN pickup_event_village v ON v.village_code = o.village_code
    JOIN pickup_event e ON e.id = v.event_id
    WHERE gone.id = ${lotId}::int AND e.id = ANY(${eventIds}::int[]) AND l.state = 'approved' AND l.available > 0
      AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to
    ORDER BY e.id, l.id`
}

/**
 * Holds what a loss may change: the events and orders that are promised goods of the lot, then all lots of its offer,
 * each by ascending id as every writer takes them. Returns the orders held.
 */
export async function lockPromised(tx: Transaction, lotId: number): Promise<Set<string>> {
  const hit = await tx.$queryRaw<{ orderId: string; eventId: number }[]>`
    SELECT DISTINCT l.order_id AS "orderId", l.event_id AS "eventId"
    FROM allocation a JOIN order_line l ON l.id = a.order_line_id
    WHERE a.lot_id = ${lotId}::int AND a.state = 'reserved' AND l.state = 'placed'`
  const eventIds = hit.map(({ eventId }) => eventId)
  const orderIds = hit.map(({ orderId }) => orderId)
  await tx.$queryRaw`SELECT 1 FROM pickup_event WHERE id = ANY(${eventIds}::int[]) ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT 1 FROM "order" WHERE id = ANY(${orderIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT 1 FROM lot WHERE offer_id = (SELECT offer_id FROM lot WHERE id = ${lotId}::int) ORDER BY id FOR NO KEY UPDATE`
  return new Set(orderIds)
}
