/** What was ordered before there were placements is found, replayed and audited as what came after. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { withDatabase } from '#tests/setup/database-template.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

const test = useDatabase({ per: 'file' })
const MIGRATIONS = 'prisma/migrations'
const PLACEMENTS = '20261125040000_placements'

async function apply(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names)
    await client.query(readFileSync(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8'))
}

it('gives every order placed ahead its placement, under the order’s own id', async () => {
  const before = readdirSync(MIGRATIONS)
    .filter((name) => /^\d/.test(name) && name < PLACEMENTS)
    .sort()
  const owner = new pg.Client({ connectionString: test.urls.owner })
  await owner.connect()
  const name = `yigou_placements_${process.pid}`
  await owner.query(`CREATE DATABASE ${name}`)
  const client = new pg.Client({ connectionString: withDatabase(test.urls.owner, name) })
  await client.connect()
  try {
    await apply(client, before)
    const [ahead, walkUp, basket, line] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
    await client.query(
      `INSERT INTO pickup_event (id, county_code, title, village_code, place, starts_at, ends_at, cut_off_at, capacity_orders, state)
       VALUES (1, '510981000000', 't', '510981100212', 'p', now(), now() + interval '1 hour', now(), 9, 'open')`,
    )
    await client.query(`INSERT INTO basket (id, account_id, placed_at) VALUES ($1, 7, now())`, [basket])
    await client.query(
      `INSERT INTO "order" (id, county_code, kind, account_id, agency_id, capacity, pay_by, pickup_code, placement_key, content_hash,
         basket_id, placed_at, total_fen) VALUES
       ($1, '510981000000', 'ahead', 7, NULL, 'personal', 'desk', '123456', 'key-1', 'hash-1', $3, '2026-11-01T00:00:00Z', 100),
       ($2, '510981000000', 'walk-up', NULL, NULL, 'personal', 'desk', NULL, $4, 'hash-2', NULL, now(), 100)`,
      [ahead, walkUp, basket, walkUp],
    )
    await client.query(
      `INSERT INTO order_line (id, order_id, county_code, line_number, offer_id, product_id, village_code, event_id, state, quantity,
         ordered_by, priced_by, unit_price_fen, reference_price_fen, held_amount_fen, held_base_fen)
       SELECT i, o, '510981000000', 1, 1, 1, '510981100212', 1, 'placed', 1, 'piece', 'piece', 100, 100, 100, 100
       FROM unnest($1::uuid[], $2::uuid[]) AS w (i, o)`,
      [
        [line, randomUUID()],
        [ahead, walkUp],
      ],
    )
    await client.query(
      `INSERT INTO dispatch_record (order_id, county_code, rule_version, inputs, plan) VALUES ($1, '510981000000', 'v', '{"in":1}', '{}')`,
      [ahead],
    )
    await apply(client, [PLACEMENTS])
    const placements = await client.query(
      `SELECT id, account_id, placement_key, content_hash, basket_id, placed_at FROM placement`,
    )
    expect(placements.rows).toEqual([
      {
        id: ahead,
        account_id: 7,
        placement_key: 'key-1',
        content_hash: 'hash-1',
        basket_id: basket,
        placed_at: new Date('2026-11-01T00:00:00Z'),
      },
    ])
    const lines = await client.query(`SELECT order_id, placement_id FROM order_line ORDER BY order_id`)
    expect(new Map(lines.rows.map((row) => [row.order_id, row.placement_id]))).toEqual(
      new Map([
        [ahead, ahead],
        [walkUp, null],
      ]),
    )
    const records = await client.query(`SELECT placement_id, inputs FROM dispatch_record`)
    expect(records.rows).toEqual([{ placement_id: ahead, inputs: { in: 1 } }])
    await expect(client.query(`UPDATE placement SET account_id = 8`)).rejects.toThrow(/only ever added to/)
  } finally {
    await client.end()
    await owner.query(`DROP DATABASE IF EXISTS ${name}`)
    await owner.end()
  }
})
