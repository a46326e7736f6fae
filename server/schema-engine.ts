/**
 * Prisma's schema engine as WebAssembly, run under plain Node. It writes the SQL of the whole schema, from which
 * migrations are drafted and against which they are checked. Applying migrations is `server/migrate.ts`.
 */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'

type Schemas = { files: { path: string; content: string }[] }
type DiffSide = { tag: 'empty' } | { tag: 'schemaDatamodel'; files: Schemas['files'] }
type SchemaEngine = {
  diff(input: {
    from: DiffSide
    to: DiffSide
    script: boolean
    shadowDatabaseUrl: null
    exitCode: null
    filters: { externalTables: string[]; externalEnums: string[] }
  }): Promise<{ exitCode: number; stdout: string | null }>
}

const SCHEMA_DIR = 'prisma/schema'

async function readSchemas(): Promise<Schemas['files']> {
  const names = (await readdir(SCHEMA_DIR)).filter((n) => n.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(SCHEMA_DIR, name), 'utf8') })),
  )
}

async function loadEngine(pool: pg.Pool, files: Schemas['files']): Promise<SchemaEngine> {
  const require = createRequire(import.meta.url)
  // Without a registry the engine's panics hide themselves.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      message: '',
      set_message(text: string) {
        this.message = text
      },
      get() {
        return this.message
      },
    },
  })
  const dir = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
  const bg = await import(path.join(dir, 'schema_engine_bg.js'))
  const { instance } = await WebAssembly.instantiate(
    await readFile(path.join(dir, 'schema_engine_bg.wasm')),
    {
      './schema_engine_bg.js': bg,
    },
  )
  bg.__wbg_set_wasm(instance.exports)
  const begin = instance.exports.__wbindgen_start
  if (typeof begin === 'function') begin()
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  return bg.SchemaEngine.new({ datamodels: files.map((f) => [f.path, f.content]) }, () => {}, factory)
}

/**
 * The SQL that makes `prisma/schema` from nothing, as Prisma would: what the migrations must add up to.
 * The engine wants a database that answers at `databaseUrl`, and changes nothing there.
 */
export async function schemaSql(databaseUrl: string): Promise<string> {
  const files = await readSchemas()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  try {
    const engine = await loadEngine(pool, files)
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout ?? ''
  } finally {
    await pool.end()
  }
}
