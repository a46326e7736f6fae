/** The county's bank account: what the statements said, and which of their lines nobody has explained yet. */
import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { openLineText } from '#app/db/payment/bank-lines.server.ts'
import { readDuesOf } from '#app/db/payment/order-dues.server.ts'
import { readUnconfirmedClaims } from '#app/db/payment/qr-claims.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, daysBetween, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import {
  type AsideReason,
  type BankLineState,
  bankLineStates,
  type MatchKind,
  type OpenCause,
} from '#app/domain/payment/bank-line.ts'
import { paymentReference, type ReferenceKind } from '#app/domain/payment/payment-reference.ts'

/** An event by its village and start, as an ISO string. */
export type NamedEvent = { id: number; village: string; startsAt: string }

/** Of `inFen` and `outFen` one is 0. */
export type BankLineRow = {
  id: string
  day: CivilDate
  ageDays: number
  inFen: number
  outFen: number
  remark: string
  payer: string
  reference: string | null
  state: BankLineState
  openCause: OpenCause | null
  matchKind: MatchKind | null
  asideReason: AsideReason | null
  orderNumber: number | null
  refundReference: string | null
  /** The agency's statement that it paid. */
  agencyStatement: { id: number; agencyName: string } | null
  /** The event whose QR claims it confirms. */
  event: NamedEvent | null
}

export type BankFigures = Record<BankLineState | 'found', { count: number; inFen: number; outFen: number }>

export type StatementRow = {
  id: string
  fileName: string
  state: 'previewed' | 'applied'
  firstDay: CivilDate | null
  lastDay: CivilDate | null
  lineCount: number
  newCount: number | null
  uploadedAt: string
}

export type BankPage = {
  figures: BankFigures
  open: BankLineRow[]
  nextAfter: string | null
  statements: StatementRow[]
  /** Events whose QR claims the bank's lines have not confirmed, or have confirmed otherwise; oldest first. */
  unconfirmed: UnconfirmedRow[]
}

export type UnconfirmedRow = {
  event: NamedEvent
  reference: string
  ageDays: number
  claimedFen: number
  confirmedFen: number
}

const LINES_A_PAGE = 50
const STATEMENTS_SHOWN = 12

/** What lies in the counties of a scope. */
export function inCounties(scope: Scope) {
  return { OR: scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })) }
}

/** The open lines, oldest first; `after` is the last one of the page before. */
export async function readBankPage(scope: Scope, after: string | null, now: Date): Promise<BankPage> {
  const db = readDatabase()
  const last = after === null ? null : await db.bankLine.findUnique({ where: { id: after } })
  const [figures, open, statements, unconfirmed] = await Promise.all([
    readFigures(scope),
    db.bankLine.findMany({
      where: {
        ...inCounties(scope),
        state: 'open',
        ...(last && { AND: [{ OR: [{ day: { gt: last.day } }, { day: last.day, id: { gt: last.id } }] }] }),
      },
      orderBy: [{ day: 'asc' }, { id: 'asc' }],
      take: LINES_A_PAGE + 1,
      select: BANK_LINE,
    }),
    db.bankStatement.findMany({
      where: inCounties(scope),
      orderBy: [{ uploadedAt: 'desc' }, { id: 'desc' }],
      take: STATEMENTS_SHOWN,
      select: STATEMENT,
    }),
    readUnconfirmed(scope, now),
  ])
  const page = open.slice(0, LINES_A_PAGE)
  return {
    figures,
    open: page.map((line) => ({ ...toLineRow(line, now), event: null })),
    nextAfter: open.length > LINES_A_PAGE ? (page.at(-1)?.id ?? null) : null,
    statements: statements.map(toStatementRow),
    unconfirmed,
  }
}

const UNCONFIRMED_SHOWN = 50

