/**
 * Sealing: voucher numbers and the hash chain, given after the fact, so that no write waits for another.
 * What is sealed was committed before the oldest transaction still running; one county at a time.
 */
import { createHash } from 'node:crypto'
import type { Transaction } from '../client.server.ts'

const ROWS_AT_ONCE = 500
const LOCK_SPACE = 7_201

/** The first link of every chain. */
export const FIRST_HASH = '0'.repeat(64)

type SealableRow = {
  row_kind: 'journal' | 'audit'
  row_id: bigint
  book: string
  period: string
  transaction_id: bigint
  content: string
}

/** The hash of one link: of the link before it and of what the row says. */
export function linkHash(
  previousHash: string,
  row: { rowKind: string; rowId: bigint; voucherNumber: number; content: string },
): string {
  return createHash('sha256')
    .update(`${previousHash}\n${row.rowKind}\n${row.rowId}\n${row.voucherNumber}\n${row.content}`)
    .digest('hex')
}

async function readSealable(tx: Transaction, countyCode: string): Promise<SealableRow[]> {
  return tx.$queryRaw<SealableRow[]>`
    SELECT r.row_kind, r.row_id, r.book, r.period, r.transaction_id, r.content
    FROM (VALUES ('journal'), ('audit')) AS kinds (row_kind)
    CROSS JOIN LATERAL (
      SELECT coalesce(max(s.transaction_id), 0) AS transaction_id
      FROM seal s WHERE s.county_code = ${countyCode} AND s.row_kind = kinds.row_kind) AS sealed
    CROSS JOIN LATERAL (
      SELECT v.* FROM sealable_row v
      WHERE v.row_kind = kinds.row_kind AND v.county_code = ${countyCode}
        AND v.transaction_id >= sealed.transaction_id AND v.is_settled
        AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.row_kind = v.row_kind AND s.row_id = v.row_id)
      ORDER BY v.transaction_id, v.row_id LIMIT ${ROWS_AT_ONCE}) AS r
    ORDER BY r.transaction_id, r.row_id`
}

async function lastHash(tx: Transaction, countyCode: string): Promise<string> {
  const last = await tx.seal.findFirst({
    where: { countyCode },
    orderBy: { id: 'desc' },
    select: { hash: true },
  })
  return last?.hash ?? FIRST_HASH
}

async function lastNumber(
  tx: Transaction,
  countyCode: string,
  book: string,
  period: string,
): Promise<number> {
  const top = await tx.seal.aggregate({
    where: { countyCode, book, period },
    _max: { voucherNumber: true },
  })
  return top._max.voucherNumber ?? 0
}

/** Seals up to a batch of a county's rows. Returns how many; 0 also while another process is sealing. */
export async function sealRows(tx: Transaction, countyCode: string): Promise<number> {
  const [lock] = await tx.$queryRaw<{ got: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}::int, ${Number(countyCode.slice(0, 6))}::int) AS got`
  if (!lock?.got) return 0
  const rows = await readSealable(tx, countyCode)
  if (rows.length === 0) return 0
  let previousHash = await lastHash(tx, countyCode)
  const numbers = new Map<string, number>()
  const seals = []
  for (const row of rows) {
    const series = `${row.book} ${row.period}`
    const voucherNumber =
      (numbers.get(series) ?? (await lastNumber(tx, countyCode, row.book, row.period))) + 1
    numbers.set(series, voucherNumber)
    const hash = linkHash(previousHash, {
      rowKind: row.row_kind,
      rowId: row.row_id,
      voucherNumber,
      content: row.content,
    })
    seals.push({
      countyCode,
      rowKind: row.row_kind,
      rowId: row.row_id,
      book: row.book,
      period: row.period,
      voucherNumber,
      previousHash,
      hash,
      transactionId: row.transaction_id,
    })
    previousHash = hash
  }
  await tx.seal.createMany({ data: seals })
  return seals.length
}
