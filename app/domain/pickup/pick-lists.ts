/**
 * What is promised at an event, seen by household, by order, by product, or as a table of two of them.
 * Invariant: every part is in one row and one column of each view, so that all views add up to the same totals.
 */

/** A part of an order line that one household brings. `goods` is a key of what is counted alike: one product in one unit. */
export type PromisedPart = { orderId: string; householdId: number; goods: string; quantity: number }

/** Parts by a key, in the order in which the keys first come. */
export function groupParts<Part, Key>(parts: readonly Part[], keyOf: (part: Part) => Key): Map<Key, Part[]> {
  const groups = new Map<Key, Part[]>()
  for (const part of parts) {
    const group = groups.get(keyOf(part))
    if (group) group.push(part)
    else groups.set(keyOf(part), [part])
  }
  return groups
}

/** How much of each goods, pieces or grams. */
export function goodsTotals(
  parts: readonly Pick<PromisedPart, 'goods' | 'quantity'>[],
): { goods: string; quantity: number }[] {
  return [...groupParts(parts, ({ goods }) => goods)].map(([goods, same]) => ({
    goods,
    quantity: totalQuantity(same),
  }))
}

/** `householdId` is null where a row is of all households together. */
export type CrossRow = {
  householdId: number | null
  goods: string
  total: number
  /** By order; an order that has nothing of the row is not in it. */
  cells: Map<string, number>
}

/** Products, or what each household brings, by orders: a row is always of one goods, since what is counted otherwise can't be added. */
export function crossTable(parts: readonly PromisedPart[], rows: 'product' | 'household'): CrossRow[] {
  const householdOf = (part: PromisedPart) => (rows === 'household' ? part.householdId : null)
  return [...groupParts(parts, (part) => `${householdOf(part)} ${part.goods}`).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const cells = [...groupParts(same, ({ orderId }) => orderId)].map(
      ([orderId, own]) => [orderId, totalQuantity(own)] as const,
    )
    return [
      {
        householdId: householdOf(first),
        goods: first.goods,
        total: totalQuantity(same),
        cells: new Map(cells),
      },
    ]
  })
}

/** In what order orders are packed along the stalls: by the first stall they need, then the last, then their number. */
export function packingOrder<Order extends { id: string; number: number }>(
  orders: readonly Order[],
  parts: readonly Pick<PromisedPart, 'orderId' | 'householdId'>[],
  stallOf: ReadonlyMap<number, number>,
): Order[] {
  const stalls = new Map(
    [...groupParts(parts, ({ orderId }) => orderId)].map(([orderId, own]) => {
      const needed = own.map(({ householdId }) => stallOf.get(householdId) ?? 0)
      return [orderId, { first: Math.min(...needed), last: Math.max(...needed) }]
    }),
  )
  const none = { first: 0, last: 0 }
  return [...orders].sort((a, b) => {
    const [of, to] = [stalls.get(a.id) ?? none, stalls.get(b.id) ?? none]
    return of.first - to.first || of.last - to.last || a.number - b.number
  })
}

function totalQuantity(parts: readonly { quantity: number }[]): number {
  return parts.reduce((sum, { quantity }) => sum + quantity, 0)
}