async function readUnconfirmed(scope: Scope, now: Date): Promise<UnconfirmedRow[]> {
  const claims = await readUnconfirmedClaims(readDatabase(), scope.prefixes, UNCONFIRMED_SHOWN)
  const events = await readEvents(claims.map(({ eventId }) => eventId))
  return claims.flatMap(({ eventId, claimedFen, confirmedFen }) => {
    const event = events.get(eventId)
    if (!event) return []
    const day = civilDateOf(new Date(event.startsAt))
    const ageDays = Math.max(0, daysBetween(day, civilDateOf(now)))
    return [{ event, reference: paymentReference('event', eventId), ageDays, claimedFen, confirmedFen }]
  })
}

async function readEvents(ids: readonly number[]): Promise<Map<number, NamedEvent>> {
  const db = readDatabase()
  const rows = await db.pickupEvent.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, villageCode: true, startsAt: true },
  })
  const villages = await db.division.findMany({
    where: { code: { in: rows.map(({ villageCode }) => villageCode) } },
    select: { code: true, shortName: true },
  })
  const names = new Map(villages.map(({ code, shortName }) => [code, shortName]))
  return new Map(
    rows.map(({ id, villageCode, startsAt }) => [
      id,
      { id, village: names.get(villageCode) ?? '', startsAt: startsAt.toISOString() },
    ]),
  )
}

async function readFigures(scope: Scope): Promise<BankFigures> {
  const rows = await readDatabase().bankLine.groupBy({
    by: ['state'],
    where: inCounties(scope),
    _count: true,
    _sum: { inFen: true, outFen: true },
  })
  const all = await readDatabase().bankLine.aggregate({
    where: inCounties(scope),
    _count: true,
    _sum: { inFen: true, outFen: true },
  })
  const figure = (row: typeof all | undefined) => ({
    count: row?._count ?? 0,
    inFen: safeFen(row?._sum.inFen ?? 0n),
    outFen: safeFen(row?._sum.outFen ?? 0n),
  })
  const byState = bankLineStates.map((state) => [state, figure(rows.find((row) => row.state === state))])
  return { ...Object.fromEntries(byState), found: figure(all) }
}

export const BANK_LINE = {
  id: true,
  day: true,
  inFen: true,
  outFen: true,
  textSealed: true,
  reference: true,
  state: true,
  openCause: true,
  matchKind: true,
  asideReason: true,
  order: { select: { number: true } },
  refund: { select: { number: true } },
  agencyStatement: { select: { id: true, agency: { select: { name: true } } } },
  eventId: true,
} satisfies Prisma.BankLineSelect

export function toLineRow(
  line: Prisma.BankLineGetPayload<{ select: typeof BANK_LINE }>,
  now: Date,
): Omit<BankLineRow, 'event'> {
  const day = fromDateColumn(line.day)
  return {
    id: line.id,
    day,
    ageDays: Math.max(0, daysBetween(day, civilDateOf(now))),
    inFen: safeFen(line.inFen),
    outFen: safeFen(line.outFen),
    ...openLineText(line.textSealed),
    reference: line.reference,
    state: line.state as BankLineState,
    openCause: line.openCause as OpenCause | null,
    matchKind: line.matchKind as MatchKind | null,
    asideReason: line.asideReason as AsideReason | null,
    orderNumber: line.order?.number ?? null,
    refundReference: line.refund && paymentReference('refund', line.refund.number),
    agencyStatement: line.agencyStatement && {
      id: line.agencyStatement.id,
      agencyName: line.agencyStatement.agency.name,
    },
  }
}

const STATEMENT = {
  id: true,
  fileName: true,
  state: true,
  firstDay: true,
  lastDay: true,
  lineCount: true,
  newCount: true,
  uploadedAt: true,
} satisfies Prisma.BankStatementSelect

export function toStatementRow(
  row: Prisma.BankStatementGetPayload<{ select: typeof STATEMENT }>,
): StatementRow {
  return {
    ...row,
    state: row.state as StatementRow['state'],
    firstDay: row.firstDay && fromDateColumn(row.firstDay),
    lastDay: row.lastDay && fromDateColumn(row.lastDay),
    uploadedAt: row.uploadedAt.toISOString(),
  }
}

