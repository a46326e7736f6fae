import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, instantOf, yearOf } from '#app/domain/kernel/calendar.ts'

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
export type AgencyHome = {
  agency: { id: number; name: string; memberLimitFen: number }
  /** The person's other agencies, if they manage several. */
  agencies: { id: number; name: string }[]
  memberCount: number
  year: number
  /** Ordered this year and not cancelled. */
  yearAmountFen: number
  yearOrderCount: number
  orders: AgencyOrderRow[]
  nextBefore: number | null
}

/** An agency's orders at a glance, newest first, a page by number. Null when the agency is not in scope. */
export async function readAgencyHome(
  scope: Scope,
  filter: { agencyId: number | null; before: number | null },
  now: Date,
): Promise<AgencyHome | null> {
  const db = readDatabase()
  const agencies = await db.agency.findMany({
    where: { id: { in: [...scope.agencyIds] } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, memberLimitFen: true },
  })
  const agency = filter.agencyId === null ? agencies[0] : agencies.find((each) => each.id === filter.agencyId)
  if (!agency) return null
  const year = yearOf(civilDateOf(now))
  const ofYear = {
    agencyId: agency.id,
    cancelledAt: null,
    placedAt: { gte: instantOf(`${year}-01-01`, '00:00') },
  }
  const [memberCount, total, rows] = await Promise.all([
    db.account.count({
      where: { endedAt: null, assignments: { some: { agencyId: agency.id, endedAt: null } } },
    }),
    db.order.aggregate({ where: ofYear, _sum: { totalFen: true }, _count: true }),
    readOrders(agency.id, filter.before),
  ])
  return {
    agency: { id: agency.id, name: agency.name, memberLimitFen: Number(agency.memberLimitFen) },
    agencies: agencies.map(({ id, name }) => ({ id, name })),
    memberCount,
    year,
    yearAmountFen: Number(total._sum.totalFen ?? 0n),
    yearOrderCount: total._count,
    ...rows,
  }
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
