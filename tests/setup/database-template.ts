/** Once a run: a database with this release's migrations, for every worker to clone. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'

export type TestDatabaseUrls = { owner: string; app: string; reader: string | null; template: string }

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrls: TestDatabaseUrls
  }
}

function migrationsKey(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync('prisma/migrations').sort()) {
    const file = path.join('prisma/migrations', name, 'migration.sql')
    if (name !== 'migration_lock.toml') hash.update(readFileSync(file))
  }
  return hash.update(readFileSync('server/migrate.ts')).digest('hex').slice(0, 10)
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function makeTemplate(urls: { owner: string; app: string; reader: string | null }): Promise<string> {
  const template = `yigou_template_${migrationsKey()}`
  const admin = new pg.Client({ connectionString: urls.owner })
  await admin.connect()
  try {
    await admin.query('SELECT pg_advisory_lock(7201612)')
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (rowCount) return template
    const draft = `${template}_draft`
    await admin.query(`DROP DATABASE IF EXISTS ${draft}`)
    await admin.query(`CREATE DATABASE ${draft}`)
    await migrate({
      owner: withDatabase(urls.owner, draft),
      app: withDatabase(urls.app, draft),
      reader: urls.reader === null ? null : withDatabase(urls.reader, draft),
    })
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
    return template
  } finally {
    await admin.end()
  }
}

let embedded: EmbeddedDatabase | undefined

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.DATABASE_URL
  let urls: { owner: string; app: string; reader: string | null }
  if (external) {
    urls = {
      owner: process.env.DATABASE_OWNER_URL ?? external,
      app: external,
      reader: process.env.DATABASE_READER_URL ?? null,
    }
  } else {
    embedded = await openEmbeddedDatabase(path.resolve('.cache/test-data'))
    urls = embedded.urls
  }
  project.provide('databaseUrls', { ...urls, template: await makeTemplate(urls) })
  return async () => embedded?.stop()
}
