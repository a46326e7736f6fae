/** What the county owes back to buyers, and what of it went how. */
import { readDatabase } from '#app/db/client.server.ts'
import { openLineText } from '#app/db/payment/bank-lines.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, daysBetween, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import { inCounties } from './bank-page.server.ts'

export type RefundRow = {
  id: string
  reference: string
  orderNumber: number
  amountFen: number
  method: 'card' | 'transfer'
  cause: RefundCause
  state: RefundState
  ageDays: number
  decidedOn: CivilDate
  /** Who paid, by the bank's line that the money came with; empty where none says. */
  payer: string
  /** The day it went, where that is known. */
  sentOn: CivilDate | null
  sentWay: 'card' | 'transfer' | null
  note: string
  /** A line of the bank has met it. */
  isOnStatement: boolean
}

export type RefundsPage = {
  /** What is not sent, by way. */
  owed: { method: 'card' | 'transfer'; count: number; amountFen: number }[]
  owedFen: number
  /** What the ledger owes back: the same, or something is wrong. */
  ledgerFen: number
  /** Oldest first, failed before all. */
  unsent: RefundRow[]
  hasMore: boolean
  /** Newest first. */
  sent: RefundRow[]
}

const UNSENT_SHOWN = 200
const SENT_SHOWN = 30

export async function readRefundsPage(scope: Scope, now: Date): Promise<RefundsPage> {
  const db = readDatabase()
  const select = {
    id: true,
    number: true,
    countyCode: true,
    amountFen: true,
    method: true,
    cause: true,
    state: true,
    decidedAt: true,
    sentAt: true,
    sentOn: true,
    sentWay: true,
    noteSealed: true,
    order: { select: { number: true } },
    prepayment: { select: { providerPaymentId: true } },
    bankLine: { select: { id: true } },
  } as const
  const unsentWhere = { ...inCounties(scope), state: { notIn: ['sent', 'undone'] } }
  const [sums, ledgerFen, unsent, sent] = await Promise.all([
    db.refund.groupBy({ by: ['method'], where: unsentWhere, _count: true, _sum: { amountFen: true } }),
    readOwedBack(scope),
    db.refund.findMany({
      where: unsentWhere,
      orderBy: [{ state: 'desc' }, { decidedAt: 'asc' }, { id: 'asc' }],
      take: UNSENT_SHOWN + 1,
      select,
    }),
    db.refund.findMany({
      where: { ...inCounties(scope), state: 'sent' },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      take: SENT_SHOWN,
      select,
    }),
  ])
  type Row = (typeof sent)[number]
  const payers = await readPayers([...unsent, ...sent].map((row) => row.prepayment.providerPaymentId))
  const toRow = (row: Row): RefundRow => ({
    id: row.id,
    reference: paymentReference('refund', row.number),
    orderNumber: row.order.number,
    amountFen: safeFen(row.amountFen),
    method: row.method as RefundRow['method'],
    cause: row.cause as RefundCause,
    state: row.state as RefundState,
    ageDays: Math.max(0, daysBetween(civilDateOf(row.decidedAt), civilDateOf(now))),
    decidedOn: civilDateOf(row.decidedAt),
    payer: payers.get(row.prepayment.providerPaymentId) ?? '',
    sentOn: row.sentOn ? fromDateColumn(row.sentOn) : row.sentAt && civilDateOf(row.sentAt),
    sentWay: row.sentWay as RefundRow['sentWay'],
    note: row.noteSealed === null ? '' : openText('refund.note', row.noteSealed),
    isOnStatement: row.bankLine !== null,
  })
  const owed = sums.map((sum) => ({
    method: sum.method as RefundRow['method'],
    count: sum._count,
    amountFen: safeFen(sum._sum.amountFen),
  }))
  const rows = unsent.slice(0, UNSENT_SHOWN).map(toRow)
  return {
    owed,
    owedFen: owed.reduce((total, each) => total + each.amountFen, 0),
    ledgerFen,
    unsent: rows.sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed')),
    hasMore: unsent.length > UNSENT_SHOWN,
    sent: sent.map(toRow),
  }
}

/** What the ledger's accounts of what is owed back come to. */
async function readOwedBack(scope: Scope): Promise<number> {
  const accounts = scope.prefixes.map((prefix) => `owed-back:${prefix}%`)
  const [row] = await readDatabase().$queryRaw<{ balance: bigint }[]>`
    SELECT coalesce(sum(fen), 0)::bigint AS balance FROM (
      SELECT amount_fen AS fen FROM posting WHERE to_account LIKE ANY (${accounts})
      UNION ALL SELECT -amount_fen FROM posting WHERE from_account LIKE ANY (${accounts})) sides`
  return safeFen(row?.balance ?? 0n)
}

/** Whom the bank names as the sender of money, by the name under which it was received. */
async function readPayers(paymentIds: readonly string[]): Promise<Map<string, string>> {
  const keys = [...new Set(paymentIds)].flatMap((id) => {
    const [way, , key] = id.split(':')
    return way === 'bank' && key ? [key] : []
  })
  const lines = await readDatabase().bankLine.findMany({
    where: { lineKey: { in: keys } },
    select: { countyCode: true, lineKey: true, textSealed: true },
  })
  return new Map(
    lines.map((line) => [`bank:${line.countyCode}:${line.lineKey}`, openLineText(line.textSealed).payer]),
  )
}
