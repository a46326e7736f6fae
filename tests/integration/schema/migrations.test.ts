import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { AGENCY_ROLES, DIVISION_ROLES } from '#app/domain/access/roles.ts'
import type { BuyerCapacity, HouseholdCategory as LedgerCategory } from '#app/domain/ledger/journal.ts'
import { MAIL_STATES, NOTICE_KINDS } from '#app/domain/notices/kinds.ts'
import { MAIL_ERRORS } from '#app/domain/notices/mail-tries.ts'
import type { Capacity as OrderCapacity } from '#app/domain/ordering/basket-content.ts'
import { orderLineStates } from '#app/domain/ordering/order-states.ts'
import { asideReasons, bankLineStates, matchKinds, openCauses } from '#app/domain/payment/bank-line.ts'
import { invoiceOutcomes, titleKinds } from '#app/domain/payment/invoice-request.ts'
import { HOUSEHOLD_CATEGORIES } from '#app/domain/people/category.ts'
import { HELP_DAY_READINGS } from '#app/domain/people/county-settings.ts'
import { pickupEventStates } from '#app/domain/pickup/event-states.ts'
import { DECLARED_KINDS } from '#app/domain/pickup/public-holiday.ts'
import { WEEK_READINGS } from '#app/domain/pickup/recurrence.ts'
import { servicePointStates } from '#app/domain/pickup/service-point.ts'
import { locales } from '#app/i18n/generated/runtime.js'
import { APPEND_ONLY_TABLES, migrate } from '#server/migrate.ts'
import { schemaSql } from '#server/schema-engine.ts'
import { withDatabase } from '#tests/setup/database-template.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

const CAPACITIES: readonly BuyerCapacity[] = ['personal', 'union', 'canteen']
/** Each room has the union under its own roof; these lines do not compile unless they are the same. */
const LEDGER_CATEGORIES: readonly LedgerCategory[] = HOUSEHOLD_CATEGORIES
const ORDER_CAPACITIES: readonly OrderCapacity[] = CAPACITIES

const test = useDatabase({ per: 'file' })

async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Tables, columns, keys and indexes by name and definition; what Prisma can't say of indexes is hand-written and left out. */
const CATALOG = `
  SELECT table_name || '.' || column_name AS name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS definition
  FROM information_schema.columns WHERE table_schema = 'public'
    AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations')
  UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND indexdef !~ ' WHERE | NULLS NOT DISTINCT'
  UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
  ORDER BY 1, 2`

async function checkValues(table: string, column: string): Promise<string[]> {
  const rows = await query<{ definition: string }>(
    test.urls.owner,
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`,
    [table],
  )
  const found = rows.find((r) => new RegExp(`\\(${column} = ANY`).test(r.definition))
  return [...(found?.definition.matchAll(/'([^']+)'::text/g) ?? [])].map((match) => match[1] ?? '').sort()
}

describe('the migrations', () => {
  it('add up to prisma/schema', async () => {
    const name = `yigou_schema_${process.pid}`
    await query(test.urls.owner, `CREATE DATABASE ${name}`)
    const fresh = withDatabase(test.urls.owner, name)
    try {
      await query(fresh, await schemaSql(fresh))
      expect(await query(test.urls.owner, CATALOG)).toEqual(await query(fresh, CATALOG))
    } finally {
      await query(test.urls.owner, `DROP DATABASE IF EXISTS ${name}`)
    }
  })

  it('are applied once', async () => {
    expect(await migrate({ ...test.urls })).toEqual([])
  })

  it('let the application add to append-only tables and no more', async () => {
    if (!test.hasSeparateOwner)
      return expect.soft(test.hasSeparateOwner, 'not run: the machine gives no owner of its own').toBe(false)
    const rows = await query<{ table_name: string; privileges: string }>(
      test.urls.owner,
      `SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS privileges FROM information_schema.role_table_grants
       WHERE grantee = $1 AND table_name = ANY ($2) GROUP BY table_name`,
      [decodeURIComponent(new URL(test.urls.app).username), [...APPEND_ONLY_TABLES]],
    )
    expect(rows.length).toBe(APPEND_ONLY_TABLES.length)
    expect(new Set(rows.map((r) => r.privileges))).toEqual(new Set(['INSERT SELECT']))
  })
})

describe('the database’s checks and the domain’s unions', () => {
  it.each([
    ['household_state', 'category', HOUSEHOLD_CATEGORIES],
    ['posting', 'category', LEDGER_CATEGORIES],
    ['posting', 'capacity', CAPACITIES],
    ['"order"', 'capacity', ORDER_CAPACITIES],
    ['pickup_event', 'state', pickupEventStates],
    ['order_line', 'state', orderLineStates],
    ['bank_line', 'state', bankLineStates],
    ['bank_line', 'open_cause', openCauses],
    ['bank_line', 'match_kind', matchKinds],
    ['bank_line', 'aside_reason', asideReasons],
    ['invoice_request', 'title_kind', titleKinds],
    ['invoice_issue', 'outcome', invoiceOutcomes],
    ['assignment', 'role', [...AGENCY_ROLES, ...DIVISION_ROLES]],
    ['invitation', 'role', [...AGENCY_ROLES, ...DIVISION_ROLES]],
    ['account', 'language', locales],
    ['notice', 'kind', NOTICE_KINDS],
    ['notice', 'mail', MAIL_STATES],
    ['notice', 'mail_error', MAIL_ERRORS],
    ['service_point', 'state', servicePointStates],
    ['service_point_state', 'state', servicePointStates],
    ['declared_day', 'kind', DECLARED_KINDS],
    ['event_series', 'reading', WEEK_READINGS],
    ['county_setting', 'help_day_reading', HELP_DAY_READINGS],
  ] as const)('%s.%s', async (table, column, union) => {
    expect(await checkValues(table, column)).toEqual([...union].sort())
  })
})
