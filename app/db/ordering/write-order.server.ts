/**
 * The one statement that places an order: it takes the basket, room at each event, the orders that are joined and each
 * lot's quantity, and writes what was ordered, only if everything that was read before still holds. Else it raises a
 * refusal, and nothing is. Locks are taken basket first, then events, then orders, then lots, each by ascending id,
 * as every other writer takes them.
 */
import { HOLD_GRACE_MINUTES, SESSION_MINUTES } from '#app/domain/payment/card-session.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import { type NoticeToWrite, noticeInsert } from '../notices/write-notice.server.ts'

/** Goods to be paid by card are held without money for as long as a page that is opened at once, and its grace. */
const HOLD_MINUTES = SESSION_MINUTES + HOLD_GRACE_MINUTES

/** What no longer held: the caller reads and decides again. */
export type StaleCode = 'basket-stale' | 'event-stale' | 'order-stale' | 'price-stale' | 'lot-stale'

export type LineToWrite = {
  id: string
  orderId: string
  lineNumber: number
  countyCode: string
  offerId: number
  productId: number
  villageCode: string
  eventId: number
  quantity: number
  orderedBy: string
  pricedBy: string
  pieceUnit: string | null
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
  unitPriceFen: number
  referencePriceFen: number
  noShowSharePercent: number
  heldAmountFen: number
  heldBaseFen: number
}

export type AllocationToWrite = {
  id: string
  lineId: string
  countyCode: string
  lotId: number
  householdId: number
  quantity: number
  amountFen: number
  ruleName: string
  ruleVersion: string
  /** The event's day, whose year the income counts in. */
  businessDay: string
}

export type OrderToWrite = {
  /** The placement's. */
  id: string
  countyCode: string
  accountId: number
  agencyId: number
  capacity: string
  payBy: string
  placementKey: string
  contentHash: string
  basket: { id: string; version: number }
  /** What the order leaves out stays in a new basket with the same wishes; none is opened for nothing. */
  remainder: {
    basketId: string
    goods: { goods: { offerId: number; pinnedEventId: number | null }; quantity: number }[]
  }
  /** The order of its own; null where all of it joins orders there are. */
  opened: { id: string; totalFen: number } | null
  /** The orders that are joined, as they were read, and what comes to each. */
  joined: { id: string; version: number; moreFen: number }[]
  /** Each event once, with the start that was shown, and whether it takes room there or has it already. */
  events: { id: number; startsAt: string; newRooms: 0 | 1 }[]
  /** The rooms taken, under the code of the order; null for the code drawn for the one that is opened. */
  rooms: { eventId: number; orderId: string; pickupCode: string | null }[]
  /** Each offer once, with the prices that were shown. */
  offers: { id: number; unitPriceFen: number; referencePriceFen: number }[]
  /** Each lot once, with all that the order takes of it and the days on which it must be there. */
  lots: { id: number; offerId: number; quantity: number; firstDay: string; lastDay: string }[]
  lines: LineToWrite[]
  allocations: AllocationToWrite[]
  dispatch: { ruleVersion: string; inputs: unknown; plan: unknown }
  /** One for each order it opens or joins. */
  activities: { orderId: string; act: string; facts: Record<string, number | string> }[]
  /** What the buyer is told. */
  notice: NoticeToWrite
}

/**
 * Writes a placement in one guarded statement. Throws the database's refusal (`databaseRefusal` reads its code, a
 * StaleCode) where something no longer holds, and a unique violation for a key or a pickup code already taken.
 */
