import { createHash } from 'node:crypto'
import { systemScope } from '#app/domain/access/roles.ts'
import type { EventFact } from '#app/domain/intake/events.ts'
import { type Fault, groupByRow } from '#app/domain/intake/sheet.ts'
import { instantOf } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { compareEvent, importedState, type PlannedEvent } from '#app/domain/pickup/imported-event.ts'
import { atPoint } from '#app/domain/pickup/plan-event.ts'
import { eventAtPointFault, type PointToPlan, type Span } from '#app/domain/pickup/service-point.ts'
import { tooManyUnclosed } from '#app/domain/pickup/unclosed-events.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'
import { lockPointToPlan } from './service-points.server.ts'
import { readBlockedVillages } from './unclosed-events.server.ts'

const MOST_SCALES = 50

type Planned = {
  fact: EventFact
  plan: PlannedEvent & { startsAt: Date }
  importKey: string
  point: HeldPoint | null
}
/** A service point whose `taken` grows with the rows of the file. */
type HeldPoint = PointToPlan & { taken: Span[] }

/**
 * A plan of events. A row of the same title, village and hour is that event again: it is changed while nobody has
 * ordered for it, and left as it is from then on. A place that is the name of a service point of the village is that
 * point: its own place and scales count, and its hours must hold the event. A village with too many events to close opens none by it.
 */
export async function importEvents(importing: Importing, file: ImportedFile<'events'>): Promise<Imported> {
  const facts = [...file.batches].flat()
  const known = await importing.tx.pickupEvent.findMany({
    where: { importKey: { in: facts.map(importKeyOf) } },
    select: {
      id: true,
      importKey: true,
      place: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      capacityOrders: true,
      scaleCount: true,
      state: true,
      ordersTaken: true,
      servedVillages: { select: { villageCode: true } },
    },
  })
  const points = await holdPoints(
    importing,
    facts,
    known.map(({ id }) => id),
  )
  const blocked = await readBlockedVillages(
    importing.tx,
    facts.map(({ villageCode }) => villageCode),
  )
  const faults: Fault[] = []
  /** The events that keep a row from opening another of its village. */
  const blockedBy = ({ fact, plan, point }: Planned, wasOpen: boolean) =>
    wasOpen || importedState(plan, point, importing.place.now) !== 'open'
      ? undefined
      : blocked.get(fact.villageCode)
  const byKey = new Map(known.map((event) => [event.importKey, event]))
  const changes = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  for (const fact of facts) {
    const each = toPlanned(fact, points.get(pointKey(fact.villageCode, fact.place)) ?? null)
    const event = byKey.get(each.importKey)
    const isKept = event !== undefined && compareEvent(toKnown(event), each.plan) !== 'changed'
    const fault = isKept ? null : faultAtPoint(each)
    if (fault) {
      faults.push(fault)
      continue
    }
    const unclosed = isKept ? undefined : blockedBy(each, event?.state === 'open')
    if (unclosed !== undefined) {
      faults.push({ row: fact.row, column: '', code: 'too-many-unclosed', facts: tooManyUnclosed(unclosed) })
      continue
    }
    each.point?.taken.push(isKept ? event : each.plan)
    if (event === undefined) {
      changes.added += 1
      if (importing.isWriting) await addEvent(importing, each)
      continue
    }
    if (isKept) {
      changes.unchanged += 1
      continue
    }
    changes.changed += 1
    if (importing.isWriting) await changeEvent(importing, event.id, each)
  }
  return { changes, refused: groupByRow(faults), rowsRefused: faults.length }
}

function toKnown<Row extends { state: string; servedVillages: { villageCode: string }[] }>(row: Row) {
  return {
    ...row,
    state: row.state as PickupEventState,
    servedVillageCodes: row.servedVillages.map(({ villageCode }) => villageCode),
  }
}

const pointKey = (villageCode: string, name: string) => `${villageCode} ${name}`

/** The service points that the file names, held in id order; what else of the file is there already is left out. */
async function holdPoints(
  { tx, place }: Importing,
  facts: readonly EventFact[],
  exceptEventIds: readonly number[],
): Promise<Map<string, HeldPoint>> {
  const named = await tx.servicePoint.findMany({
    where: {
      villageCode: { in: [...new Set(facts.map(({ villageCode }) => villageCode))] },
      name: { in: [...new Set(facts.map((fact) => fact.place))] },
    },
    orderBy: { id: 'asc' },
    select: { id: true, villageCode: true, name: true },
  })
  const held = new Map<string, HeldPoint>()
  for (const { id, villageCode, name } of named) {
    const of = { servicePointId: id, exceptEventIds }
    const point = await lockPointToPlan(tx, systemScope(place.countyCode), of)
    if (point !== null) held.set(pointKey(villageCode, name), { ...point, taken: [...point.taken] })
  }
  return held
}

const FAULTS = {
  'point-of-other-village': 'event-outside-point-hours',
  'outside-point-hours': 'event-outside-point-hours',
  'point-taken': 'event-point-taken',
} as const

function faultAtPoint({ fact, plan, point }: Planned): Fault | null {
  const fault = point && eventAtPointFault({ ...plan, villageCode: fact.villageCode }, point)
  return fault && { row: fact.row, column: '', code: FAULTS[fault.code] }
}

function importKeyOf(fact: EventFact): string {
  const identity = JSON.stringify([fact.title, fact.villageCode, fact.heldOn, fact.startTime])
  return createHash('sha256').update(`event ${identity}`).digest('hex')
}

function toPlanned(fact: EventFact, point: HeldPoint | null): Planned {
  const plan = {
    place: fact.place,
    startsAt: instantOf(fact.heldOn, fact.startTime),
    endsAt: instantOf(fact.heldOn, fact.endTime),
    cutOffAt: instantOf(fact.cutOffOn, fact.cutOffTime),
    capacityOrders: fact.capacityOrders,
    scaleCount: Math.min(MOST_SCALES, Math.max(1, fact.scaleCount)),
    servedVillageCodes: fact.servedVillageCodes,
  }
  return { fact, point, importKey: importKeyOf(fact), plan: atPoint(plan, point) }
}

async function addEvent({ tx, place }: Importing, { fact, plan, point, importKey }: Planned): Promise<void> {
  const { servedVillageCodes, ...columns } = plan
  await tx.pickupEvent.create({
    data: {
      ...columns,
      countyCode: place.countyCode,
      title: fact.title,
      villageCode: fact.villageCode,
      servicePointId: point?.id ?? null,
      state: importedState(plan, point, place.now),
      importKey,
      createdBy: place.actorId,
      servedVillages: { create: servedVillageCodes.map((villageCode) => ({ villageCode })) },
    },
    select: { id: true },
  })
}

/** Written only if still nobody has ordered: an order taking room at this moment keeps the event as it was. */
async function changeEvent({ tx, place }: Importing, id: number, { plan, point }: Planned): Promise<void> {
  const { servedVillageCodes, ...columns } = plan
  const { count } = await tx.pickupEvent.updateMany({
    where: { id, ordersTaken: 0, state: { in: ['draft', 'open'] } },
    data: { ...columns, servicePointId: point?.id ?? null, state: importedState(plan, point, place.now) },
  })
  if (count === 0) return
  await tx.pickupEventVillage.deleteMany({ where: { eventId: id } })
  await tx.pickupEventVillage.createMany({
    data: servedVillageCodes.map((villageCode) => ({ eventId: id, villageCode })),
  })
}
