import type { Transaction } from '#app/db/client.server.ts'
import type { Difference } from '#app/domain/audit/findings.ts'

/** One named invariant over the live database. `run` sees a single snapshot and writes nothing. */
export type AuditCheck = {
  name: string
  run: (tx: Transaction) => Promise<{ checked: number; differences: Difference[] }>
}

type Row = { what: string; expected: unknown; found: unknown }

/** A check made of a count of what it looks at and a statement that lists what disagrees. */
export function sqlCheck(
  name: string,
  count: (tx: Transaction) => Promise<{ count: bigint }[]>,
  disagreeing: (tx: Transaction) => Promise<Row[]>,
): AuditCheck {
  return {
    name,
    run: async (tx) => {
      const [counted] = await count(tx)
      const rows = await disagreeing(tx)
      return {
        checked: Number(counted?.count ?? 0n),
        differences: rows.map((r) => ({
          what: r.what,
          expected: String(r.expected),
          found: String(r.found),
        })),
      }
    },
  }
}
