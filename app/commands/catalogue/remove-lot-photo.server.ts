import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { livePhotos, type PhotoStore } from '#app/gateways/photo-store.server.ts'

type Deps = { photos: PhotoStore; now: () => Date }
const liveDeps: Deps = { photos: livePhotos, now: () => new Date() }

/** Takes a photo off its lot and its files off the disk. That it was there, and who removed it, stays recorded. */
export async function removeLotPhoto(
  actor: Actor,
  scope: Scope,
  input: { lotId: number; photoId: string },
  deps = liveDeps,
): Promise<Verdict<{ photoId: string }, 'not-allowed' | 'not-found'>> {
  if (!can(actor, 'lot:list')) return refuse('not-allowed')
  const { lotId, photoId } = input
  if (!isUuid(photoId)) return refuse('not-found')
  const removed = await decideInTransaction<{ photoId: string }, 'not-found'>(async (tx) => {
    const lot = await lockListedLot(tx, lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    const photo = await tx.lotPhoto.findFirst({ where: { id: photoId, lotId }, select: { removedAt: true } })
    if (!photo) return refuse('not-found')
    if (photo.removedAt !== null) return accept({ photoId })
    await tx.lotPhoto.update({
      where: { id: photoId },
      data: { removedAt: deps.now() },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: lot.terms.countyCode,
      actorId: actor.accountId,
      act: 'lot:remove-photo',
      subjectKind: 'lot',
      subjectId: lotId,
      scopeCode: lot.terms.villageCode,
      facts: { photoId },
    })
    return accept({ photoId })
  })
  if (removed.ok) await deps.photos.remove(photoId)
  return removed
}
