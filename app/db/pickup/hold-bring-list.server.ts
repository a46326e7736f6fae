import { refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import type { Transaction } from '../client.server.ts'
import { lockEventForChange } from './lock-event.server.ts'

export type HeldBringList = {
  id: number
  countyCode: string
  eventId: number
  villageCode: string
  /** Of this list and those before it: who is off the list has to be told so. */
  householdIds: ReadonlySet<number>
}

/**
 * A list that is still the newest of its village, its event held so that no correction and no other tick comes between;
 * only from the cut-off until the desk closes. The caller sees to it that the village is in scope.
 */
export async function holdBringList(
  tx: Transaction,
  listId: number,
): Promise<Verdict<HeldBringList, 'not-found' | 'event-state-changed' | 'bring-list-corrected'>> {
  const list = await tx.bringList.findUnique({
    where: { id: listId },
    select: { id: true, countyCode: true, eventId: true, villageCode: true },
  })
  if (!list) return refuse('not-found')
  const event = await lockEventForChange(tx, list.eventId)
  if (event?.state !== 'cut-off' && event?.state !== 'running') return refuse('event-state-changed')
  const { eventId, villageCode } = list
  const lists = await tx.bringList.findMany({
    where: { eventId, villageCode },
    orderBy: { number: 'asc' },
    select: { id: true, lines: true },
  })
  if (lists.at(-1)?.id !== listId) return refuse('bring-list-corrected')
  const lines = lists.flatMap((one) => one.lines as BringLine[])
  return { ok: true, value: { ...list, householdIds: new Set(lines.map(({ householdId }) => householdId)) } }
}
