import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** No more events are made of the series. Those that were made stay as they are. Ended again it is ended as before. */
export async function endEventSeries(
  actor: Actor,
  scope: Scope,
  input: { seriesId: number },
  deps = liveDeps,
): Promise<Verdict<{ seriesId: number }, 'not-found'>> {
  if (!can(actor, 'event:plan')) return refuse('not-found')
  return inTransaction(async (tx) => {
    const { seriesId: id } = input
    await tx.$queryRaw`SELECT 1 FROM event_series WHERE id = ${id} FOR UPDATE`
    const series = await tx.eventSeries.findUnique({
      where: { id },
      select: { villageCode: true, countyCode: true, endedAt: true },
    })
    if (!series || !reaches(scope, series.villageCode)) return refuse('not-found')
    if (series.endedAt !== null) return accept({ seriesId: id })
    await tx.eventSeries.update({ where: { id }, data: { endedAt: deps.now() }, select: { id: true } })
    await recordActivity(tx, {
      countyCode: series.countyCode,
      actorId: actor.accountId,
      act: 'series:end',
      subjectKind: 'event-series',
      subjectId: id,
      scopeCode: series.villageCode,
    })
    return accept({ seriesId: id })
  })
}
