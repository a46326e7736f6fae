/**
 * Whom a list of what to bring was told, and whose goods were fetched.
 * Invariant: a tick stands only while the newest list says of the household what the ticked one said.
 */
import { type BringLine, bringContent } from './bring-list.ts'

export const BRING_TICK_KINDS = ['told', 'fetched'] as const
export type BringTickKind = (typeof BRING_TICK_KINDS)[number]

export type BringTick = { listId: number; householdId: number; kind: BringTickKind; isDone: boolean }

/** The lists of one event and village, in any order. */
export type TickedList = { id: number; number: number; lines: readonly BringLine[] }

/** Whether a household is ticked as of the newest list. `ticks` are in the order in which they were made. */
export function isTicked(
  kind: BringTickKind,
  householdId: number,
  { lists, ticks }: { lists: readonly TickedList[]; ticks: readonly BringTick[] },
): boolean {
  const newest = [...lists].sort((a, b) => b.number - a.number)[0]
  const of = new Set(lists.map(({ id }) => id))
  const last = ticks
    .filter((tick) => tick.kind === kind && tick.householdId === householdId && of.has(tick.listId))
    .at(-1)
  if (!newest || !last?.isDone) return false
  const saidOn = (list: TickedList | undefined) =>
    bringContent((list?.lines ?? []).filter((line) => line.householdId === householdId))
  return saidOn(newest) === saidOn(lists.find(({ id }) => id === last.listId))
}
