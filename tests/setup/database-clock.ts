import pg from 'pg'
import { disconnect } from '#app/db/client.server.ts'

export type DatabaseClock = { set: (instant: Date) => Promise<void>; close: () => Promise<void> }

/**
 * Puts a clock of the test's own before the database's, and its sessions into a time zone: what a statement asks by
 * `clock_timestamp()` is what was set last. Statements of the product stay as they are; only the name is found first.
 */
export async function takeDatabaseClock(ownerUrl: string, timeZone: string): Promise<DatabaseClock> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const name = client.escapeIdentifier(new URL(ownerUrl).pathname.slice(1))
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS test_clock;
    CREATE TABLE IF NOT EXISTS test_clock.hand (at timestamptz);
    CREATE OR REPLACE FUNCTION test_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      'SELECT coalesce((SELECT at FROM test_clock.hand), pg_catalog.clock_timestamp())';
    GRANT USAGE ON SCHEMA test_clock TO PUBLIC;
    GRANT SELECT ON test_clock.hand TO PUBLIC;
    ALTER DATABASE ${name} SET search_path = test_clock, public, pg_catalog;
    ALTER DATABASE ${name} SET timezone = ${client.escapeLiteral(timeZone)}`)
  // Settings of a database hold for connections made afterwards.
  await disconnect()
  return {
    set: async (instant) => {
      await client.query('TRUNCATE test_clock.hand')
      await client.query('INSERT INTO test_clock.hand VALUES ($1)', [instant.toISOString()])
    },
    close: () => client.end(),
  }
}
