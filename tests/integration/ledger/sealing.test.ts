import pg from 'pg'
import { beforeEach, expect, it } from 'vitest'
import { sealBooks } from '#app/commands/ledger/seal-books.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { seedGround } from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { sealUntil } from '#tests/setup/seal-until.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

const test = useDatabase()
beforeEach(seedGround)

const sealedRows = () =>
  database().seal.findMany({
    orderBy: { id: 'asc' },
    select: { rowKind: true, rowId: true, book: true, voucherNumber: true },
  })

it('gives ascending numbers without a gap, a book each, and seals nothing twice', async () => {
  await seedSettledSale()
  await sealUntil(5)
  await seedSettledSale()
  await sealUntil(10)
  expect(await sealBooks(SYSTEM_ACTOR)).toBe(0)
  const rows = await sealedRows()
  expect(rows.filter((r) => r.book === 'sales').map((r) => r.voucherNumber)).toEqual([1, 2, 3, 4])
  expect(rows.filter((r) => r.book === 'audit').map((r) => r.voucherNumber)).toEqual([1, 2, 3, 4, 5, 6])
})

it('leaves out what an older transaction may still come before, and takes it up once that has ended', async () => {
  const slow = new pg.Client({ connectionString: test.urls.app })
  await slow.connect()
  await slow.query('BEGIN')
  await slow.query('SELECT pg_current_xact_id()')
  await seedSettledSale()
  expect(await sealBooks(SYSTEM_ACTOR)).toBe(0)
  await slow.query('COMMIT')
  await slow.end()
  await sealUntil(5)
})

it('is one chain when several processes seal at once', async () => {
  for (let i = 0; i < 3; i++) await seedSettledSale()
  await Promise.all(Array.from({ length: 6 }, () => sealBooks(SYSTEM_ACTOR)))
  await sealUntil(15)
  expect((await runAudit()).checks.filter((c) => !c.ok)).toEqual([])
})
