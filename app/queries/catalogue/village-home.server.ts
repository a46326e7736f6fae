/** The village's first page: its households' goods by how they stand, and what waits for its lead. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { can, rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope, scopeOf } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { readHouseholdsById } from './village-households.server.ts'
import { householdIdsOf, LOT, type LotRow, toVillageLot, type VillageLot } from './village-lots.server.ts'

/** How a lot stands; `ended` are those whose goods or days are over. */
export type LotStanding = 'pending' | 'on-sale' | 'refused' | 'withdrawn' | 'ended'

export type HomeLot = VillageLot & {
  standing: LotStanding
  /** Why it was sent back or withdrawn. */
  reason: string | null
  mayWithdraw: boolean
}

export type VillageHome = {
  pending: HomeLot[]
  onSale: HomeLot[]
  /** The newest of those that are over. */
  over: HomeLot[]
  /** There are more on sale than the page shows. */
  hasMoreOnSale: boolean
  /** Events whose close waits for this person's signature. */
  toSign: { id: number; title: string; startsAt: string; endsAt: string }[]
}

const MOST_ON_SALE = 300
const MOST_PENDING = 100
const MOST_OVER = 30

type HomeRow = LotRow & { withdrawnReason: string | null }
const HOME_LOT = { ...LOT, withdrawnReason: true } as const

export async function readVillageHome(actor: Actor, scope: Scope): Promise<VillageHome> {
  const db = readDatabase()
  const today = toDateColumn(civilDateOf(new Date()))
  const isGrid = (prefix: string) => prefix.includes('-')
  const grids = scope.prefixes.filter(isGrid)
  const within = {
    OR: [
      { offer: { OR: withinScope(scope, 'villageCode') } },
      { household: { states: { some: { toDay: null, gridCode: { in: grids } } } } },
    ],
  }
  // What is still promised stays in view with what is on sale, withdrawn or not.
  const onSale = {
    OR: [{ reserved: { gt: 0 } }, { state: 'approved', available: { gt: 0 }, availableTo: { gte: today } }],
  }
  const read = (where: object, take: number): Promise<HomeRow[]> =>
    db.lot.findMany({ where: { AND: [within, where] }, orderBy: { id: 'desc' }, take, select: HOME_LOT })
  const [pendingRows, onSaleRows, overRows, toSign] = await Promise.all([
    read({ state: 'pending' }, MOST_PENDING),
    read(onSale, MOST_ON_SALE + 1),
    read({ state: { not: 'pending' }, NOT: onSale }, MOST_OVER),
    readToSign(actor),
  ])
  const rows = [...pendingRows, ...onSaleRows, ...overRows]
  const households = await readHouseholdsById(actor, householdIdsOf(rows))
  const withdrawing = scopeOf(actor, rolesWith('lot:withdraw'))
  const toHomeLot = (row: HomeRow): HomeLot => {
    const standing = standingOf(row, today)
    const isOpen = standing === 'pending' || standing === 'on-sale'
    return {
      ...toVillageLot(row, households),
      standing,
      reason: row.withdrawnReason,
      mayWithdraw: isOpen && reaches(withdrawing, row.offer.villageCode),
    }
  }
  return {
    pending: pendingRows.map(toHomeLot),
    onSale: onSaleRows.slice(0, MOST_ON_SALE).map(toHomeLot),
    over: overRows.map(toHomeLot),
    hasMoreOnSale: onSaleRows.length > MOST_ON_SALE,
    toSign,
  }
}

function standingOf(row: HomeRow, today: Date): LotStanding {
  if (row.state === 'pending' || row.state === 'refused' || row.state === 'withdrawn') return row.state
  const isOver = row.availableTo < today || row.available === 0
  return isOver && row.reserved === 0 ? 'ended' : 'on-sale'
}

async function readToSign(actor: Actor): Promise<VillageHome['toSign']> {
  if (!can(actor, 'event:sign')) return []
  const events = await readDatabase().pickupEvent.findMany({
    where: { state: 'closing', OR: withinScope(scopeOf(actor, rolesWith('event:sign')), 'villageCode') },
    orderBy: { startsAt: 'asc' },
    take: 20,
    select: { id: true, title: true, startsAt: true, endsAt: true },
  })
  return events.map(({ startsAt, endsAt, ...event }) => ({
    ...event,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  }))
}
