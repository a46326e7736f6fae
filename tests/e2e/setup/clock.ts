import pg from 'pg'
import { openEmbeddedDatabase } from '#server/embedded-database.ts'

/**
 * Lets days pass for one event: its times move back, so that the clock which counts, the database's, is past its
 * cut-off. Nothing else is touched.
 */
export async function letDaysPass(eventId: number, days: number): Promise<void> {
  await write(
    `UPDATE pickup_event SET starts_at = starts_at - make_interval(days => $2), ends_at = ends_at - make_interval(days => $2),
      cut_off_at = cut_off_at - make_interval(days => $2) WHERE id = $1`,
    [eventId, days],
  )
}

/** Lets the time run out for which a card order's goods are held without money. */
export async function letHoldRunOut(orderId: string): Promise<void> {
  await write(`UPDATE "order" SET held_until = now() - interval '1 second' WHERE id = $1`, [orderId])
}

async function write(sql: string, values: unknown[]): Promise<void> {
  const database = await openEmbeddedDatabase(process.env.E2E_DATA_DIR ?? '')
  const client = new pg.Client({ connectionString: database.urls.app })
  await client.connect()
  try {
    await client.query(sql, values)
  } finally {
    await client.end()
  }
}
