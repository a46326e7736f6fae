import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockPointToPlan } from '#app/db/pickup/service-points.server.ts'
import { ownVillages } from '#app/db/pickup/write-planned-event.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EventSeries, type SeriesFault, seriesFaults } from '#app/domain/pickup/event-series.ts'
import { atPoint } from '#app/domain/pickup/plan-event.ts'

export type SeriesRefusal = Refusal<'series-refused'> & { faults: SeriesFault[] }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Keeps the rule of a series. No event is made by it: that is ticked on its preview. The same form makes one series. */
export async function createEventSeries(
  actor: Actor,
  scope: Scope,
  input: { formKey: string; series: EventSeries },
  deps = liveDeps,
): Promise<Verdict<{ seriesId: number }, 'not-allowed' | 'key-reused'> | SeriesRefusal> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const { formKey } = input
  return inTransaction(async (tx) => {
    const held = await lockPointToPlan(tx, scope, input.series)
    // What is there already is looked at day by day, when its events are made.
    const point = held && { ...held, taken: [] }
    const series = atPoint(input.series, point)
    const isVillageOwn = await ownVillages(tx, { scope, ...series })
    const faults = seriesFaults(series, { now: deps.now(), isVillageOwn, point })
    if (faults.length > 0) return { ...refuse('series-refused'), faults }
    const { fromDay, toDay, weeks, servedVillageCodes, ...same } = series
    const countyCode = countyOf(series.villageCode)
    const data = {
      ...same,
      countyCode,
      title: series.title.trim(),
      place: series.place.trim(),
      weeks: [...new Set(weeks)],
      servedVillageCodes: [...new Set(servedVillageCodes)].sort(),
      fromDay: toDateColumn(fromDay),
      toDay: toDay && toDateColumn(toDay),
      formKey,
      createdBy: actor.accountId,
    }
    await tx.eventSeries.createMany({ data: [data], skipDuplicates: true })
    const { id, ...row } = await tx.eventSeries.findUniqueOrThrow({ where: { formKey } })
    if (!isSame(row, data)) return refuse('key-reused')
    const about = { act: 'series:create', subjectKind: 'event-series', subjectId: String(id) }
    if ((await tx.activityRecord.count({ where: about })) === 0) {
      await recordActivity(tx, {
        ...about,
        countyCode,
        actorId: actor.accountId,
        scopeCode: series.villageCode,
        facts: { weekday: series.weekday, weeks: [...weeks], reading: series.reading, fromDay, toDay },
      })
    }
    return accept({ seriesId: id })
  })
}

/** Whether a row holds what is written, column by column. */
function isSame(row: Record<string, unknown>, written: Record<string, unknown>): boolean {
  return Object.entries(written).every(([name, value]) => JSON.stringify(row[name]) === JSON.stringify(value))
}
