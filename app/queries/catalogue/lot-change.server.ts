/** A lot's goods as the books have them, and what happened to them besides orders. */
import { readDatabase } from '#app/db/client.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { expectedCount, type LotChangeKind } from '#app/domain/catalogue/recount.ts'
import { type PoolRow, readLotPool } from './lot-pool.server.ts'
import { readHouseholdsById } from './village-households.server.ts'
import { householdIdsOf, LOT, toVillageLot, type VillageLot } from './village-lots.server.ts'

export type LotChangePage = {
  lot: VillageLot
  /** Who else is in it, where a lead farmer collects. */
  pool: PoolRow[]
  village: string
  step: number
  /** All that should be there, promised goods included. */
  expected: number
  /** Whether it may still be changed. */
  isOpen: boolean
  changes: { id: string; kind: LotChangeKind; quantity: number; reason: string; madeAt: string }[]
}

const MOST_CHANGES = 20

/** Null where there is no such lot in the scope. */
export async function readLotChange(
  actor: Actor,
  scope: Scope,
  lotId: number,
): Promise<LotChangePage | null> {
  const db = readDatabase()
  const row = await db.lot.findUnique({
    where: { id: lotId },
    select: {
      ...LOT,
      toppedUp: true,
      withdrawn: true,
      writtenOff: true,
      changes: { orderBy: { madeAt: 'desc' }, take: MOST_CHANGES },
    },
  })
  if (!row || !reaches(scope, row.offer.villageCode)) return null
  const [households, place, pool] = await Promise.all([
    readHouseholdsById(actor, householdIdsOf([row])),
    db.offer.findFirstOrThrow({
      where: { lots: { some: { id: lotId } } },
      select: { product: { select: { step: true } }, villageCode: true },
    }),
    readLotPool(actor, lotId),
  ])
  const village = await db.division.findUniqueOrThrow({
    where: { code: place.villageCode },
    select: { shortName: true },
  })
  return {
    lot: toVillageLot(row, households),
    village: village.shortName,
    pool,
    step: place.product.step,
    expected: expectedCount(row),
    isOpen: row.state === 'pending' || row.state === 'approved',
    changes: row.changes.map(({ id, kind, quantity, reason, madeAt }) => ({
      id,
      kind: kind as LotChangeKind,
      quantity,
      reason,
      madeAt: madeAt.toISOString(),
    })),
  }
}
