/** The two database clients: one that commands write with, one that queries can only read with. */
import { PrismaPg } from '@prisma/adapter-pg'
import { settings } from '#app/config/env.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { Prisma, PrismaClient } from './generated/client.ts'
import { createStatementNames } from './statement-names.ts'

export type Database = PrismaClient
/** What may be used inside a transaction; outside one it is the client itself. */
export type Transaction = Prisma.TransactionClient

const clients = globalThis as unknown as { yigouWriter?: PrismaClient; yigouReader?: PrismaClient }

function connect(url: string, options: { max: number; readOnly: boolean }): PrismaClient {
  const nameOf = createStatementNames()
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.max,
      ...(options.readOnly ? { options: '-c default_transaction_read_only=on' } : {}),
    },
    // Planning a page's statement takes longer than running it.
    { statementNameGenerator: ({ sql }) => nameOf(sql) },
  )
  return new PrismaClient({ adapter })
}

/** The client of commands and jobs: the application's role. */
export function database(): PrismaClient {
  if (!clients.yigouWriter) {
    const url = settings().databaseUrl
    invariant(url !== null, 'the database is opened before it is used')
    clients.yigouWriter = connect(url, { max: 12, readOnly: false })
  }
  return clients.yigouWriter
}

/** The client of queries: a login that can only read, or where there is none, read-only transactions. */
export function readDatabase(): PrismaClient {
  if (!clients.yigouReader) {
    const url = settings().databaseReaderUrl ?? settings().databaseUrl
    invariant(url !== null, 'the database is opened before it is used')
    clients.yigouReader = connect(url, { max: 8, readOnly: true })
  }
  return clients.yigouReader
}

/** Closes both clients, at the end of the process or between the databases of two tests. */
export async function disconnect(): Promise<void> {
  await Promise.all([clients.yigouWriter?.$disconnect(), clients.yigouReader?.$disconnect()])
  delete clients.yigouWriter
  delete clients.yigouReader
}

export { Prisma }
