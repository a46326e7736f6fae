import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { seedGround } from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { sealUntil } from '#tests/setup/seal-until.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

const test = useDatabase({ per: 'file' })
let client: pg.Client
let before: string

const APPEND_ONLY = ['journal', 'posting', 'seal', 'activity_record', 'handover', 'payment', 'desk_operation']

async function ledgerDigest(): Promise<string> {
  const [row] = await database().$queryRaw<{ digest: string }[]>`
    SELECT md5(string_agg(content, '|' ORDER BY row_kind, row_id)) AS digest FROM sealable_row`
  return row?.digest ?? ''
}

beforeAll(async () => {
  await seedGround()
  await seedSettledSale()
  await sealUntil(5)
  await seedSettledSale()
  before = await ledgerDigest()
  client = new pg.Client({ connectionString: test.urls.app })
  await client.connect()
})

afterAll(async () => {
  await client.end()
})

const COLUMNS = 'journal_id, county_code, from_account, to_account, amount_fen, part, business_day'
/** A posting to the newest, still unsealed journal, with one thing wrong. */
function posting(wrong: {
  from?: string
  to?: string
  amount?: string
  part?: string
  county?: string
  day?: string
  journal?: string
}): string {
  const { from = "'cash:1'", to = "'order:x'", amount = '100', part = "'payment'" } = wrong
  const journal = wrong.journal ?? '(SELECT max(id) FROM journal)'
  const {
    county = `(SELECT county_code FROM journal WHERE id = ${journal})`,
    day = `(SELECT business_day FROM journal WHERE id = ${journal})`,
  } = wrong
  return `INSERT INTO posting (${COLUMNS}) VALUES (${journal}, ${county}, ${from}, ${to}, ${amount}, ${part}, ${day})`
}

function journal(wrong: { key?: string; book?: string; cause?: string }): string {
  return `INSERT INTO journal (county_code, book, kind, cause_kind, cause_id, idempotency_key, content_hash, business_day)
    VALUES ('510981000000', ${wrong.book ?? "'sales'"}, 'sale', 'order-line', ${wrong.cause ?? "'a'"}, ${wrong.key ?? "'k'"}, 'h', '2026-01-01')`
}

const seal = (
  number: string,
) => `INSERT INTO seal (county_code, row_kind, row_id, book, period, voucher_number, previous_hash, hash, transaction_id)
  VALUES ('510981000000', 'journal', 999999, 'sales', (SELECT min(period) FROM seal WHERE book = 'sales'), ${number}, 'p', 'h', 1)`

const ATTEMPTS: [string, string][] = [
  ...APPEND_ONLY.flatMap((table): [string, string][] => [
    [`edit ${table}`, `UPDATE ${table} SET county_code = '000000000000'`],
    [`delete from ${table}`, `DELETE FROM ${table}`],
    [`truncate ${table}`, `TRUNCATE ${table} CASCADE`],
    [`switch off the guards of ${table}`, `ALTER TABLE ${table} DISABLE TRIGGER ALL`],
    [`drop ${table}`, `DROP TABLE ${table} CASCADE`],
  ]),
  ['zero', posting({ amount: '0' })],
  ['a negative amount', posting({ amount: '-1' })],
  ['a huge amount', posting({ amount: '1000000000000001' })],
  ['more than a bigint', posting({ amount: '9223372036854775808' })],
  ['a fraction as text', posting({ amount: "'0.5'" })],
  ['no amount', posting({ amount: 'NULL' })],
  ['one account twice', posting({ to: "'cash:1'" })],
  ['a side left out', posting({ to: 'NULL' })],
  ['an empty side', posting({ to: "''" })],
  ['the other side left out', posting({ from: 'NULL' })],
  ['an unknown part', posting({ part: "'gift'" })],
  ['income of nobody', posting({ part: "'base'" })],
  ['a premium of nobody', posting({ part: "'premium'" })],
  ['another county', posting({ county: "'511025000000'" })],
  ['another day', posting({ day: "'2020-01-01'" })],
  ['a posting to a sealed journal', posting({ journal: '(SELECT min(id) FROM journal)' })],
  [
    'a posting to no journal',
    posting({ journal: '987654321', county: "'510981000000'", day: "'2026-01-01'" }),
  ],
  ['a journal without postings', journal({})],
  ['a repeated key', journal({ key: '(SELECT max(idempotency_key) FROM journal)' })],
  ['an unknown book', journal({ book: "'gifts'" })],
  ['an empty cause', journal({ cause: "''" })],
  ['a number already sealed', seal('1')],
  ['a number with a gap', seal('1000')],
  ['number zero', seal('0')],
]

describe('the database itself, as the application role', () => {
  it.each(ATTEMPTS)('refuses %s', async (_name, statement) => {
    await expect(client.query(statement)).rejects.toThrow()
    expect(await ledgerDigest()).toBe(before)
  })

  it('refuses a posting in a closed month', async () => {
    await asOwner(
      test.urls.owner,
      [],
      [
        `INSERT INTO period (county_code, book, month, closed_at) SELECT DISTINCT county_code, book, to_char(business_day, 'YYYY-MM'), now() FROM journal`,
      ],
    )
    await expect(client.query(posting({}))).rejects.toThrow('the period is closed')
    expect(await ledgerDigest()).toBe(before)
  })

  it('takes a posting with nothing wrong, so that the refusals above are not the form’s', async () => {
    await asOwner(test.urls.owner, [], ['DELETE FROM period'])
    await client.query('BEGIN')
    await client.query(posting({}))
    await client.query('ROLLBACK')
    expect(await ledgerDigest()).toBe(before)
  })
})
