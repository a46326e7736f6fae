/**
 * Applies `prisma/migrations` in order, each once and in one transaction, and writes Prisma's own bookkeeping table,
 * so that `prisma migrate deploy` agrees elsewhere. Then gives each role its privileges.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'

const MIGRATIONS_DIR = path.resolve('prisma/migrations')
const MIGRATION_LOCK = 7_201_611

/** Tables the application's role may only add to. The guards migration refuses the rest by trigger as well. */
export const APPEND_ONLY_TABLES = [
  'journal',
  'posting',
  'seal',
  'activity_record',
  'desk_operation',
  'handover',
  'shortfall',
  'payment',
  'cash_count',
  'event_signature',
  'placement',
  'dispatch_record',
  'prepayment',
  'provider_event',
  'invoice_request',
  'invoice_issue',
  'agency_statement',
  'agency_statement_line',
  'reference_price',
  'lot_evidence',
  'lot_change',
  'declared_day',
] as const

type Migration = { name: string; sql: string; checksum: string }

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true })
  const names = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`

async function applyAll(client: pg.Client): Promise<string[]> {
  await client.query(BOOKKEEPING)
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  )
  const known = new Map(rows.map((r) => [r.migration_name, r.checksum]))
  const applied: string[] = []
  for (const migration of await readMigrations()) {
    const before = known.get(migration.name)
    if (before === migration.checksum) continue
    if (before !== undefined)
      throw new Error(`Migration ${migration.name} was changed after it had been applied.`)
    await client.query('BEGIN')
    try {
      await client.query(migration.sql)
      await client.query(
        'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
        [randomUUID(), migration.checksum, migration.name],
      )
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    }
    applied.push(migration.name)
  }
  return applied
}

function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}

async function grant(client: pg.Client, appRole: string, readerRole: string | null): Promise<void> {
  const app = client.escapeIdentifier(appRole)
  const appendOnly = APPEND_ONLY_TABLES.map((t) => client.escapeIdentifier(t)).join(', ')
  await client.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${app};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${app};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${app};
    REVOKE UPDATE, DELETE, TRUNCATE ON ${appendOnly} FROM ${app};
    REVOKE ALL ON _prisma_migrations FROM ${app};
    GRANT SELECT ON _prisma_migrations TO ${app};`)
  if (readerRole === null) return
  const reader = client.escapeIdentifier(readerRole)
  await client.query(`GRANT USAGE ON SCHEMA public TO ${reader};
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader};`)
}

/**
 * Brings a database to this release's schema. `owner` owns the tables; where `app` is another role it gets what the
 * server needs and no more, and `reader` may only read. Returns the names of the migrations applied now.
 */
export async function migrate(urls: {
  owner: string
  app: string
  reader: string | null
}): Promise<string[]> {
  const client = new pg.Client({ connectionString: urls.owner })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await applyAll(client)
    const [owner, app] = [roleOf(urls.owner), roleOf(urls.app)]
    const reader = urls.reader === null ? null : roleOf(urls.reader)
    if (owner !== app) await grant(client, app, reader === app || reader === owner ? null : reader)
    return applied
  } finally {
    await client.end()
  }
}

/** Refuses a database that might lose what it acknowledged. Throws naming the setting. */
export async function assertDurable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name])
      if (rows[0]?.value === 'off')
        throw new Error(`The database has ${name} off; it could lose what it confirmed.`)
    }
  } finally {
    await client.end()
  }
}
