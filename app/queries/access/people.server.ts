import { type Place, readPlaces } from '#app/db/access/places.server.ts'
import { positionWithinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { ROLES, type Role, type Scope } from '#app/domain/access/roles.ts'
import { maskPhone } from '#app/domain/access/visibility.ts'

const PAGE_SIZE = 50

export type PersonRow = {
  assignmentId: number
  accountId: number
  name: string
  phoneMasked: string | null
  role: Role
  place: Place | null
  agencyName: string | null
}
export type InvitationRow = {
  id: number
  role: Role
  place: Place | null
  agencyName: string | null
  expiresAt: string
}
export type PeopleView = {
  /** How many hold each role, roles that nobody holds left out. */
  roles: { role: Role; count: number }[]
  people: PersonRow[]
  /** Key of the last row, to go on from; null at the end. */
  nextAfter: number | null
  /** Codes that are out and not taken up; on the first page only. */
  invitations: InvitationRow[]
}

/** Who holds which role in the scope, a page by key, and the invitations that are out. */
export async function readPeople(
  scope: Scope,
  filter: { role: Role | null; after: number | null },
  now: Date,
): Promise<PeopleView> {
  const db = readDatabase()
  const inScope = positionWithinScope(scope)
  const live = { endedAt: null, account: { endedAt: null }, OR: inScope }
  const ofRole = filter.role === null ? {} : { role: filter.role }
  const [counts, rows, invitations] = await Promise.all([
    db.assignment.groupBy({ by: ['role'], where: live, _count: true }),
    db.assignment.findMany({
      where: { ...live, ...ofRole, id: { gt: filter.after ?? 0 } },
      orderBy: { id: 'asc' },
      take: PAGE_SIZE + 1,
      select: {
        id: true,
        accountId: true,
        role: true,
        scopeCode: true,
        agency: { select: { name: true } },
        account: { select: { nameSealed: true, phoneSealed: true } },
      },
    }),
    filter.after === null
      ? db.invitation.findMany({
          where: { OR: inScope, ...ofRole, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
          orderBy: { id: 'desc' },
          take: PAGE_SIZE,
          select: {
            id: true,
            role: true,
            scopeCode: true,
            expiresAt: true,
            agency: { select: { name: true } },
          },
        })
      : [],
  ])
  const page = rows.slice(0, PAGE_SIZE)
  const places = await readPlaces(
    db,
    [...page, ...invitations].flatMap((row) => row.scopeCode ?? []),
  )
  const placeOf = (code: string | null) => (code === null ? null : (places.get(code) ?? null))
  const countOf = new Map(counts.map((row) => [row.role, row._count]))
  return {
    roles: ROLES.flatMap((role) => {
      const count = countOf.get(role) ?? 0
      return count > 0 ? [{ role, count }] : []
    }),
    people: page.map((row) => ({
      assignmentId: row.id,
      accountId: row.accountId,
      name: openText('account.name', row.account.nameSealed),
      phoneMasked: row.account.phoneSealed && maskPhone(openText('account.phone', row.account.phoneSealed)),
      role: row.role as Role,
      place: placeOf(row.scopeCode),
      agencyName: row.agency?.name ?? null,
    })),
    nextAfter: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
    invitations: invitations.map((row) => ({
      id: row.id,
      role: row.role as Role,
      place: placeOf(row.scopeCode),
      agencyName: row.agency?.name ?? null,
      expiresAt: row.expiresAt.toISOString(),
    })),
  }
}
