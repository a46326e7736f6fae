/** Invoices that buyers ask the county's office for: what waits, oldest first, and what was answered last. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { goodsNetOf } from '#app/db/ledger/goods-net.server.ts'
import { openInvoiceText } from '#app/db/payment/invoice-versions.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, daysBetween, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { InvoiceOutcome, InvoiceText } from '#app/domain/payment/invoice-request.ts'

export type OpenInvoice = InvoiceText & {
  id: string
  orderNumber: number
  version: number
  agency: string | null
  amountFen: number
  /** What the order's goods net come to now: an invoice above it is not issued. */
  goodsFen: number
  requestedAt: string
  ageDays: number
  /** The number of the order's invoice that stands, to be taken back first. */
  standingNumber: string | null
}

export type AnsweredInvoice = {
  id: string
  orderNumber: number
  version: number
  title: string
  amountFen: number
  outcome: InvoiceOutcome
  number: string | null
  issuedOn: CivilDate | null
  redNumber: string | null
  reason: string
  answeredAt: string
}

export type CountyInvoices = { openCount: number; open: OpenInvoice[]; nextAfter: string | null }

const OPEN_A_PAGE = 50
const ANSWERED_SHOWN = 30

/** Not answered, and no newer version was asked for. */
const IS_OPEN = Prisma.sql`
  NOT EXISTS (SELECT 1 FROM invoice_issue i WHERE i.request_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM invoice_request n WHERE n.order_id = r.order_id AND n.version > r.version)`

type SealedRow = {
  titleKind: string
  titleSealed: string
  taxNumberSealed: string | null
  emailSealed: string | null
  noteSealed: string | null
}
type OpenRow = SealedRow & {
  id: string
  orderNumber: number
  version: number
  agency: string | null
  amount: bigint
  goods: bigint
  requestedAt: Date
  standingNumber: string | null
}

function inScope(scope: Scope): string[] {
  return scope.prefixes.map((prefix) => `${prefix}%`)
}

/** A page of what waits; `after` is the last one of the page before. */
export async function readOpenInvoices(
  scope: Scope,
  after: string | null,
  now: Date,
): Promise<CountyInvoices> {
  const db = readDatabase()
  const counties = inScope(scope)
  const onward =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (r.requested_at, r.id) > (SELECT requested_at, id FROM invoice_request WHERE id = ${after}::uuid)`
  const [counted, rows] = await Promise.all([
    db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM invoice_request r WHERE r.county_code LIKE ANY (${counties}) AND ${IS_OPEN}`,
    db.$queryRaw<OpenRow[]>`
      SELECT r.id, o.number AS "orderNumber", r.version, CASE WHEN o.capacity <> 'personal' THEN a.name END AS agency,
        r.title_kind AS "titleKind", r.title_sealed AS "titleSealed", r.tax_number_sealed AS "taxNumberSealed",
        r.email_sealed AS "emailSealed", r.note_sealed AS "noteSealed", r.amount_fen AS amount,
        r.requested_at AS "requestedAt", standing.number AS "standingNumber",
        ${goodsNetOf(Prisma.sql`'order:' || o.id`)} AS goods
      FROM invoice_request r JOIN "order" o ON o.id = r.order_id LEFT JOIN agency a ON a.id = o.agency_id
      LEFT JOIN LATERAL (SELECT i.number FROM invoice_issue i JOIN invoice_request e ON e.id = i.request_id
        WHERE e.order_id = r.order_id AND i.outcome = 'issued' ORDER BY e.version DESC LIMIT 1) standing ON true
      WHERE r.county_code LIKE ANY (${counties}) AND ${IS_OPEN} ${onward}
      ORDER BY r.requested_at, r.id LIMIT ${OPEN_A_PAGE + 1}`,
  ])
  const page = rows.slice(0, OPEN_A_PAGE)
  return {
    openCount: Number(counted[0]?.count ?? 0n),
    open: page.map((row) => toOpen(row, now)),
    nextAfter: rows.length > OPEN_A_PAGE ? (page.at(-1)?.id ?? null) : null,
  }
}

function toOpen(row: OpenRow, now: Date): OpenInvoice {
  return {
    ...openInvoiceText(row),
    id: row.id,
    orderNumber: row.orderNumber,
    version: row.version,
    agency: row.agency,
    amountFen: safeFen(row.amount),
    goodsFen: safeFen(row.goods),
    requestedAt: row.requestedAt.toISOString(),
    ageDays: Math.max(0, daysBetween(civilDateOf(row.requestedAt), civilDateOf(now))),
    standingNumber: row.standingNumber,
  }
}

/** All that waits, for a file. */
export async function readAllOpenInvoices(scope: Scope, now: Date): Promise<OpenInvoice[]> {
  const all: OpenInvoice[] = []
  for (let after: string | null = null; ; ) {
    const page: CountyInvoices = await readOpenInvoices(scope, after, now)
    all.push(...page.open)
    after = page.nextAfter
    if (after === null) return all
  }
}

/** What was answered last, newest first. */
export async function readAnsweredInvoices(scope: Scope): Promise<AnsweredInvoice[]> {
  const rows = await readDatabase().invoiceIssue.findMany({
    where: { OR: scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })) },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    take: ANSWERED_SHOWN,
    select: {
      id: true,
      outcome: true,
      number: true,
      issuedOn: true,
      redNumber: true,
      reasonSealed: true,
      recordedAt: true,
      request: {
        select: {
          version: true,
          titleSealed: true,
          amountFen: true,
          order: { select: { number: true } },
        },
      },
    },
  })
  return rows.map(({ request, ...row }) => ({
    id: row.id,
    orderNumber: request.order.number,
    version: request.version,
    title: openText('invoice.title', request.titleSealed),
    amountFen: safeFen(request.amountFen),
    outcome: row.outcome as InvoiceOutcome,
    number: row.number,
    issuedOn: row.issuedOn && fromDateColumn(row.issuedOn),
    redNumber: row.redNumber,
    reason: row.reasonSealed === null ? '' : openText('invoice.reason', row.reasonSealed),
    answeredAt: row.recordedAt.toISOString(),
  }))
}
