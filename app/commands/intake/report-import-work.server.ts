import { database } from '#app/db/client.server.ts'
import { reportWork } from '#app/db/intake/import-work.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'

/** Says how far a round has come: beside the transaction that writes it, or nobody would see it before the end. */
export async function reportImportWork(
  _actor: SystemActor,
  roundId: string,
  progress: { done: number; total: number },
): Promise<void> {
  await reportWork(database(), roundId, progress)
}
