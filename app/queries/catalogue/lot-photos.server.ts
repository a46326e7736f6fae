/** A lot and its photos, for those who list its village's goods. */
import { readDatabase } from '#app/db/client.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { MOST_PHOTOS } from '#app/domain/catalogue/photo.ts'
import { readHouseholdsById } from './village-households.server.ts'
import { householdIdsOf, LOT, toVillageLot, type VillageLot } from './village-lots.server.ts'

export type LotPhotos = {
  lot: VillageLot
  village: string
  /** How many more may be added; none to a lot that is over. */
  room: number
}

/** Null where there is no such lot in the scope. */
export async function readLotPhotos(actor: Actor, scope: Scope, lotId: number): Promise<LotPhotos | null> {
  const db = readDatabase()
  const row = await db.lot.findUnique({ where: { id: lotId }, select: LOT })
  if (!row || !reaches(scope, row.offer.villageCode)) return null
  const [households, village] = await Promise.all([
    readHouseholdsById(actor, householdIdsOf([row])),
    db.division.findUniqueOrThrow({ where: { code: row.offer.villageCode }, select: { shortName: true } }),
  ])
  const lot = toVillageLot(row, households)
  const isOpen = row.state === 'pending' || row.state === 'approved'
  const isOver = !isOpen || row.available + row.reserved === 0
  return { lot, village: village.shortName, room: isOver ? 0 : MOST_PHOTOS - lot.photos.length }
}
