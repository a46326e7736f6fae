import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { Transaction } from '../client.server.ts'

/** An event whose row is held until the transaction ends. Its sales belong to `businessDay`. */
export type LockedEvent = {
  id: number
  countyCode: string
  villageCode: string
  servicePointId: number | null
  state: PickupEventState
  businessDay: CivilDate
}

type EventRow = {
  id: number
  county_code: string
  village_code: string
  service_point_id: number | null
  state: PickupEventState
  starts_at: Date
}

function toLocked(rows: EventRow[]): LockedEvent | null {
  const [row] = rows
  if (!row) return null
  return {
    id: row.id,
    countyCode: row.county_code,
    villageCode: row.village_code,
    servicePointId: row.service_point_id,
    state: row.state,
    businessDay: civilDateOf(row.starts_at),
  }
}

/** For an act at the desk: many desks at once, but the event's state cannot change under them. Null: no such event. */
export async function lockEventForDesk(tx: Transaction, eventId: number): Promise<LockedEvent | null> {
  return toLocked(
    await tx.$queryRaw<EventRow[]>`
      SELECT id, county_code, village_code, service_point_id, state, starts_at FROM pickup_event WHERE id = ${eventId} FOR SHARE`,
  )
}

/** For a change of the event itself: waits until no desk is in the middle of an act. Null: no such event. */
export async function lockEventForChange(tx: Transaction, eventId: number): Promise<LockedEvent | null> {
  return toLocked(
    await tx.$queryRaw<EventRow[]>`
      SELECT id, county_code, village_code, service_point_id, state, starts_at FROM pickup_event WHERE id = ${eventId} FOR UPDATE`,
  )
}
