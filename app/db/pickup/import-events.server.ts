import { createHash } from 'node:crypto'
import type { EventFact } from '#app/domain/intake/events.ts'
import { type Fault, groupByRow } from '#app/domain/intake/sheet.ts'
import { instantOf } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { compareEvent, importedState, type PlannedEvent } from '#app/domain/pickup/imported-event.ts'
import { tooManyUnclosed } from '#app/domain/pickup/unclosed-events.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'
import { readBlockedVillages } from './unclosed-events.server.ts'

const MOST_SCALES = 50

type Planned = { fact: EventFact; plan: PlannedEvent & { startsAt: Date }; importKey: string }

/**
 * A plan of events. A row of the same title, village and hour is that event again: it is changed while nobody has
 * ordered for it, and left as it is from then on. A village with too many events to close opens none by it.
 */
export async function importEvents(importing: Importing, file: ImportedFile<'events'>): Promise<Imported> {
  const planned = [...file.batches].flat().map(toPlanned)
  const known = await importing.tx.pickupEvent.findMany({
    where: { importKey: { in: planned.map(({ importKey }) => importKey) } },
    select: {
      id: true,
      importKey: true,
      place: true,
      endsAt: true,
      cutOffAt: true,
      capacityOrders: true,
      scaleCount: true,
      state: true,
      ordersTaken: true,
      servedVillages: { select: { villageCode: true } },
    },
  })
  const byKey = new Map(known.map((event) => [event.importKey, event]))
  const blocked = await readBlockedVillages(
    importing.tx,
    planned.map(({ fact }) => fact.villageCode),
  )
  const faults: Fault[] = []
  /** Notes a row that would open an event of a village that may not. */
  const isRefused = ({ fact, plan }: Planned, wasOpen: boolean): boolean => {
    const ids = blocked.get(fact.villageCode)
    if (ids === undefined || wasOpen || importedState(plan, importing.place.now) !== 'open') return false
    faults.push({ row: fact.row, column: '', code: 'too-many-unclosed', facts: tooManyUnclosed(ids) })
    return true
  }
  const changes = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  for (const each of planned) {
    const event = byKey.get(each.importKey)
    if (event === undefined) {
      if (isRefused(each, false)) continue
      changes.added += 1
      if (importing.isWriting) await addEvent(importing, each)
      continue
    }
    const before = {
      ...event,
      state: event.state as PickupEventState,
      servedVillageCodes: event.servedVillages.map(({ villageCode }) => villageCode),
    }
    if (compareEvent(before, each.plan) !== 'changed') {
      changes.unchanged += 1
      continue
    }
    if (isRefused(each, event.state === 'open')) continue
    changes.changed += 1
    if (importing.isWriting) await changeEvent(importing, event.id, each)
  }
  return { changes, refused: groupByRow(faults), rowsRefused: faults.length }
}

function toPlanned(fact: EventFact): Planned {
  const identity = JSON.stringify([fact.title, fact.villageCode, fact.heldOn, fact.startTime])
  return {
    fact,
    importKey: createHash('sha256').update(`event ${identity}`).digest('hex'),
    plan: {
      place: fact.place,
      startsAt: instantOf(fact.heldOn, fact.startTime),
      endsAt: instantOf(fact.heldOn, fact.endTime),
      cutOffAt: instantOf(fact.cutOffOn, fact.cutOffTime),
      capacityOrders: fact.capacityOrders,
      scaleCount: Math.min(MOST_SCALES, Math.max(1, fact.scaleCount)),
      servedVillageCodes: fact.servedVillageCodes,
    },
  }
}

async function addEvent({ tx, place }: Importing, { fact, plan, importKey }: Planned): Promise<void> {
  const { servedVillageCodes, ...columns } = plan
  await tx.pickupEvent.create({
    data: {
      ...columns,
      countyCode: place.countyCode,
      title: fact.title,
      villageCode: fact.villageCode,
      state: importedState(plan, place.now),
      importKey,
      createdBy: place.actorId,
      servedVillages: { create: servedVillageCodes.map((villageCode) => ({ villageCode })) },
    },
    select: { id: true },
  })
}

/** Written only if still nobody has ordered: an order taking room at this moment keeps the event as it was. */
async function changeEvent({ tx, place }: Importing, id: number, { plan }: Planned): Promise<void> {
  const { servedVillageCodes, ...columns } = plan
  const { count } = await tx.pickupEvent.updateMany({
    where: { id, ordersTaken: 0, state: { in: ['draft', 'open'] } },
    data: { ...columns, state: importedState(plan, place.now) },
  })
  if (count === 0) return
  await tx.pickupEventVillage.deleteMany({ where: { eventId: id } })
  await tx.pickupEventVillage.createMany({
    data: servedVillageCodes.map((villageCode) => ({ eventId: id, villageCode })),
  })
}
