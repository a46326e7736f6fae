import { createHash, randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { type ListedLot, lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { MOST_PHOTOS, type PhotoCode } from '#app/domain/catalogue/photo.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { livePhotos, type PhotoStore } from '#app/gateways/photo-store.server.ts'

export type AddLotPhotoRefusal = PhotoCode | 'not-allowed' | 'not-found' | 'photo-lot-over' | 'photos-full'

type Added = { photoId: string }
type Deps = { photos: PhotoStore; now: () => Date; newId: () => string }
const liveDeps: Deps = { photos: livePhotos, now: () => new Date(), newId: randomUUID }

/**
 * Adds a photo of a lot's goods, three at most. The same picture again, as a phone with a weak signal sends it, is the
 * photo that is there. It shows to the public once the lot is approved.
 */
export async function addLotPhoto(
  actor: Actor,
  scope: Scope,
  input: { lotId: number; picture: Uint8Array },
  deps = liveDeps,
): Promise<Verdict<Added, AddLotPhotoRefusal>> {
  if (!can(actor, 'lot:list')) return refuse('not-allowed')
  const contentHash = createHash('sha256').update(input.picture).digest('hex')
  const place = (tx: Transaction) => findPlace(tx, scope, { lotId: input.lotId, contentHash })
  // Asked before the picture is looked at, which is the long part, and again when its row is written.
  const before = await inTransaction(place)
  if (!before.ok) return before
  if (before.value.known !== null) return accept({ photoId: before.value.known })
  const photoId = deps.newId()
  const kept = await deps.photos.keep(photoId, input.picture)
  if (!kept.ok) return kept
  const added = await decideInTransaction<Added, AddLotPhotoRefusal>(async (tx) => {
    const found = await place(tx)
    if (!found.ok) return found
    const { lot, known, position } = found.value
    if (known !== null) return accept({ photoId: known })
    await tx.lotPhoto.create({
      data: {
        id: photoId,
        lotId: lot.id,
        countyCode: lot.terms.countyCode,
        position,
        ...kept.value,
        contentHash,
        addedBy: actor.accountId,
        addedAt: deps.now(),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: lot.terms.countyCode,
      actorId: actor.accountId,
      act: 'lot:add-photo',
      subjectKind: 'lot',
      subjectId: lot.id,
      scopeCode: lot.terms.villageCode,
      facts: { photoId, position },
    })
    return accept({ photoId })
  })
  // A process that dies here leaves files without a row, which the hourly clearing takes.
  if (!added.ok || added.value.photoId !== photoId) await deps.photos.remove(photoId)
  return added
}

type Place = { lot: ListedLot; position: number; known: string | null }

/** Where on its lot a photo goes; `known` is the same picture's, if it is there already. Holds the lot. */
async function findPlace(
  tx: Transaction,
  scope: Scope,
  { lotId, contentHash }: { lotId: number; contentHash: string },
): Promise<Verdict<Place, 'not-found' | 'photo-lot-over' | 'photos-full'>> {
  const lot = await lockListedLot(tx, lotId)
  if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
  const photos = await tx.lotPhoto.findMany({
    where: { lotId, removedAt: null },
    select: { id: true, position: true, contentHash: true },
  })
  const known = photos.find((photo) => photo.contentHash === contentHash)
  if (known) return accept({ lot, position: known.position, known: known.id })
  const isOpen = lot.state === 'pending' || lot.state === 'approved'
  if (!isOpen || lot.stock.available + lot.stock.reserved === 0) return refuse('photo-lot-over')
  const positions = Array.from({ length: MOST_PHOTOS }, (_, i) => i + 1)
  const position = positions.find((each) => photos.every((photo) => photo.position !== each))
  if (position === undefined) return refuse('photos-full', { most: MOST_PHOTOS })
  return accept({ lot, position, known: null })
}
