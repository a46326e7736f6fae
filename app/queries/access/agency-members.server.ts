import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { AGENCY_ROLES, type AgencyRole, type Scope } from '#app/domain/access/roles.ts'
import { maskPhone } from '#app/domain/access/visibility.ts'

const PAGE_SIZE = 50

export type AgencyMembers = {
  agency: { id: number; name: string; memberLimitFen: number }
  agencies: { id: number; name: string }[]
  memberCount: number
  members: {
    assignmentId: number
    accountId: number
    name: string
    phoneMasked: string | null
    role: AgencyRole
  }[]
  nextAfter: number | null
  invitations: { id: number; expiresAt: string }[]
}

/** An agency's members, a page by key, and the invitations that are out. Null when the agency is not in scope. */
export async function readAgencyMembers(
  scope: Scope,
  filter: { agencyId: number | null; after: number | null },
  now: Date,
): Promise<AgencyMembers | null> {
  const db = readDatabase()
  const agencies = await db.agency.findMany({
    where: { id: { in: [...scope.agencyIds] } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, memberLimitFen: true },
  })
  const agency = filter.agencyId === null ? agencies[0] : agencies.find((each) => each.id === filter.agencyId)
  if (!agency) return null
  const live = {
    agencyId: agency.id,
    endedAt: null,
    account: { endedAt: null },
    role: { in: [...AGENCY_ROLES] },
  }
  const [memberCount, rows, invitations] = await Promise.all([
    db.assignment.count({ where: live }),
    db.assignment.findMany({
      where: { ...live, id: { gt: filter.after ?? 0 } },
      orderBy: { id: 'asc' },
      take: PAGE_SIZE + 1,
      select: {
        id: true,
        accountId: true,
        role: true,
        account: { select: { nameSealed: true, phoneSealed: true } },
      },
    }),
    db.invitation.findMany({
      where: {
        agencyId: agency.id,
        role: 'buyer',
        acceptedAt: null,
        withdrawnAt: null,
        expiresAt: { gt: now },
      },
      orderBy: { id: 'desc' },
      take: PAGE_SIZE,
      select: { id: true, expiresAt: true },
    }),
  ])
  const page = rows.slice(0, PAGE_SIZE)
  return {
    agency: { id: agency.id, name: agency.name, memberLimitFen: Number(agency.memberLimitFen) },
    agencies: agencies.map(({ id, name }) => ({ id, name })),
    memberCount,
    members: page.map((row) => ({
      assignmentId: row.id,
      accountId: row.accountId,
      name: openText('account.name', row.account.nameSealed),
      phoneMasked: row.account.phoneSealed && maskPhone(openText('account.phone', row.account.phoneSealed)),
      role: row.role as AgencyRole,
    })),
    nextAfter: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
    invitations: invitations.map((row) => ({ id: row.id, expiresAt: row.expiresAt.toISOString() })),
  }
}
