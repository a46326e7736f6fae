/** What agencies owe on their accounts: now, and as each month's statement said. */
import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { readAgencyBalances, readStatedMovements } from '#app/db/payment/agency-movements.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { parseAccount } from '#app/domain/ledger/accounts.ts'
import type { AgencyMovementKind } from '#app/domain/payment/agency-statement.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'

export type AgencyStatementRow = {
  id: number
  number: number
  month: string
  openingFen: number
  chargedFen: number
  takenBackFen: number
  paidFen: number
  closingFen: number
  issuedAt: string
}

export type AgencyStatementsPage = {
  agency: { id: number; name: string }
  /** All whose statements the reader may see. */
  agencies: { id: number; name: string }[]
  /** What the agency owes now; below zero it has paid ahead. */
  balanceFen: number
  /** Newest first. */
  statements: AgencyStatementRow[]
  nextBefore: number | null
}

export type AgencyStatementLineRow = {
  position: number
  businessDay: CivilDate
  kind: AgencyMovementKind
  amountFen: number
  orderNumber: number | null
  /** Who ordered; null where the reader is not of the agency, or nobody is named. */
  memberName: string | null
}

export type AgencyStatementPage = AgencyStatementRow & {
  agency: { id: number; name: string; countyCode: string }
  countyName: string
  /** What goes onto the transfer. */
  reference: string
  /** Where it goes; empty where the county has not said. */
  transfer: { payee: string; bank: string; account: string } | null
  /** The number of the one after it, which this one's balance was carried to; null for the last. */
  carriedTo: number | null
  /** What the agency owes now, whatever this statement says. */
  balanceFen: number
  lines: AgencyStatementLineRow[]
}

export type CountyAgencyRow = {
  id: number
  name: string
  balanceFen: number
  last: AgencyStatementRow | null
}

const STATEMENTS_A_PAGE = 24

function inScope(scope: Scope): Prisma.AgencyWhereInput {
  return {
    OR: [
      { id: { in: [...scope.agencyIds] } },
      ...scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })),
    ],
  }
}

function toRow(row: Prisma.AgencyStatementGetPayload<object>): AgencyStatementRow {
  return {
    id: row.id,
    number: row.number,
    month: row.month,
    openingFen: safeFen(row.openingFen),
    chargedFen: safeFen(row.chargedFen),
    takenBackFen: safeFen(row.takenBackFen),
    paidFen: safeFen(row.paidFen),
    closingFen: safeFen(row.closingFen),
    issuedAt: row.issuedAt.toISOString(),
  }
}

/** An agency's statements, newest first; of the first agency in scope where none is asked for. Null out of scope. */
export async function readAgencyStatements(
  scope: Scope,
  filter: { agencyId: number | null; before: number | null },
): Promise<AgencyStatementsPage | null> {
  const db = readDatabase()
  const agencies = await db.agency.findMany({
    where: { id: { in: [...scope.agencyIds] } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true },
  })
  const agency = filter.agencyId === null ? agencies[0] : agencies.find(({ id }) => id === filter.agencyId)
  if (!agency) return null
  const [balances, rows] = await Promise.all([
    readAgencyBalances(db, [agency.id]),
    db.agencyStatement.findMany({
      where: { agencyId: agency.id, ...(filter.before === null ? {} : { number: { lt: filter.before } }) },
      orderBy: { number: 'desc' },
      take: STATEMENTS_A_PAGE + 1,
    }),
  ])
  const page = rows.slice(0, STATEMENTS_A_PAGE)
  return {
    agency,
    agencies,
    balanceFen: balances.get(agency.id) ?? 0,
    statements: page.map(toRow),
    nextBefore: rows.length > STATEMENTS_A_PAGE ? (page.at(-1)?.number ?? null) : null,
  }
}

