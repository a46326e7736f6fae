/** The first page of a desk: find an order, and every order of the event with how far it is. */
import { readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { readBuyers } from './buyers.server.ts'
import { type DeskBar, readDesk } from './desk-bar.server.ts'
import { type QueuePlace, readOrderStalls, readQueuePlaces } from './queue.server.ts'

export type DeskOrderStanding = 'waiting' | 'started' | 'owed' | 'done' | 'absent'

export type DeskOrderRow = {
  orderId: string
  number: number
  pickupCode: string
  buyer: string
  agency: string | null
  lineCount: number
  waitingCount: number
  standing: DeskOrderStanding
  /** Handed over and neither paid nor charged; below zero, what the buyer is owed back. */
  outstandingFen: number
  /** Their place in the queue; null where the buyer has not come. */
  queue: QueuePlace | null
  /** Where what is not handed over yet stands. */
  stalls: number[]
}

export type DeskOrders = {
  bar: DeskBar
  rows: DeskOrderRow[]
  /** The order that the six digits asked for belong to. */
  found: string | null
  /** Where the six digits are a group's: the agency whose members let a colleague collect. The rows are their orders. */
  group: string | null
}

type OrderSums = {
  orderId: string
  number: number
  pickupCode: string
  accountId: number | null
  agency: string | null
  /** Under which a colleague may collect it; null where none may. */
  groupCode: string | null
  lineCount: bigint
  waitingCount: bigint
  givenCount: bigint
  outstanding: bigint
}

/** `asked` is the six digits of an order or a group, an order number, or part of a buyer's or an agency's name; empty for all. */
export async function readDeskOrders(
  scope: Scope,
  eventId: number,
  asked: string,
): Promise<DeskOrders | null> {
  const desk = await readDesk(scope, eventId)
  if (!desk) return null
  const [sums, places, stalls] = await Promise.all([
    readSums(eventId),
    readQueuePlaces(eventId),
    readOrderStalls(eventId),
  ])
  const buyers = await readBuyers(sums.map((row) => row.accountId))
  const wanted = normalize(asked)
  const found = sums.find((row) => row.pickupCode === wanted)?.orderId ?? null
  const rows = sums
    .filter((row) => {
      const buyer = buyers.get(row.accountId ?? 0)?.fullName ?? ''
      return (
        wanted === '' ||
        row.pickupCode === wanted ||
        row.groupCode === wanted ||
        String(row.number) === wanted ||
        [buyer, row.agency ?? ''].some((name) => normalize(name).includes(wanted))
      )
    })
    .map((row) => ({
      ...toRow(row, buyers.get(row.accountId ?? 0)?.shownName ?? ''),
      queue: places.get(row.orderId) ?? null,
      stalls: stalls.get(row.orderId) ?? [],
    }))
    .sort((a, b) => RANK[a.standing] - RANK[b.standing] || a.number - b.number)
  const group = sums.find((row) => row.groupCode === wanted)?.agency ?? null
  return { bar: desk.bar, rows, found, group }
}

/** What is owed first, then what is being worked on. */
const RANK: Record<DeskOrderStanding, number> = { owed: 0, started: 1, waiting: 2, done: 3, absent: 4 }

/** As typed on any keyboard: full-width digits, spaces between the groups of a code. */
function normalize(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

function toRow(row: OrderSums, buyer: string): Omit<DeskOrderRow, 'queue' | 'stalls'> {
  const { orderId, number, pickupCode, agency } = row
  const lineCount = Number(row.lineCount)
  const waitingCount = Number(row.waitingCount)
  const outstandingFen = safeFen(row.outstanding)
  const standing = standingOf({ lineCount, waitingCount, givenCount: Number(row.givenCount), outstandingFen })
  return { orderId, number, pickupCode, buyer, agency, lineCount, waitingCount, standing, outstandingFen }
}

function standingOf(order: {
  lineCount: number
  waitingCount: number
  givenCount: number
  outstandingFen: number
}): DeskOrderStanding {
  if (order.waitingCount === order.lineCount) return 'waiting'
  if (order.waitingCount > 0) return 'started'
  if (order.outstandingFen !== 0) return 'owed'
  return order.givenCount === 0 ? 'absent' : 'done'
}

async function readSums(eventId: number): Promise<OrderSums[]> {
  return readDatabase().$queryRaw<OrderSums[]>`
    SELECT o.id AS "orderId", o.number, r.pickup_code AS "pickupCode", o.account_id AS "accountId", a.name AS agency,
      CASE WHEN r.colleague_may_collect THEN g.pickup_code END AS "groupCode",
      l.lines AS "lineCount", l.waiting AS "waitingCount", l.given AS "givenCount",
      (coalesce(h.fen, 0) - coalesce(p.fen, 0))::bigint AS outstanding
    FROM pickup_event_order r
    JOIN "order" o ON o.id = r.order_id
    LEFT JOIN agency a ON a.id = o.agency_id
    LEFT JOIN group_code g ON g.event_id = r.event_id AND g.agency_id = o.agency_id
    JOIN (SELECT order_id, count(*) AS lines, count(*) FILTER (WHERE state = 'placed') AS waiting,
        count(*) FILTER (WHERE state IN ('handed-over', 'part-handed-over')) AS given
      FROM order_line WHERE event_id = ${eventId} AND state <> 'cancelled' GROUP BY order_id) l ON l.order_id = o.id
    LEFT JOIN (SELECT l.order_id, sum(h.amount_fen) AS fen FROM handover h JOIN order_line l ON l.id = h.order_line_id
      WHERE h.event_id = ${eventId} GROUP BY l.order_id) h ON h.order_id = o.id
    LEFT JOIN (SELECT order_id, sum(due_fen) AS fen FROM payment WHERE event_id = ${eventId} GROUP BY order_id) p
      ON p.order_id = o.id
    WHERE r.event_id = ${eventId}`
}
