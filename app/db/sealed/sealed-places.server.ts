/** Where sealed values lie in the database, all of them: a test holds the list to the tables as they are. */
import pg from 'pg'
import { openText, type SealedColumn, sealText } from './field-cipher.server.ts'
import { sealedPrefix } from './key-ring.server.ts'

/** `key`: what a row is known by, with its types. */
type SealedTable = {
  table: string
  key: Record<string, 'int' | 'uuid'>
  columns: Record<string, SealedColumn>
}

const BY_NUMBER = { id: 'int' } as const
const BY_UUID = { id: 'uuid' } as const

export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'account',
    key: BY_NUMBER,
    columns: { name_sealed: 'account.name', phone_sealed: 'account.phone', email_sealed: 'account.email' },
  },
  {
    table: 'person',
    key: BY_NUMBER,
    columns: {
      name_sealed: 'person.name',
      id_number_sealed: 'person.id-number',
      phone_sealed: 'person.phone',
    },
  },
  { table: 'bank_card', key: BY_NUMBER, columns: { card_sealed: 'bank-card.card' } },
  {
    table: 'pairing',
    key: BY_NUMBER,
    columns: { helper_name_sealed: 'pairing.helper-name', helper_phone_sealed: 'pairing.helper-phone' },
  },
  { table: 'lot', key: BY_NUMBER, columns: { agreement_witness_sealed: 'lot.witness' } },
  {
    table: 'purchase_contract',
    key: BY_NUMBER,
    columns: { agreement_witness_sealed: 'purchase-contract.witness' },
  },
  {
    table: 'basket_line',
    key: { basket_id: 'uuid', offer_id: 'int' },
    columns: { for_whom_sealed: 'basket-line.for-whom' },
  },
  {
    table: 'import_item',
    key: { round_id: 'uuid', number: 'int' },
    columns: { content_sealed: 'import-item.content' },
  },
  { table: 'bank_statement', key: BY_UUID, columns: { lines_sealed: 'bank-statement.lines' } },
  { table: 'bank_line', key: BY_UUID, columns: { text_sealed: 'bank-line.text' } },
  { table: 'refund', key: BY_UUID, columns: { note_sealed: 'refund.note' } },
  {
    table: 'invoice_request',
    key: BY_UUID,
    columns: {
      title_sealed: 'invoice.title',
      tax_number_sealed: 'invoice.tax-number',
      email_sealed: 'invoice.email',
      note_sealed: 'invoice.note',
    },
  },
  { table: 'invoice_issue', key: BY_UUID, columns: { reason_sealed: 'invoice.reason' } },
]

/** Of a member as an undo keeps it: what is sealed, and for which column. */
const OF_UNDO: Record<string, SealedColumn> = {
  nameSealed: 'person.name',
  idNumberSealed: 'person.id-number',
  phoneSealed: 'person.phone',
}

/** A statement that counts sealed values by what they begin with: place, beginning, count. */
export function countStatement(): string {
  const columns = SEALED_TABLES.flatMap(({ table, columns: sealed }) =>
    Object.keys(sealed).map(
      (column) =>
        `SELECT '${table}.${column}' AS place, left(${column}, 10) AS prefix, count(*)::int AS count FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 2`,
    ),
  )
  const undone = Object.keys(OF_UNDO).map(
    (name) =>
      `SELECT 'import_undo.${name}', left(was ->> '${name}', 10), count(*)::int
       FROM import_undo, jsonb_array_elements(before -> 'corrected') AS was WHERE was ->> '${name}' IS NOT NULL GROUP BY 2`,
  )
  return [...columns, ...undone].join('\nUNION ALL ')
}

export type Resealed = { place: string; count: number; unreadable: number }

function reseal(column: SealedColumn, sealed: string): string | null {
  try {
    return sealText(column, openText(column, sealed))
  } catch {
    return null
  }
}

const BATCH = 500

