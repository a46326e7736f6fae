import { database } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { type EvidenceStore, liveEvidence } from '#app/gateways/evidence-store.server.ts'

/** A form may lie on a phone for a while before it is mended and sent again. */
const KEPT_FOR_MS = 24 * 3_600_000

type Deps = { files: EvidenceStore; now: () => Date }
const liveDeps: Deps = { files: liveEvidence, now: () => new Date() }

/** Removes files that show no listed lot's agreement, a day after they came. Returns how many there were. */
export async function clearEvidenceFiles(_actor: SystemActor, deps = liveDeps): Promise<number> {
  const ids = await deps.files.keptBefore(new Date(deps.now().getTime() - KEPT_FOR_MS))
  const rows = await database().lotEvidence.findMany({
    where: { id: { in: ids.filter(isUuid) } },
    select: { id: true },
  })
  const kept = new Set(rows.map(({ id }) => id))
  const left = ids.filter((id) => !kept.has(id))
  for (const id of left) await deps.files.remove(id)
  return left.length
}
