import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { type KnownSeries, readPreview, toSeries } from '#app/db/pickup/event-series.server.ts'
import { moveEvent } from '#app/db/pickup/move-event.server.ts'
import { isPointOpen } from '#app/db/pickup/service-points.server.ts'
import { refuseOpening } from '#app/db/pickup/unclosed-events.server.ts'
import { type Planning, writePlannedEvent } from '#app/db/pickup/write-planned-event.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type DayChoice, decideDays, planOn } from '#app/domain/pickup/event-series.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

export type PlanSeriesInput = {
  seriesId: number
  /** The first day of the preview that was ticked. */
  from: CivilDate
  /** What told that preview from another. */
  seen: string
  choices: readonly DayChoice[]
  /** Whether the events take orders at once; else they are drafts. */
  areOpen: boolean
}
export type PlanSeriesRefusal =
  | 'not-found'
  | 'series-ended'
  | 'series-day-undecided'
  | 'series-day-refused'
  | 'point-not-open'
  | 'changed-meanwhile'
  | 'too-many-unclosed'

/**
 * Makes the events that were ticked on a series' preview, all or none. Sent again, or by two at once, it makes them
 * once: `isRepeated` says that this preview had been decided before.
 */
export async function planSeriesDays(
  actor: Actor,
  scope: Scope,
  input: PlanSeriesInput,
  deps = liveDeps,
): Promise<Verdict<{ eventCount: number; isRepeated: boolean }, PlanSeriesRefusal>> {
  if (!can(actor, 'event:plan')) return refuse('not-found')
  return decideInTransaction<{ eventCount: number; isRepeated: boolean }, PlanSeriesRefusal>(async (tx) => {
    const series = await lockSeries(tx, scope, input.seriesId)
    if (series === null) return refuse('not-found')
    if (series.plannedTo !== null && input.from <= series.plannedTo)
      return accept({ eventCount: 0, isRepeated: true })
    if (series.isEnded) return refuse('series-ended')
    // The point is held before the village, as by whoever changes it.
    const isOpen = await isPointOpen(tx, series.servicePointId)
    if (input.areOpen && !isOpen) return refuse('point-not-open')
    const now = deps.now()
    // Series of one village are planned one after the other: the second sees the days that the first one took.
    await tx.$queryRaw`SELECT 1 FROM division WHERE code = ${series.villageCode} FOR NO KEY UPDATE`
    const { preview, seen } = await readPreview(tx, series, now)
    if (preview?.from !== input.from || seen !== input.seen) return refuse('changed-meanwhile')
    const decided = decideDays(preview.days, input.choices)
    if (!decided.ok) return decided
    const isOpening = input.areOpen && decided.value.length > 0
    const blocked = isOpening ? await refuseOpening(tx, series.villageCode) : null
    if (blocked !== null) return blocked
    const by = { actorId: actor.accountId, scope, now }
    for (const { day, heldOn } of decided.value) {
      const isMade = await makeEvent(tx, by, { series, day, heldOn, areOpen: input.areOpen })
      if (!isMade) return refuse('series-day-refused', { dayOn: heldOn })
    }
    await tx.eventSeries.update({
      where: { id: series.id },
      data: { plannedTo: toDateColumn(preview.to) },
      select: { id: true },
    })
    const eventCount = decided.value.length
    await recordActivity(tx, {
      countyCode: countyOf(series.villageCode),
      actorId: actor.accountId,
      act: 'series:plan',
      subjectKind: 'event-series',
      subjectId: series.id,
      scopeCode: series.villageCode,
      facts: { from: preview.from, to: preview.to, eventCount, leftOut: preview.days.length - eventCount },
    })
    return accept({ eventCount, isRepeated: false })
  })
}

/** Null where there is no such series in the scope. */
async function lockSeries(tx: Transaction, scope: Scope, id: number): Promise<KnownSeries | null> {
  await tx.$queryRaw`SELECT 1 FROM event_series WHERE id = ${id} FOR UPDATE`
  const row = await tx.eventSeries.findUnique({ where: { id } })
  return row && reaches(scope, row.villageCode) ? toSeries(row) : null
}

async function makeEvent(
  tx: Transaction,
  by: Planning,
  of: { series: KnownSeries; day: CivilDate; heldOn: CivilDate; areOpen: boolean },
): Promise<boolean> {
  const { series, day, heldOn, areOpen } = of
  const made = await writePlannedEvent(tx, { ...by, series: { id: series.id, day } }, planOn(series, heldOn))
  if (!made.ok) return false
  const event = { id: made.value.eventId, countyCode: series.countyCode, villageCode: series.villageCode }
  return !areOpen || moveEvent(tx, { ...event, state: 'draft' }, 'open', by.actorId)
}
