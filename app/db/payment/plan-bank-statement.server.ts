import { judgeLine, keptOf, type LineVerdict, type NamedOrder } from '#app/domain/payment/bank-line.ts'
import type { ReferenceKind } from '#app/domain/payment/payment-reference.ts'
import type { Transaction } from '../client.server.ts'
import { type KeyedLine, readKnownLines } from './bank-lines.server.ts'
import { MOST_NUMBER, readOrderDues } from './order-dues.server.ts'
import { readQrClaims } from './qr-claims.server.ts'
import { takesTransfer, toNamedRefund } from './settle-bank-line.server.ts'

export type PlannedLine = { each: KeyedLine; verdict: LineVerdict | { is: 'known' } }

/**
 * What applying a statement would do as things stand, line after line: the second transfer for an order finds it paid
 * by the first. Writes nothing.
 */
export async function planBankStatement(
  client: Pick<Transaction, '$queryRaw' | 'bankLine' | 'refund' | 'agencyStatement'>,
  place: { countyCode: string; statementId: string },
  lines: readonly KeyedLine[],
): Promise<PlannedLine[]> {
  const keys = new Set(lines.map(({ key }) => key))
  const known = await readKnownLines(client, { ...place, keys }, lines)
  const orders = await readNamedOrders(client, place.countyCode, numbersOf(lines, 'order'))
  const refunds = await client.refund.findMany({
    where: {
      countyCode: place.countyCode,
      number: { in: numbersOf(lines, 'refund') },
      state: { not: 'undone' },
    },
    select: { number: true, method: true, state: true, sentWay: true, amountFen: true, bankLine: true },
  })
  const statements = await client.agencyStatement.findMany({
    where: { countyCode: place.countyCode, id: { in: numbersOf(lines, 'statement') } },
    select: { id: true },
  })
  const statementIds = new Set(statements.map(({ id }) => id))
  const claims = await readQrClaims(client, place.countyCode, numbersOf(lines, 'event'))
  const claimedAt = new Set(claims.map(({ eventId }) => eventId))
  const named = new Map(refunds.map((refund) => [refund.number, toNamedRefund(refund)]))
  return lines.map((each) => {
    if (known.keys.has(each.key)) return { each, verdict: { is: 'known' } }
    if (known.looksKnown(each)) return { each, verdict: { is: 'open', cause: 'looks-known' } }
    const { line, read } = each
    if (read.is !== 'one') return { each, verdict: judgeLine(line, read, {}) }
    const { number } = read.reference
    const [order, refund] = [orders.get(number) ?? null, named.get(number) ?? null]
    const verdict = judgeLine(line, read, {
      order,
      refund,
      hasStatement: statementIds.has(number),
      hasQrClaim: claimedAt.has(number),
    })
    if (verdict.is === 'match' && order && read.reference.kind === 'order') {
      orders.set(number, { ...order, unpaidFen: order.unpaidFen - keptOf(line.inFen, order) })
    }
    if (verdict.is === 'match' && refund && read.reference.kind === 'refund') {
      named.set(number, { ...refund, isMet: true })
    }
    return { each, verdict }
  })
}

function numbersOf(lines: readonly KeyedLine[], kind: ReferenceKind): number[] {
  return lines.flatMap(({ read }) =>
    read.is === 'one' && read.reference.kind === kind && read.reference.number <= MOST_NUMBER
      ? [read.reference.number]
      : [],
  )
}

async function readNamedOrders(
  client: Pick<Transaction, '$queryRaw'>,
  countyCode: string,
  numbers: readonly number[],
): Promise<Map<number, NamedOrder>> {
  const dues = await readOrderDues(client, countyCode, numbers)
  return new Map(
    dues.map((due) => [
      due.number,
      { takesTransfer: takesTransfer(due, false), isCancelled: due.isCancelled, unpaidFen: due.unpaidFen },
    ]),
  )
}
