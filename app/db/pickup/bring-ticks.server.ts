import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import {
  type BringTick,
  type BringTickKind,
  isTicked,
  type TickedList,
} from '#app/domain/pickup/bring-ticks.ts'
import type { Transaction } from '../client.server.ts'

/** Whether a household is ticked as of the newest list of its event and village. */
export type Ticked = (kind: BringTickKind, of: { villageCode: string; householdId: number }) => boolean

/** The ticks of some events, by event. */
export async function readBringTicks(
  client: Pick<Transaction, 'bringList' | 'bringTick'>,
  eventIds: readonly number[],
): Promise<(eventId: number) => Ticked> {
  const [lists, ticks] = await Promise.all([
    client.bringList.findMany({
      where: { eventId: { in: [...eventIds] } },
      select: { id: true, eventId: true, villageCode: true, number: true, lines: true },
    }),
    client.bringTick.findMany({
      where: { list: { eventId: { in: [...eventIds] } } },
      orderBy: { id: 'asc' },
      select: { listId: true, householdId: true, kind: true, isDone: true },
    }),
  ])
  const all: (TickedList & { eventId: number; villageCode: string })[] = lists.map((list) => ({
    ...list,
    lines: list.lines as BringLine[],
  }))
  return (eventId) =>
    (kind, { villageCode, householdId }) =>
      isTicked(kind, householdId, {
        lists: all.filter((list) => list.eventId === eventId && list.villageCode === villageCode),
        ticks: ticks as BringTick[],
      })
}
