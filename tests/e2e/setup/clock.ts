import pg from 'pg'
import { openEmbeddedDatabase } from '#server/embedded-database.ts'

/**
 * Lets days pass for one event: its times move back, so that the clock which counts, the database's, is past its
 * cut-off. Nothing else is touched.
 */
export async function letDaysPass(eventId: number, days: number): Promise<void> {
  const database = await openEmbeddedDatabase(process.env.E2E_DATA_DIR ?? '')
  const client = new pg.Client({ connectionString: database.urls.app })
  await client.connect()
  try {
    await client.query(
      `UPDATE pickup_event SET starts_at = starts_at - make_interval(days => $2), ends_at = ends_at - make_interval(days => $2),
        cut_off_at = cut_off_at - make_interval(days => $2) WHERE id = $1`,
      [eventId, days],
    )
  } finally {
    await client.end()
  }
}