async function resealColumn(
  owner: pg.Client,
  { table, key }: SealedTable,
  [name, column]: [string, SealedColumn],
  newest: string,
): Promise<Resealed> {
  const result = { place: `${table}.${name}`, count: 0, unreadable: 0 }
  const keys = Object.entries(key)
  const names = keys.map(([each]) => each).join(', ')
  const given = keys.map(([, type], i) => `$${i + 3}::${type}`).join(', ')
  let after: (string | number)[] | null = null
  for (;;) {
    const { rows }: { rows: Record<string, string | number>[] } = await owner.query(
      `SELECT ${names}, ${name} AS sealed FROM ${table} WHERE left(${name}, 10) <> $1
       ${after === null ? '' : `AND (${names}) > (${given})`} ORDER BY ${names} LIMIT $2`,
      [sealedPrefix(newest), BATCH, ...(after ?? [])],
    )
    const last = rows.at(-1)
    if (!last) return result
    after = keys.map(([each]) => last[each] ?? '')
    const changed = rows.flatMap((row) => {
      const fresh = reseal(column, String(row.sealed))
      if (fresh === null) result.unreadable += 1
      return fresh === null ? [] : [{ row, fresh }]
    })
    // What somebody else wrote meanwhile stays theirs, and is found by the next pass.
    const { rowCount } = await owner.query(
      `UPDATE ${table} AS t SET ${name} = v.fresh
       FROM unnest(${keys.map(([, type], i) => `$${i + 3}::${type}[]`).join(', ')}, $1::text[], $2::text[])
         AS v(${keys.map((_, i) => `k${i}`).join(', ')}, was, fresh)
       WHERE ${keys.map(([each], i) => `t.${each} = v.k${i}`).join(' AND ')} AND t.${name} = v.was`,
      [
        changed.map(({ row }) => row.sealed),
        changed.map(({ fresh }) => fresh),
        ...keys.map(([each]) => changed.map(({ row }) => row[each])),
      ],
    )
    result.count += rowCount ?? 0
  }
}

type UndoRow = { round_id: string; household_id: number; before: { corrected?: Record<string, unknown>[] } }

/** What a round can be put back to, in a column of its own form. */
async function resealUndos(owner: pg.Client, newest: string): Promise<Resealed> {
  const result = { place: 'import_undo.before', count: 0, unreadable: 0 }
  const prefix = sealedPrefix(newest)
  let after = ['00000000-0000-0000-0000-000000000000', 0] as [string, number]
  for (;;) {
    const { rows }: { rows: UndoRow[] } = await owner.query(
      `SELECT round_id, household_id, before FROM import_undo WHERE (round_id, household_id) > ($1::uuid, $2::int)
         AND before -> 'corrected' <> '[]' ORDER BY round_id, household_id LIMIT ${BATCH}`,
      after,
    )
    const last = rows.at(-1)
    if (!last) return result
    after = [last.round_id, last.household_id]
    for (const { round_id, household_id, before } of rows) {
      let changes = 0
      const corrected = before.corrected?.map((was) => {
        const member = { ...was }
        for (const [name, column] of Object.entries(OF_UNDO)) {
          const sealed = member[name]
          if (typeof sealed !== 'string' || sealed.startsWith(prefix)) continue
          const fresh = reseal(column, sealed)
          if (fresh === null) result.unreadable += 1
          else {
            member[name] = fresh
            changes += 1
          }
        }
        return member
      })
      if (changes === 0) continue
      const { rowCount } = await owner.query(
        `UPDATE import_undo SET before = $3::jsonb WHERE round_id = $1 AND household_id = $2 AND before = $4::jsonb`,
        [round_id, household_id, JSON.stringify({ ...before, corrected }), JSON.stringify(before)],
      )
      if (rowCount) result.count += changes
    }
  }
}

const ROTATING_LOCK = 7_201_615

/** One process at a time works on keys. `work` is done as the tables' owner; null where another is at it. */
export async function asKeyKeeper<T>(
  ownerUrl: string,
  work: (owner: pg.Client) => Promise<T>,
): Promise<T | null> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [
      ROTATING_LOCK,
    ])
    return rows[0]?.got ? await work(owner) : null
  } finally {
    await owner.end()
  }
}

/** One pass over everything in the database that is sealed with another key than the newest. */
export async function resealDatabase(owner: pg.Client, newest: string): Promise<Resealed[]> {
  const done: Resealed[] = []
  for (const table of SEALED_TABLES) {
    for (const column of Object.entries(table.columns)) {
      done.push(await resealColumn(owner, table, column, newest))
    }
  }
  done.push(await resealUndos(owner, newest))
  return done
}
