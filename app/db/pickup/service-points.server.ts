/** Service points as commands see them: held, so that no event is planned or opened at one while it changes. */
import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type {
  ComingAtPoint,
  OpeningSpan,
  PointToPlan,
  ServicePointState,
} from '#app/domain/pickup/service-point.ts'
import type { Transaction } from '../client.server.ts'

export type LockedPoint = Omit<PointToPlan, 'taken'> & { countyCode: string; name: string }

/** Holds a point until the transaction ends. Null: no such point in the scope. */
export async function lockPoint(tx: Transaction, scope: Scope, id: number): Promise<LockedPoint | null> {
  await tx.$queryRaw`SELECT 1 FROM service_point WHERE id = ${id}::int FOR NO KEY UPDATE`
  const row = await tx.servicePoint.findUnique({ where: { id } })
  if (row === null || !reaches(scope, row.villageCode)) return null
  const { countyCode, villageCode, name, place, scaleCount, openingHours, state } = row
  return {
    id,
    countyCode,
    villageCode,
    name,
    place,
    scaleCount,
    openingHours: openingHours as OpeningSpan[],
    state: state as ServicePointState,
  }
}

/** A held point with when events are there already, some left out. Null where the plan has no point in reach. */
export async function lockPointToPlan(
  tx: Transaction,
  scope: Scope,
  of: { servicePointId: number | null; exceptEventIds?: readonly number[] },
): Promise<PointToPlan | null> {
  if (of.servicePointId === null) return null
  const point = await lockPoint(tx, scope, of.servicePointId)
  if (point === null) return null
  const taken = await tx.pickupEvent.findMany({
    where: {
      servicePointId: point.id,
      state: { not: 'cancelled' },
      id: { notIn: [...(of.exceptEventIds ?? [])] },
    },
    select: { startsAt: true, endsAt: true },
  })
  return { ...point, taken }
}

/** Whether an event is at no point, or its point is open; the point is held, so that it stays so. */
export async function isPointOpen(tx: Transaction, servicePointId: number | null): Promise<boolean> {
  if (servicePointId === null) return true
  const rows = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM service_point WHERE id = ${servicePointId}::int FOR NO KEY UPDATE`
  return rows[0]?.state === 'open'
}

/** The events at a held point that are not over by the database's clock, soonest first. */
export async function readComingAtPoint(tx: Transaction, pointId: number): Promise<ComingAtPoint[]> {
  const rows = await tx.$queryRaw<{ id: number; state: string; startsAt: Date; endsAt: Date }[]>`
    SELECT id, state, starts_at AS "startsAt", ends_at AS "endsAt" FROM pickup_event
    WHERE service_point_id = ${pointId}::int AND state IN ('draft', 'open', 'cut-off', 'running')
      AND ends_at > clock_timestamp() ORDER BY starts_at, id`
  return rows.map(({ state, ...row }) => ({ ...row, state: state as PickupEventState }))
}

/** Whether another point of a village has a name. The village is held: names are given one after the other. */
export async function isPointNameTaken(
  tx: Transaction,
  of: { villageCode: string; name: string; exceptId?: number },
): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM division WHERE code = ${of.villageCode} FOR NO KEY UPDATE`
  const { villageCode, name, exceptId } = of
  const other = await tx.servicePoint.findUnique({
    where: { villageCode_name: { villageCode, name: name.trim() } },
    select: { id: true },
  })
  return other !== null && other.id !== exceptId
}
