/** The lines of bank statements as they are kept: keyed so that a line is one line, and their text sealed. */
import type { StatementLine } from '#app/domain/intake/bank-lines.ts'
import { type CivilDate, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { lineIdentities } from '#app/domain/payment/bank-line.ts'
import {
  paymentReference,
  type ReadReference,
  readPaymentReference,
} from '#app/domain/payment/payment-reference.ts'
import type { Transaction } from '../client.server.ts'
import { hashText, openText, sealText } from '../sealed/field-cipher.server.ts'

const LOCK_SPACE = 7_201_614

export type KeyedLine = { line: StatementLine; key: string; read: ReadReference; reference: string | null }

/** One writer of a county's bank lines at a time, until the transaction ends. */
export async function lockBank(tx: Transaction, countyCode: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(${LOCK_SPACE}::int, ${Number(countyCode.slice(0, 6))}::int)`
}

/** The lines of a statement under the keys they have in every statement. The key tells nothing of what is written. */
export function keyLines(lines: readonly StatementLine[]): KeyedLine[] {
  const identities = lineIdentities(lines)
  return lines.map((line, i) => {
    const read = readPaymentReference(line.remark)
    const reference = read.is === 'one' ? paymentReference(read.reference.kind, read.reference.number) : null
    return { line, key: hashText('bank-line.key', identities[i] ?? ''), read, reference }
  })
}

export type LineText = { remark: string; payer: string }

export function sealLineText({ remark, payer }: LineText): string {
  return sealText('bank-line.text', JSON.stringify({ remark, payer }))
}

export function openLineText(sealed: string): LineText {
  return JSON.parse(openText('bank-line.text', sealed)) as LineText
}

export function sealLines(lines: readonly StatementLine[]): string {
  return sealText('bank-statement.lines', JSON.stringify(lines))
}

export function openLines(sealed: string): StatementLine[] {
  return JSON.parse(openText('bank-statement.lines', sealed)) as StatementLine[]
}

/** A statement, and the keys of all its lines. */
export type StatementPlace = { countyCode: string; statementId: string; keys: ReadonlySet<string> }

/** What is known of a statement's lines from others: those that are there, and those that look as if they were. */
export type KnownLines = { keys: Set<string>; looksKnown(each: KeyedLine): boolean }

/**
 * Reads what other statements have of the same days. A line under another key, of the same day and amount, looks known
 * where its balance is the same, or where one has no balance and the same reference is written on both: so does a line
 * that the bank has exported in two ways, and a person looks at it before money is taken for it twice.
 */
export async function readKnownLines(
  client: Pick<Transaction, 'bankLine'>,
  place: StatementPlace,
  lines: readonly KeyedLine[],
): Promise<KnownLines> {
  const days = lines.map(({ line }) => line.day).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return { keys: new Set(), looksKnown: () => false }
  const rows = await client.bankLine.findMany({
    where: {
      countyCode: place.countyCode,
      day: { gte: toDateColumn(first), lte: toDateColumn(last) },
    },
    select: {
      lineKey: true,
      day: true,
      inFen: true,
      outFen: true,
      balanceFen: true,
      reference: true,
      statementId: true,
    },
  })
  const keys = new Set(rows.map((row) => row.lineKey))
  const others = new Map<string, typeof rows>()
  for (const row of rows.filter(({ statementId }) => statementId !== place.statementId)) {
    const key = moved(fromDateColumn(row.day), row.inFen, row.outFen)
    others.set(key, [...(others.get(key) ?? []), row])
  }
  return {
    keys,
    looksKnown({ line, reference }) {
      const alike = others.get(moved(line.day, line.inFen, line.outFen)) ?? []
      return alike.some((row) => {
        // A line that this statement has as well is itself and no other.
        if (place.keys.has(row.lineKey)) return false
        if (row.balanceFen === null || line.balanceFen === null) return row.reference === reference
        return row.balanceFen === BigInt(line.balanceFen)
      })
    },
  }
}

function moved(day: CivilDate, inFen: number | bigint, outFen: number | bigint): string {
  return `${day} ${inFen} ${outFen}`
}
