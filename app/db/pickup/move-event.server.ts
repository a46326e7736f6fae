import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedEvent } from './lock-event.server.ts'

/**
 * Writes an event's next state, if the event is still in the state it was read in and the database's clock allows it:
 * orders open only before the cut-off, the cut-off comes only after it, and a desk opens on the event's day at the
 * earliest. Recorded in the same transaction. False, with nothing written, if it does not hold.
 */
export async function moveEvent(
  tx: Transaction,
  event: Pick<LockedEvent, 'id' | 'countyCode' | 'villageCode' | 'state'>,
  to: PickupEventState,
  actorId: number | null,
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE pickup_event SET state = ${to}
    WHERE id = ${event.id} AND state = ${event.state} AND CASE ${to}
      WHEN 'open' THEN cut_off_at > clock_timestamp()
      WHEN 'cut-off' THEN cut_off_at <= clock_timestamp()
      WHEN 'running' THEN (starts_at AT TIME ZONE 'Asia/Shanghai')::date <= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
      ELSE true END`
  if (moved === 0) return false
  await recordActivity(tx, {
    countyCode: event.countyCode,
    actorId,
    act: 'event:move',
    subjectKind: 'event',
    subjectId: event.id,
    scopeCode: event.villageCode,
    facts: { from: event.state, to },
  })
  return true
}
