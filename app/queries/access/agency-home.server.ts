import { readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, instantOf, yearOf } from '#app/domain/kernel/calendar.ts'
import type { Capacity } from '#app/domain/ordering/basket-content.ts'

const PAGE_SIZE = 30

export type AgencyOrderRow = {
  number: number
  placedAt: string
  /** Null at the stall, where a buyer may be nobody. */
  memberName: string | null
  events: { startsAt: string; place: string }[]
  amountFen: number
  isCancelled: boolean
}
/** What of one product is asked for, in pieces or grams. */
export type ChargedGoods = {
  nameZh: string
  nameEn: string
  orderedBy: 'piece' | 'weight'
  pieceUnit: string | null
  quantity: number
}
export type ChargeRequestRow = {
  orderId: string
  number: number
  memberName: string
  capacity: Capacity
  amountFen: number
  /** Of the order: who decides on another decides again. */
  version: number
  goods: ChargedGoods[]
  /** Until when it can be decided. */
  cutOffAt: string
  /** The reader asked for it: another manager decides. */
  isOwn: boolean
}
export type AgencyHome = {
  agency: { id: number; name: string; memberLimitFen: number }
  /** When the address of the agency's calendar was made; null where there is none. */
  calendarMadeAt: string | null
  /** The person's other agencies, if they manage several. */
  agencies: { id: number; name: string }[]
  memberCount: number
  year: number
  /** Ordered this year and not cancelled. */
  yearAmountFen: number
  yearOrderCount: number
  /** Members' orders that wait for a manager's word, those first whose cut-off comes first. */
  chargeRequests: ChargeRequestRow[]
  orders: AgencyOrderRow[]
  nextBefore: number | null
}

/** An agency's orders at a glance, newest first, a page by number. Null when the agency is not in scope. */
export async function readAgencyHome(
  actor: Actor,
  scope: Scope,
  filter: { agencyId: number | null; before: number | null },
  now: Date,
): Promise<AgencyHome | null> {
  const db = readDatabase()
  const agencies = await db.agency.findMany({
    where: { id: { in: [...scope.agencyIds] } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      name: true,
      memberLimitFen: true,
      calendarFeed: { select: { madeAt: true } },
    },
  })
  const agency = filter.agencyId === null ? agencies[0] : agencies.find((each) => each.id === filter.agencyId)
  if (!agency) return null
  const year = yearOf(civilDateOf(now))
  const ofYear = {
    agencyId: agency.id,
    cancelledAt: null,
    placedAt: { gte: instantOf(`${year}-01-01`, '00:00') },
  }
  const [memberCount, total, rows, chargeRequests] = await Promise.all([
    db.account.count({
      where: { endedAt: null, assignments: { some: { agencyId: agency.id, endedAt: null } } },
    }),
    db.order.aggregate({ where: ofYear, _sum: { totalFen: true }, _count: true }),
    readOrders(agency.id, filter.before),
    readChargeRequests(agency.id, actor.accountId),
  ])
  return {
    agency: { id: agency.id, name: agency.name, memberLimitFen: Number(agency.memberLimitFen) },
    calendarMadeAt: agency.calendarFeed?.madeAt.toISOString() ?? null,
    agencies: agencies.map(({ id, name }) => ({ id, name })),
    memberCount,
    year,
    yearAmountFen: Number(total._sum.totalFen ?? 0n),
    yearOrderCount: total._count,
    chargeRequests,
    ...rows,
  }
}

async function readChargeRequests(agencyId: number, accountId: number): Promise<ChargeRequestRow[]> {
  const rows = await readDatabase().$queryRaw<ChargeRequestFound[]>`
    SELECT o.id AS "orderId", o.number, o.version, o.capacity, a.id AS "askedBy", a.name_sealed AS "nameSealed",
      sum(l.held_amount_fen)::bigint AS amount, min(e.cut_off_at) AS "cutOffAt",
      (SELECT json_agg(g ORDER BY g."nameZh") FROM (
        SELECT p.name_zh AS "nameZh", p.name_en AS "nameEn", p.ordered_by AS "orderedBy", p.piece_unit AS "pieceUnit",
          sum(t.quantity)::int AS quantity
        FROM order_line t JOIN product p ON p.id = t.product_id WHERE t.order_id = o.id AND t.state = 'placed'
        GROUP BY p.id) g) AS goods
    FROM charge_request c JOIN "order" o ON o.id = c.order_id JOIN account a ON a.id = c.asked_by
    JOIN order_line l ON l.order_id = o.id AND l.state <> 'cancelled' JOIN pickup_event e ON e.id = l.event_id
    WHERE c.agency_id = ${agencyId} AND c.state = 'asked' AND o.pay_by = 'desk' AND EXISTS (SELECT 1 FROM assignment m
      WHERE m.account_id = c.asked_by AND m.agency_id = c.agency_id AND m.ended_at IS NULL)
    GROUP BY o.id, a.id
    HAVING bool_and(l.state = 'placed' AND e.state = 'open' AND e.cut_off_at > clock_timestamp())
    ORDER BY min(e.cut_off_at), o.number`
  return rows.map(({ nameSealed, askedBy, amount, cutOffAt, ...row }) => ({
    ...row,
    memberName: openText('account.name', nameSealed),
    amountFen: safeFen(amount),
    cutOffAt: cutOffAt.toISOString(),
    isOwn: askedBy === accountId,
  }))
}

type ChargeRequestFound = {
  orderId: string
  number: number
  version: number
  goods: ChargedGoods[]
  capacity: Capacity
  askedBy: number
  nameSealed: string
  amount: bigint
  cutOffAt: Date
}

async function readOrders(agencyId: number, before: number | null) {
  const db = readDatabase()
  const rows = await db.order.findMany({
    where: { agencyId, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take: PAGE_SIZE + 1,
    select: {
      number: true,
      placedAt: true,
      accountId: true,
      totalFen: true,
      cancelledAt: true,
      rooms: { orderBy: { eventId: 'asc' }, select: { event: { select: { startsAt: true, place: true } } } },
    },
  })
  const page = rows.slice(0, PAGE_SIZE)
  const accounts = await db.account.findMany({
    where: { id: { in: page.flatMap((row) => row.accountId ?? []) } },
    select: { id: true, nameSealed: true },
  })
  const nameOf = new Map(
    accounts.map((account) => [account.id, openText('account.name', account.nameSealed)]),
  )
  return {
    orders: page.map((row) => ({
      number: row.number,
      placedAt: row.placedAt.toISOString(),
      memberName: row.accountId === null ? null : (nameOf.get(row.accountId) ?? null),
      events: row.rooms.map(({ event }) => ({ startsAt: event.startsAt.toISOString(), place: event.place })),
      amountFen: Number(row.totalFen),
      isCancelled: row.cancelledAt !== null,
    })),
    nextBefore: rows.length > PAGE_SIZE ? (page.at(-1)?.number ?? null) : null,
  }
}