export async function writeOrder(
  client: Pick<Transaction, '$queryRaw'>,
  order: OrderToWrite,
  pickupCode: string,
): Promise<void> {
  const { basket, remainder, opened, joined, events, rooms, offers, lots, dispatch } = order
  const eventIds = events.map((event) => event.id)
  const joinedIds = joined.map((one) => one.id)
  const lotIds = lots.map((lot) => lot.id)
  // A price is compared as the statement began: an order that overtakes a change of price keeps what was shown.
  // Room and quantity are compared again on the newest row, after any wait for it.
  const rows = await client.$queryRaw<{ id: string }[]>`
    WITH basket_taken AS (
      UPDATE basket SET placed_at = clock_timestamp()
      WHERE id = ${basket.id}::uuid AND account_id = ${order.accountId}::int AND version = ${basket.version}::int
        AND placed_at IS NULL
      RETURNING id, account_id, latest_date, preferred_town_code
    ), event_locked AS (
      SELECT e.id FROM pickup_event e
      WHERE e.id = ANY(${eventIds}::int[]) AND (SELECT count(*) FROM basket_taken) = 1
      ORDER BY e.id FOR NO KEY UPDATE
    ), event_taken AS (
      UPDATE pickup_event e SET orders_taken = e.orders_taken + w.new_rooms
      FROM event_locked k
      JOIN unnest(${eventIds}::int[], ${events.map((event) => event.startsAt)}::timestamptz[],
        ${events.map((event) => event.newRooms)}::int[]) AS w (id, starts_at, new_rooms) ON w.id = k.id
      WHERE e.id = k.id AND e.state = 'open' AND e.starts_at = w.starts_at
        AND (w.new_rooms = 0 OR e.orders_taken < e.capacity_orders)
      RETURNING e.id, e.cut_off_at
    ), order_locked AS (
      SELECT o.id FROM "order" o
      WHERE o.id = ANY(${joinedIds}::uuid[]) AND (SELECT count(*) FROM event_taken) = ${events.length}::int
      ORDER BY o.id FOR NO KEY UPDATE
    ), order_joined AS (
      UPDATE "order" o SET total_fen = o.total_fen + w.more_fen, version = o.version + 1
      FROM order_locked k
      JOIN unnest(${joinedIds}::uuid[], ${joined.map((one) => one.version)}::int[],
        ${joined.map((one) => one.moreFen)}::bigint[]) AS w (id, version, more_fen) ON w.id = k.id
      WHERE o.id = k.id AND o.version = w.version AND o.cancelled_at IS NULL AND o.kind = 'ahead'
        AND o.account_id = ${order.accountId}::int AND o.agency_id = ${order.agencyId}::int
        AND o.capacity = ${order.capacity} AND o.pay_by = ${order.payBy}
      RETURNING o.id, o.number, o.county_code, o.account_id
    ), price_held AS (
      SELECT o.id FROM offer o
      JOIN unnest(${offers.map((o) => o.id)}::int[], ${offers.map((o) => o.unitPriceFen)}::int[],
        ${offers.map((o) => o.referencePriceFen)}::int[]) AS w (id, unit_price_fen, reference_price_fen)
        ON w.id = o.id AND w.unit_price_fen = o.unit_price_fen AND w.reference_price_fen = o.reference_price_fen
    ), lot_locked AS (
      SELECT l.id FROM lot l
      WHERE l.id = ANY(${lotIds}::int[]) AND (SELECT count(*) FROM event_taken) = ${events.length}::int
        AND (SELECT count(*) FROM order_joined) = ${joined.length}::int
      ORDER BY l.id FOR NO KEY UPDATE
    ), lot_moved AS (
      UPDATE lot l SET available = l.available - w.quantity, reserved = l.reserved + w.quantity
      FROM lot_locked k
      JOIN unnest(${lotIds}::int[], ${lots.map((lot) => lot.offerId)}::int[], ${lots.map((lot) => lot.quantity)}::int[],
        ${lots.map((lot) => lot.firstDay)}::date[], ${lots.map((lot) => lot.lastDay)}::date[])
        AS w (id, offer_id, quantity, first_day, last_day) ON w.id = k.id
      WHERE l.id = k.id AND l.state = 'approved' AND l.offer_id = w.offer_id AND l.available >= w.quantity
        AND l.available_from <= w.first_day AND l.available_to >= w.last_day
      RETURNING l.id
    ), guarded AS (
      SELECT CASE
        WHEN (SELECT count(*) FROM basket_taken) <> 1 THEN refuse('basket-stale')
        WHEN (SELECT count(*) FROM event_taken) <> ${events.length}::int THEN refuse('event-stale')
        WHEN EXISTS (SELECT 1 FROM event_taken WHERE cut_off_at <= clock_timestamp()
          + make_interval(mins => CASE WHEN ${order.payBy} = 'card' THEN ${HOLD_MINUTES} ELSE 0 END)) THEN refuse('event-stale')
        WHEN (SELECT count(*) FROM order_joined) <> ${joined.length}::int THEN refuse('order-stale')
        WHEN (SELECT count(*) FROM price_held) <> ${offers.length}::int THEN refuse('price-stale')
        WHEN (SELECT count(*) FROM lot_moved) <> ${lots.length}::int THEN refuse('lot-stale')
        ELSE true
      END AS holds
    ), placement_written AS (
      INSERT INTO placement (id, county_code, account_id, placement_key, content_hash, basket_id, placed_at)
      SELECT ${order.id}::uuid, ${order.countyCode}, ${order.accountId}::int, ${order.placementKey}, ${order.contentHash},
        ${basket.id}::uuid, clock_timestamp()
      FROM guarded WHERE guarded.holds
      RETURNING id, county_code
    ), order_opened AS (
      INSERT INTO "order" (id, county_code, kind, account_id, agency_id, capacity, pay_by, pickup_code, placed_at, total_fen,
        held_until)
      SELECT ${opened?.id ?? null}::uuid, ${order.countyCode}, 'ahead', ${order.accountId}::int, ${order.agencyId}::int,
        ${order.capacity}, ${order.payBy}, ${pickupCode}, clock_timestamp(), ${opened?.totalFen ?? 0}::bigint,
        CASE WHEN ${order.payBy} = 'card' THEN clock_timestamp() + make_interval(mins => ${HOLD_MINUTES}) END
      FROM placement_written WHERE ${opened !== null}::boolean
      RETURNING id, number, county_code, account_id
    ), placed AS (
      SELECT id, number, county_code, account_id, false AS is_joined FROM order_opened
      UNION ALL
      SELECT id, number, county_code, account_id, true FROM order_joined WHERE EXISTS (SELECT 1 FROM placement_written)
    ), line_written AS (
      INSERT INTO order_line (id, order_id, placement_id, county_code, line_number, offer_id, product_id, village_code, event_id, state,
        quantity, ordered_by, priced_by, piece_unit, usual_piece_grams_least, usual_piece_grams_most, unit_price_fen,
        reference_price_fen, no_show_share_percent, held_amount_fen, held_base_fen)
      SELECT w.id, w."orderId", p.id, w."countyCode", w."lineNumber", w."offerId", w."productId", w."villageCode", w."eventId", 'placed',
        w.quantity, w."orderedBy", w."pricedBy", w."pieceUnit", w."usualPieceGramsLeast", w."usualPieceGramsMost", w."unitPriceFen",
        w."referencePriceFen", w."noShowSharePercent", w."heldAmountFen", w."heldBaseFen"
      FROM placement_written p, jsonb_to_recordset(${JSON.stringify(order.lines)}::jsonb) AS w (id uuid, "orderId" uuid, "countyCode" text, "lineNumber" int,
        "offerId" int, "productId" int, "villageCode" text, "eventId" int, quantity int, "orderedBy" text, "pricedBy" text,
        "pieceUnit" text, "usualPieceGramsLeast" int, "usualPieceGramsMost" int, "unitPriceFen" int, "referencePriceFen" int,
        "noShowSharePercent" int, "heldAmountFen" bigint, "heldBaseFen" bigint)
    ), allocation_written AS (
      INSERT INTO allocation (id, order_line_id, county_code, lot_id, household_id, quantity, amount_fen, state, rule_name,
        rule_version, business_day)
      SELECT w.id, w."lineId", w."countyCode", w."lotId", w."householdId", w.quantity, w."amountFen", 'reserved', w."ruleName",
        w."ruleVersion", w."businessDay"
      FROM placement_written, jsonb_to_recordset(${JSON.stringify(order.allocations)}::jsonb) AS w (id uuid, "lineId" uuid, "countyCode" text,
        "lotId" int, "householdId" int, quantity int, "amountFen" bigint, "ruleName" text, "ruleVersion" text, "businessDay" date)
    ), room_written AS (
      INSERT INTO pickup_event_order (event_id, order_id, pickup_code)
      SELECT w.event_id, w.order_id, coalesce(w.pickup_code, ${pickupCode})
      FROM placement_written, unnest(${rooms.map((room) => room.eventId)}::int[], ${rooms.map((room) => room.orderId)}::uuid[],
        ${rooms.map((room) => room.pickupCode)}::text[]) AS w (event_id, order_id, pickup_code)
    ), dispatch_written AS (
      INSERT INTO dispatch_record (placement_id, county_code, rule_version, inputs, plan)
      SELECT p.id, p.county_code, ${dispatch.ruleVersion}, ${JSON.stringify(dispatch.inputs)}::jsonb,
        ${JSON.stringify(dispatch.plan)}::jsonb
      FROM placement_written p
    ), basket_opened AS (
      INSERT INTO basket (id, account_id, latest_date, preferred_town_code)
      SELECT ${remainder.basketId}::uuid, b.account_id, b.latest_date, b.preferred_town_code
      FROM placement_written, basket_taken b WHERE ${remainder.goods.length}::int > 0
      RETURNING id
    ), remainder_kept AS (
      INSERT INTO basket_line (basket_id, offer_id, quantity, pinned_event_id, for_whom_sealed)
      SELECT basket_opened.id, w.*, l.for_whom_sealed FROM basket_opened,
        unnest(${remainder.goods.map((r) => r.goods.offerId)}::int[], ${remainder.goods.map((r) => r.quantity)}::int[],
          ${remainder.goods.map((r) => r.goods.pinnedEventId)}::int[]) AS w (offer_id, quantity, pinned_event_id)
        JOIN basket_line l ON l.basket_id = ${basket.id}::uuid AND l.offer_id = w.offer_id
    ), activity_written AS (
      INSERT INTO activity_record (county_code, actor_id, act, subject_kind, subject_id, facts)
      SELECT placed.county_code, placed.account_id, w.act, 'order', placed.id::text, w.facts
      FROM placed JOIN jsonb_to_recordset(${JSON.stringify(order.activities)}::jsonb)
        AS w ("orderId" uuid, act text, facts jsonb) ON w."orderId" = placed.id
    ), notice_written AS (${noticeInsert([order.notice], Prisma.sql`EXISTS (SELECT FROM placement_written)`)})
    SELECT id FROM placement_written`
  if (rows.length !== 1) throw new Error('an order was neither written nor refused')
}

/** Whether a failure says that an event has the drawn pickup code already. */
export function isPickupCodeTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const meta = error instanceof Prisma.PrismaClientKnownRequestError ? JSON.stringify(error.meta ?? {}) : ''
  return `${error.message} ${meta}`.includes('pickup_event_order_event_id_pickup_code_key')
}