/** One statement as it was issued. Null when it is not there or out of scope. */
export async function readAgencyStatement(scope: Scope, id: number): Promise<AgencyStatementPage | null> {
  const db = readDatabase()
  const statement = await db.agencyStatement.findFirst({
    where: { id, agency: inScope(scope) },
    include: { agency: { select: { id: true, name: true, countyCode: true } } },
  })
  if (!statement) return null
  const { agency } = statement
  const [county, setting, next, balances, lines] = await Promise.all([
    db.division.findUnique({ where: { code: agency.countyCode }, select: { name: true } }),
    db.countySetting.findUnique({ where: { countyCode: agency.countyCode } }),
    db.agencyStatement.findFirst({
      where: { agencyId: agency.id, number: { gt: statement.number } },
      orderBy: { number: 'asc' },
      select: { number: true },
    }),
    readAgencyBalances(db, [agency.id]),
    readLines({ id, agencyId: agency.id }, scope.agencyIds.includes(agency.id)),
  ])
  return {
    ...toRow(statement),
    agency,
    countyName: county?.name ?? '',
    reference: paymentReference('statement', id),
    transfer: setting?.transferAccount
      ? {
          payee: setting.transferPayee,
          bank: setting.transferBank,
          account: setting.transferAccount,
        }
      : null,
    carriedTo: next?.number ?? null,
    balanceFen: balances.get(agency.id) ?? 0,
    lines,
  }
}

async function readLines(
  statement: { id: number; agencyId: number },
  isOwnAgency: boolean,
): Promise<AgencyStatementLineRow[]> {
  const db = readDatabase()
  const movements = await readStatedMovements(db, statement)
  const postings = await db.posting.findMany({
    where: { onStatement: { statementId: statement.id } },
    select: { id: true, fromAccount: true, toAccount: true },
  })
  const orderIdOf = new Map(
    postings.flatMap(({ id, fromAccount, toAccount }) =>
      [fromAccount, toAccount].flatMap((name) => {
        const account = parseAccount(name)
        return account?.kind === 'order' ? [[id, account.orderId] as const] : []
      }),
    ),
  )
  const orders = await db.order.findMany({
    where: { id: { in: [...new Set(orderIdOf.values())] } },
    select: { id: true, number: true, accountId: true },
  })
  const nameOf = isOwnAgency ? await readNames(orders.flatMap(({ accountId }) => accountId ?? [])) : new Map()
  const byId = new Map(orders.map((order) => [order.id, order]))
  return movements.map((each, i) => {
    const order = byId.get(orderIdOf.get(each.postingId) ?? '')
    return {
      position: i + 1,
      businessDay: each.businessDay,
      kind: each.kind,
      amountFen: each.amountFen,
      orderNumber: order?.number ?? null,
      memberName: nameOf.get(order?.accountId ?? 0) ?? null,
    }
  })
}

async function readNames(accountIds: readonly number[]): Promise<Map<number, string>> {
  const accounts = await readDatabase().account.findMany({
    where: { id: { in: [...new Set(accountIds)] } },
    select: { id: true, nameSealed: true },
  })
  return new Map(accounts.map(({ id, nameSealed }) => [id, openText('account.name', nameSealed)]))
}

/** The agencies of a county that ever had something on their account, those that owe most first. */
export async function readCountyAgencies(scope: Scope): Promise<CountyAgencyRow[]> {
  const db = readDatabase()
  const agencies = await db.agency.findMany({
    where: { OR: scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })) },
    select: { id: true, name: true, statements: { orderBy: { number: 'desc' }, take: 1 } },
  })
  const balances = await readAgencyBalances(
    db,
    agencies.map(({ id }) => id),
  )
  return agencies
    .filter(({ id }) => balances.has(id))
    .map(({ id, name, statements: [last] }) => ({
      id,
      name,
      balanceFen: balances.get(id) ?? 0,
      last: last ? toRow(last) : null,
    }))
    .sort((a, b) => b.balanceFen - a.balanceFen || a.name.localeCompare(b.name, 'zh-CN'))
}
