import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { withDatabase } from './database-template.ts'

export type TestDatabase = {
  /** Logins to this test's own database. `owner` may do what the application must not. */
  urls: { owner: string; app: string; reader: string }
  /** False where the machine's PostgreSQL was given no owner of its own: then the ledger is not protected. */
  hasSeparateOwner: boolean
}

/** A pool that was closed may still be leaving; the owner can't end another role's connections. */
async function dropWhenLeft(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`DROP DATABASE IF EXISTS ${name}`)
      return
    } catch (error) {
      if (attempt === 100) throw error
      await pause(20)
    }
  }
}

async function clone(): Promise<{ database: TestDatabase; drop: () => Promise<void> }> {
  const urls = inject('databaseUrls')
  const name = `yigou_test_${process.pid}_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: urls.owner })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${urls.template}`)
  const own = {
    owner: withDatabase(urls.owner, name),
    app: withDatabase(urls.app, name),
    reader: withDatabase(urls.reader ?? urls.app, name),
  }
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-test-'))
  process.env.DATA_DIR = dataDir
  publishDatabase(own)
  return {
    database: { urls: own, hasSeparateOwner: new URL(urls.owner).username !== new URL(urls.app).username },
    drop: async () => {
      await disconnect()
      await dropWhenLeft(admin, name)
      await admin.end()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Gives each test (or with `per: 'file'` all tests of the file) a migrated database of its own.
 * The returned object is filled in before each test runs.
 */
export function useDatabase(options: { per: 'test' | 'file' } = { per: 'test' }): TestDatabase {
  const current = { urls: { owner: '', app: '', reader: '' }, hasSeparateOwner: false }
  let drop: (() => Promise<void>) | undefined
  const open = async () => {
    const made = await clone()
    Object.assign(current, made.database)
    drop = made.drop
  }
  const close = async () => {
    await drop?.()
    drop = undefined
  }
  if (options.per === 'file') {
    beforeAll(open)
    afterAll(close)
  } else {
    beforeEach(open)
    afterEach(close)
  }
  return current
}
