/** Opens the database the settings name: the embedded one, or a PostgreSQL of the county's own. */
import pg from 'pg'
import { publishDatabase, settings } from '#app/config/env.server.ts'
import { openEmbeddedDatabase } from './embedded-database.ts'
import { assertDurable, migrate } from './migrate.ts'

export type OpenDatabase = {
  /** Null when it answers; else what is wrong. */
  notReady: () => Promise<string | null>
  stop: () => Promise<void>
}

async function answers(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return null
  } catch {
    return 'the database does not answer'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Opens, migrates and checks the database, and tells the app where it is. Throws if any of it fails. */
export async function openDatabase(): Promise<OpenDatabase> {
  const { databaseUrl, databaseOwnerUrl, databaseReaderUrl, dataDir } = settings()
  if (databaseUrl === null) {
    const embedded = await openEmbeddedDatabase(dataDir)
    await migrate(embedded.urls)
    await assertDurable(embedded.urls.app)
    publishDatabase(embedded.urls)
    return { notReady: () => answers(embedded.urls.app), stop: embedded.stop }
  }
  await migrate({ owner: databaseOwnerUrl ?? databaseUrl, app: databaseUrl, reader: databaseReaderUrl })
  await assertDurable(databaseUrl)
  return {
    notReady: async () =>
      (await answers(databaseUrl)) ??
      (databaseOwnerUrl === null ? 'ledger not protected from its own role: set DATABASE_OWNER_URL' : null),
    stop: async () => {},
  }
}
