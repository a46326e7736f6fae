import { tickItems } from '#app/db/intake/import-items.server.ts'
import { findRound, lockRound } from '#app/db/intake/import-round.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { ItemGroup, ItemKind } from '#app/domain/people/roster-items.ts'

/** The pieces shown on a page with those of them that are ticked, or all of a heading at once. */
export type TickInput = { roundId: string } & (
  | { shown: number[]; ticked: number[] }
  | { group: ItemGroup; kind: ItemKind | null; isTicked: boolean }
)

/** Sets the ticks of a round that was looked at and is not in line yet. */
export async function tickImportItems(
  actor: Actor,
  scope: Scope,
  input: TickInput,
): Promise<Verdict<null, 'not-allowed' | 'not-found' | 'import-applied'>> {
  if (!can(actor, 'import:apply')) return refuse('not-allowed')
  return inTransaction(async (tx) => {
    const found = await findRound(tx, scope, input.roundId)
    if (found === null) return refuse('not-found')
    if ((await lockRound(tx, found.id)) !== 'previewed') return refuse('import-applied')
    if ('group' in input) {
      await tickItems(tx, found.id, { group: input.group, kind: input.kind }, input.isTicked)
    } else {
      const ticked = new Set(input.ticked)
      const unticked = input.shown.filter((number) => !ticked.has(number))
      await tickItems(tx, found.id, { numbers: input.ticked }, true)
      await tickItems(tx, found.id, { numbers: unticked }, false)
    }
    return accept(null)
  })
}
