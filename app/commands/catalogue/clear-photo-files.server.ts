import { database } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { livePhotos, type PhotoStore } from '#app/gateways/photo-store.server.ts'

const KEPT_FOR_MS = 3_600_000

type Deps = { photos: PhotoStore; now: () => Date }
const liveDeps: Deps = { photos: livePhotos, now: () => new Date() }

/**
 * Removes files that belong to no photo: of an adding or a removing that was interrupted. Nothing younger than an hour
 * is touched, since a photo's files are written before its row. Returns how many there were.
 */
export async function clearPhotoFiles(deps = liveDeps): Promise<number> {
  const names = await deps.photos.keptBefore(new Date(deps.now().getTime() - KEPT_FOR_MS))
  const rows = await database().lotPhoto.findMany({
    where: { id: { in: names.filter(isUuid) }, removedAt: null },
    select: { id: true },
  })
  const shown = new Set(rows.map(({ id }) => id))
  const left = names.filter((name) => !shown.has(name))
  for (const name of left) await deps.photos.remove(name)
  return left.length
}
