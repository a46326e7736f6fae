/**
 * Which lots bring what is asked of an offer at several events.
 * Invariant: no lot group brings more than it has, nor to an event it can't be brought to; every event gets what is asked.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { AgainLine, LotGroup } from './again.ts'

/** How much lots bring together of goods to an event: at least what is taken there. */
export type Supplied = { goods: string; event: number; lotIds: number[]; quantity: number }

/** Which lots bring what is sent; null if they can't. `sent` names the event of each line, null for none. */
export function suppliesOf(
  groups: ReadonlyMap<string, readonly LotGroup[]>,
  sent: readonly { line: Pick<AgainLine, 'goods' | 'quantity'>; event: number | null }[],
): Supplied[] | null {
  const supplies: Supplied[] = []
  for (const [goods, own] of groups) {
    const asked = new Map<number, number>()
    for (const { line, event } of sent) {
      if (line.goods === goods && event !== null) asked.set(event, (asked.get(event) ?? 0) + line.quantity)
    }
    const brought = bringStock(own, asked)
    if (brought === null) return null
    for (const { group, event, quantity } of brought) {
      const lots = own[group]
      invariant(lots, 'what is brought is of a group')
      supplies.push({ goods, event, lotIds: lots.lotIds, quantity })
    }
  }
  return supplies
}

export type Brought = { group: number; event: number; quantity: number }

/** By group, then event; null if the groups together can't bring it all. `asked` is by event number. */
export function bringStock(
  groups: readonly Pick<LotGroup, 'quantity' | 'events'>[],
  asked: ReadonlyMap<number, number>,
): Brought[] | null {
  const left = groups.map(({ quantity }) => quantity)
  const brought = groups.map(() => new Map<number, number>())
  for (const [event, quantity] of [...asked].sort(([a], [b]) => a - b)) {
    let missing = quantity
    while (missing > 0) {
      const path = pathTo(event, groups, left, brought)
      if (path === null) return null
      missing -= moveAlong(path, missing, left, brought)
    }
  }
  return brought.flatMap((events, group) =>
    [...events]
      .filter(([, quantity]) => quantity > 0)
      .sort(([a], [b]) => a - b)
      .map(([event, quantity]) => ({ group, event, quantity })),
  )
}

/**
 * From a group with something left to the event: each group brings its part to the event at its side, and is relieved
 * by the one before at the event before. Shortest first, so that it ends.
 */
type Path = { group: number; event: number }[]

function pathTo(
  event: number,
  groups: readonly Pick<LotGroup, 'events'>[],
  left: readonly number[],
  brought: readonly ReadonlyMap<number, number>[],
): Path | null {
  const seen = new Set<number>()
  let ends: Path[] = [[{ group: -1, event }]]
  while (ends.length > 0) {
    const next: Path[] = []
    for (const path of ends) {
      const wanted = path[0]?.event ?? event
      for (const [group, { events }] of groups.entries()) {
        if (seen.has(group) || !events.includes(wanted)) continue
        seen.add(group)
        const longer = [{ group, event: wanted }, ...path.filter((step) => step.group >= 0)]
        if ((left[group] ?? 0) > 0) return longer
        for (const [relieved, quantity] of brought[group] ?? []) {
          if (quantity > 0 && relieved !== wanted) next.push([{ group: -1, event: relieved }, ...longer])
        }
      }
    }
    ends = next
  }
  return null
}

/** Moves as much along a path as it holds, `most` at the most; how much that was. */
function moveAlong(path: Path, most: number, left: number[], brought: Map<number, number>[]): number {
  const first = path[0]?.group ?? 0
  const quantity = path
    .slice(1)
    .reduce(
      (least, { group }, i) => Math.min(least, brought[group]?.get(path[i]?.event ?? 0) ?? 0),
      Math.min(most, left[first] ?? 0),
    )
  left[first] = (left[first] ?? 0) - quantity
  path.forEach(({ group, event }, i) => {
    const own = brought[group] ?? new Map<number, number>()
    own.set(event, (own.get(event) ?? 0) + quantity)
    const relieved = path[i - 1]?.event
    if (relieved !== undefined) own.set(relieved, (own.get(relieved) ?? 0) - quantity)
  })
  return quantity
}
