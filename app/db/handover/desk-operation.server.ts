/**
 * What every act at a desk shares: the event held and running, in scope, and the act done once however often it is
 * sent. The id is made where the act is made; the database's unique key, not a look-up before it, tells a repeat.
 */
import { createHash } from 'node:crypto'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type Activity, recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { type LockedEvent, lockEventForDesk } from '../pickup/lock-event.server.ts'
import { decideInTransaction } from '../verdict-transaction.server.ts'

export type DeskOperationKind =
  | 'line-settled'
  | 'no-show'
  | 'payment'
  | 'walk-up'
  | 'substitute'
  | 'return'
  | 'undo'
  | 'check-in'
  | 'call'
  | 'top-up'
  | 'cash-count'
  | 'unpaid-owned'

/** What the act comes to, and what of it the activity record says: codes, ids and figures. */
export type DeskOutcome<Value> = { value: Value; facts: NonNullable<Activity['facts']> }

export type DeskOperation = {
  /** A UUID in lower case, put into the form when it was rendered or made on the device. */
  id: string
  eventId: number
  kind: DeskOperationKind
  /** All that the act says, in a fixed order: the same id with other content is refused. */
  content: Record<string, unknown>
}

/** `repeated`: the same act was recorded before, and nothing was done now. */
export type DeskAnswer<Value> = { repeated: false; value: Value } | { repeated: true }

export type DeskOperationRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'operation-id-missing'
  | 'key-reused'
  | 'desk-not-open'
  | 'desk-still-open'
  | 'event-closed'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is a UUID in lower case, as ids of orders, lines and operations are. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

function contentHash({ eventId, kind, content }: DeskOperation): string {
  return createHash('sha256')
    .update(JSON.stringify([eventId, kind, content]))
    .digest('hex')
}

/** Cash is counted when the desk is done; everything else happens while it is open. */
function refuseByState(event: LockedEvent, kind: DeskOperationKind): DeskOperationRefusal | null {
  if (event.state === 'closed' || event.state === 'cancelled') return 'event-closed'
  if (kind === 'cash-count' || kind === 'unpaid-owned')
    return event.state === 'closing' ? null : 'desk-still-open'
  return event.state === 'running' ? null : 'desk-not-open'
}

/** Runs one act at an event's desk in one transaction and records it. A refusal leaves nothing behind. */
export async function inDeskOperation<Value, Code extends string>(
  actor: Actor,
  scope: Scope,
  operation: DeskOperation,
  work: (tx: Transaction, event: LockedEvent) => Promise<Verdict<DeskOutcome<Value>, Code>>,
): Promise<Verdict<DeskAnswer<Value>, Code | DeskOperationRefusal>> {
  if (!can(actor, 'desk:work')) return refuse('not-allowed')
  if (!isUuid(operation.id)) return refuse('operation-id-missing')
  return decideInTransaction<DeskAnswer<Value>, Code | DeskOperationRefusal>(async (tx) => {
    const event = await lockEventForDesk(tx, operation.eventId)
    if (!event || !reaches(scope, event.villageCode)) return refuse('not-found')
    const hash = contentHash(operation)
    const recorded = await tx.deskOperation.createMany({
      data: [
        {
          id: operation.id,
          countyCode: event.countyCode,
          eventId: event.id,
          kind: operation.kind,
          contentHash: hash,
          actorId: actor.accountId,
        },
      ],
      skipDuplicates: true,
    })
    if (recorded.count === 0) return answerRepeat(tx, operation.id, hash)
    const closed = refuseByState(event, operation.kind)
    if (closed) return refuse(closed)
    const verdict = await work(tx, event)
    if (!verdict.ok) return verdict
    await recordActivity(tx, {
      countyCode: event.countyCode,
      actorId: actor.accountId,
      act: `desk:${operation.kind}`,
      subjectKind: 'desk-operation',
      subjectId: operation.id,
      scopeCode: event.villageCode,
      facts: { eventId: event.id, ...verdict.value.facts },
    })
    return accept({ repeated: false, value: verdict.value.value })
  })
}

async function answerRepeat(
  tx: Transaction,
  id: string,
  hash: string,
): Promise<Verdict<{ repeated: true }, 'key-reused'>> {
  const known = await tx.deskOperation.findUniqueOrThrow({ where: { id }, select: { contentHash: true } })
  return known.contentHash === hash ? accept({ repeated: true }) : refuse('key-reused')
}
