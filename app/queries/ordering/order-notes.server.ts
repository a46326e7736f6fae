/** What of an order's placements its own page tells: when more was added, and the buyer's notes of whom it is for. */
import { readDatabase } from '#app/db/client.server.ts'
import { openForWhom } from '#app/db/ordering/put-goods.server.ts'
import { joinForWhom } from '#app/domain/ordering/for-whom.ts'

type PlacedLine = { offerId: number; placementId: string | null }

export type OrderNotes = {
  /** Oldest first, the placement that opened the order left out. */
  addedAt: string[]
  /** The notes on these lines as one; empty for none. */
  forWhomOf: (lines: readonly PlacedLine[]) => string
}

/** Of an order's lines in the order of their numbers. A placed basket stays as it was, and its notes with it. */
export async function readOrderNotes(lines: readonly PlacedLine[]): Promise<OrderNotes> {
  const ids = [...new Set(lines.flatMap((line) => line.placementId ?? []))]
  const placements = await readDatabase().placement.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      placedAt: true,
      basket: {
        select: {
          lines: { where: { forWhomSealed: { not: null } }, select: { offerId: true, forWhomSealed: true } },
        },
      },
    },
  })
  const notes = new Map<string, string>()
  for (const { id, basket } of placements) {
    for (const { offerId, forWhomSealed } of basket?.lines ?? []) {
      notes.set(noteKey({ placementId: id, offerId }), openForWhom(forWhomSealed))
    }
  }
  return {
    addedAt: ids
      .slice(1)
      .flatMap((id) => placements.find((placement) => placement.id === id)?.placedAt.toISOString() ?? []),
    forWhomOf: (some) =>
      [...new Set(some.map(noteKey))].reduce((whole, key) => joinForWhom(whole, notes.get(key) ?? ''), ''),
  }
}

function noteKey({ placementId, offerId }: PlacedLine): string {
  return `${placementId} ${offerId}`
}