/** What a line may be for: what still has to pay just this, QR claims not confirmed yet, or refunds of just this. */
export type Candidate = {
  named: string
  amountFen: number
  isWritten: boolean
  /** Of an agency's statement: whose, and of which month. */
  agency: { name: string; month: string } | null
  /** Of an event's QR claims: which. */
  event: NamedEvent | null
}
export type BankLinePage = { line: BankLineRow; candidates: Candidate[] }

const MOST_CANDIDATES = 8
const QR_DAYS = 14

/** One line with what it may be for; null when it is not there or out of scope. */
export async function readBankLine(scope: Scope, id: string, now: Date): Promise<BankLinePage | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const line = await readDatabase().bankLine.findFirst({
    where: { id, ...inCounties(scope) },
    select: { ...BANK_LINE, countyCode: true },
  })
  if (line === null) return null
  const events = await readEvents(line.eventId === null ? [] : [line.eventId])
  const event = line.eventId === null ? null : (events.get(line.eventId) ?? null)
  const row = { ...toLineRow(line, now), event }
  const candidates = row.state === 'matched' ? [] : await readCandidates(line.countyCode, row)
  return { line: row, candidates: candidates.sort((a, b) => Number(b.isWritten) - Number(a.isWritten)) }
}

async function readCandidates(countyCode: string, row: BankLineRow): Promise<Candidate[]> {
  if (row.inFen > 0) {
    const dues = await readDuesOf(readDatabase(), countyCode, [row.inFen], MOST_CANDIDATES)
    const statements = await readDatabase().agencyStatement.findMany({
      where: { countyCode, closingFen: row.inFen, bankLines: { none: {} } },
      orderBy: { id: 'desc' },
      take: MOST_CANDIDATES,
      select: { id: true, closingFen: true, month: true, agency: { select: { name: true } } },
    })
    return [
      ...dues.map((due) => candidateOf('order', due.number, due.unpaidFen, row)),
      ...statements.map(({ id, closingFen, month, agency }) => ({
        ...candidateOf('statement', id, safeFen(closingFen), row),
        agency: { name: agency.name, month },
      })),
      ...(await readQrCandidates(countyCode, row)),
    ]
  }
  const refunds = await readDatabase().refund.findMany({
    where: {
      countyCode,
      amountFen: row.outFen,
      bankLine: null,
      state: { not: 'undone' },
      OR: [{ method: 'transfer' }, { method: 'card', state: 'failed' }],
    },
    orderBy: { decidedAt: 'asc' },
    take: MOST_CANDIDATES,
    select: { number: true, amountFen: true },
  })
  return refunds.map((refund) => candidateOf('refund', refund.number, safeFen(refund.amountFen), row))
}

/** Providers pay out what was scanned in a day or two: events of the fortnight before, those of just this sum first. */
async function readQrCandidates(countyCode: string, row: BankLineRow): Promise<Candidate[]> {
  const claims = await readUnconfirmedClaims(readDatabase(), [countyCode.slice(0, 6)], UNCONFIRMED_SHOWN)
  const events = await readEvents(claims.map(({ eventId }) => eventId))
  return claims
    .flatMap(({ eventId, claimedFen, confirmedFen }) => {
      const event = events.get(eventId)
      const days = event ? daysBetween(civilDateOf(new Date(event.startsAt)), row.day) : -1
      const openFen = claimedFen - confirmedFen
      if (!event || openFen <= 0 || days < 0 || days > QR_DAYS) return []
      return [{ ...candidateOf('event', eventId, openFen, row), event }]
    })
    .sort((a, b) => Math.abs(a.amountFen - row.inFen) - Math.abs(b.amountFen - row.inFen))
    .slice(0, MOST_CANDIDATES)
}

function candidateOf(kind: ReferenceKind, number: number, amountFen: number, row: BankLineRow): Candidate {
  const named = paymentReference(kind, number)
  // An order's number is what buyers know; a statement's or an event's is written by nobody but as its reference.
  const written = kind === 'statement' || kind === 'event' ? named : `(?<!\\d)(${number}|${named})(?!\\d)`
  return { named, amountFen, isWritten: new RegExp(written).test(row.remark), agency: null, event: null }
}
