/** What shows that a household agreed to a lot, for those who may see its name in full and for nobody else. */
import { readDatabase } from '#app/db/client.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { seesNameInFull } from '#app/domain/access/visibility.ts'

/** Null where there is none for this person. */
export async function readLotEvidence(
  actor: Actor,
  scope: Scope,
  lotId: number,
): Promise<{ id: string; mediaType: string } | null> {
  const lot = await readDatabase().lot.findUnique({
    where: { id: lotId },
    select: {
      evidence: { select: { id: true, mediaType: true } },
      household: {
        select: { states: { where: { toDay: null }, select: { villageCode: true, gridCode: true } } },
      },
    },
  })
  const [place] = lot?.household.states ?? []
  if (!lot?.evidence || !place) return null
  const isOwn = reaches(scope, place.gridCode ?? place.villageCode) && seesNameInFull(actor, place)
  return isOwn ? lot.evidence : null
}
