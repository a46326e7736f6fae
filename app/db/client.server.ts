/** The two database clients: one that commands write with, one that queries can only read with. */
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { settings } from '#app/config/env.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { withOptions } from './connection-options.ts'
import { Prisma, PrismaClient } from './generated/client.ts'
import { createStatementNames } from './statement-names.ts'

export type Database = PrismaClient
/** What may be used inside a transaction; outside one it is the client itself. */
export type Transaction = Prisma.TransactionClient

/** One login's connections, shared by Prisma and by statements of our own. */
type Connections = { prisma: PrismaClient; pool: pg.Pool; nameOf: (text: string) => string }

const kept = globalThis as unknown as { yigouWriter?: Connections; yigouReader?: Connections }

function connect(url: string, options: { max: number; readOnly: boolean }): Connections {
  const nameOf = createStatementNames()
  // Prisma writes an instant in UTC without saying so, and drops the offset of what it reads.
  const ours = `-c timezone=UTC${options.readOnly ? ' -c default_transaction_read_only=on' : ''}`
  const pool = new pg.Pool({ ...withOptions(url, ours), max: options.max })
  // A connection that breaks while nobody uses it is replaced by the next that somebody needs.
  pool.on('error', () => {})
  // Planning a page's statement takes longer than running it.
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) })
  return { prisma: new PrismaClient({ adapter }), pool, nameOf }
}

/** The client of commands and jobs: the application's role. */
export function database(): PrismaClient {
  if (!kept.yigouWriter) {
    const url = settings().databaseUrl
    invariant(url !== null, 'the database is opened before it is used')
    kept.yigouWriter = connect(url, { max: 12, readOnly: false })
  }
  return kept.yigouWriter.prisma
}

function reader(): Connections {
  if (!kept.yigouReader) {
    const url = settings().databaseReaderUrl ?? settings().databaseUrl
    invariant(url !== null, 'the database is opened before it is used')
    kept.yigouReader = connect(url, { max: 8, readOnly: true })
  }
  return kept.yigouReader
}

/** The client of queries: a login that can only read, or where there is none, read-only transactions. */
export function readDatabase(): PrismaClient {
  return reader().prisma
}

/**
 * The rows of a statement written by hand, asked as a reader and not by way of Prisma, which would cost a visitor's
 * page some 6 % more (decision 0010). Values come as `pg` reads them, JSON read already.
 */
export async function readRows<Row extends object>({ text, values }: Prisma.Sql): Promise<Row[]> {
  const { pool, nameOf } = reader()
  const { rows } = await pool.query<Row>({ name: nameOf(text), text, values })
  return rows
}

/** Closes both clients, at the end of the process or between the databases of two tests. */
export async function disconnect(): Promise<void> {
  const connections = [kept.yigouWriter, kept.yigouReader].flatMap((each) => each ?? [])
  delete kept.yigouWriter
  delete kept.yigouReader
  await Promise.all(connections.map(({ prisma }) => prisma.$disconnect()))
  await Promise.all(connections.map(({ pool }) => pool.end()))
}

export { Prisma }
