/** Whether a photo may be looked at: by everyone while its lot is approved, before that by who lists its village's goods. */
import { readDatabase } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, scopeOf } from '#app/domain/access/roles.ts'

/** Null for a photo that is not there for this person, or no longer. */
export async function readPhoto(actor: Actor | null, id: string): Promise<{ isPublic: boolean } | null> {
  if (!isUuid(id)) return null
  const photo = await readDatabase().lotPhoto.findFirst({
    where: { id, removedAt: null },
    select: { lot: { select: { state: true, offer: { select: { villageCode: true } } } } },
  })
  if (!photo) return null
  if (photo.lot.state === 'approved') return { isPublic: true }
  const isOwn = actor !== null && reaches(scopeOf(actor, rolesWith('lot:list')), photo.lot.offer.villageCode)
  return isOwn ? { isPublic: false } : null
}
