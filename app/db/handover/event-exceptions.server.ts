/** Differences that an event closes with: raised with an owner and a day, settled once. */
import { addDays, civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'

/** So long an owner has to look into it. */
export const EXCEPTION_DAYS = 14

export type NewException =
  | { kind: 'cash-difference'; cashCountId: number; amountFen: number; reason: string }
  | { kind: 'handed-over-unpaid'; orderId: string; amountFen: number; reason: string }

/** Who may look into an event's differences: offices of its village, town and county, by account. */
export async function readOwners(
  tx: Pick<Transaction, '$queryRaw'>,
  eventId: number,
): Promise<{ accountId: number; role: string; nameSealed: string }[]> {
  return tx.$queryRaw`
    SELECT DISTINCT ON (r.account_id) r.account_id AS "accountId", r.role, a.name_sealed AS "nameSealed"
    FROM assignment r JOIN account a ON a.id = r.account_id AND a.ended_at IS NULL
    JOIN pickup_event e ON e.id = ${eventId}::int
    JOIN division v ON v.code = e.village_code JOIN division t ON t.code = v.parent_code
    WHERE r.ended_at IS NULL AND r.role IN ('organizer', 'village-lead', 'town-desk', 'county-office')
      AND r.scope_code IN (v.code, t.code, t.parent_code)
    ORDER BY r.account_id, r.role`
}

/** Raises an exception of a held event. False where its owner is nobody of the event's offices. */
export async function raiseException(
  tx: Transaction,
  event: LockedEvent,
  exception: NewException,
  by: { actorId: number; ownerId: number | null },
): Promise<boolean> {
  const ownerId = by.ownerId ?? by.actorId
  if (ownerId !== by.actorId) {
    const owners = await readOwners(tx, event.id)
    if (!owners.some(({ accountId }) => accountId === ownerId)) return false
  }
  await tx.eventException.create({
    data: {
      ...exception,
      amountFen: BigInt(exception.amountFen),
      countyCode: event.countyCode,
      eventId: event.id,
      ownerId,
      dueOn: toDateColumn(addDays(civilDateOf(new Date()), EXCEPTION_DAYS)),
      raisedBy: by.actorId,
    },
    select: { id: true },
  })
  return true
}
