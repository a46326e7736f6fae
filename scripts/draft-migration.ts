/** `npm run migration`: prints the SQL of the whole schema, from which the next migration is drafted by hand. */

import { settings } from '#app/config/env.server.ts'
import { openDatabase } from '#server/open-database.ts'
import { schemaSql } from '#server/schema-engine.ts'

const database = await openDatabase()
try {
  process.stdout.write(await schemaSql(settings().databaseUrl ?? ''))
} finally {
  await database.stop()
}
