import pg from 'pg'

/**
 * Runs statements as the tables' owner with triggers and checks out of the way: the only way a breach gets in, and
 * so how a test plants one. `loosened` names tables whose triggers, checks and unique keys are dropped first.
 */
export async function asOwner(ownerUrl: string, loosened: string[], statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const table of loosened) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
      const { rows } = await client.query<{ name: string }>(
        "SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'",
        [table],
      )
      for (const { name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
    }
    for (const statement of statements) await client.query(statement)
    for (const table of loosened) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  } finally {
    await client.end()
  }
}
