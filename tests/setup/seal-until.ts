import { expect, vi } from 'vitest'
import { sealBooks } from '#app/commands/ledger/seal-books.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'

/** Seals until `rows` rows are sealed: other tests' transactions on the same server hold sealing back a moment. */
export async function sealUntil(rows: number): Promise<void> {
  await vi.waitFor(
    async () => {
      await sealBooks(SYSTEM_ACTOR)
      expect(await database().seal.count()).toBe(rows)
    },
    { timeout: 60_000, interval: 50 },
  )
}
