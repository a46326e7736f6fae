import { type Place, readPlaces } from '#app/db/access/places.server.ts'
import { POSITION_COLUMNS, toPosition } from '#app/db/access/positions.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type Actor, type Role, reachesPosition, type Scope } from '#app/domain/access/roles.ts'
import { isAbove, mayReset } from '#app/domain/access/tiers.ts'
import { maskPhone } from '#app/domain/access/visibility.ts'

export type PersonView = {
  accountId: number
  name: string
  phoneMasked: string | null
  hasEmail: boolean
  /** The roles that lie in the scope. */
  roles: {
    assignmentId: number
    role: Role
    place: Place | null
    agencyName: string | null
    fromAt: string
    mayEnd: boolean
  }[]
  /** Whether there are roles beside these, which only someone else may touch. */
  hasRolesElsewhere: boolean
  isSelf: boolean
  mayReset: boolean
}

/** One person as whoever stands above them sees them. Null when no role of theirs lies in the scope. */
export async function readPerson(actor: Actor, scope: Scope, accountId: number): Promise<PersonView | null> {
  const db = readDatabase()
  const account = await db.account.findUnique({
    where: { id: accountId, endedAt: null },
    select: {
      nameSealed: true,
      phoneSealed: true,
      emailHash: true,
      assignments: {
        where: { endedAt: null },
        orderBy: { id: 'asc' },
        select: {
          id: true,
          fromAt: true,
          ...POSITION_COLUMNS,
          agency: { select: { countyCode: true, name: true } },
        },
      },
    },
  })
  if (!account) return null
  const held = account.assignments.map((row) => ({ row, position: toPosition(row) }))
  const reached = held.filter(({ position }) => reachesPosition(scope, position))
  if (reached.length === 0) return null
  const places = await readPlaces(
    db,
    reached.flatMap(({ row }) => row.scopeCode ?? []),
  )
  const isSelf = accountId === actor.accountId
  return {
    accountId,
    name: openText('account.name', account.nameSealed),
    phoneMasked: account.phoneSealed && maskPhone(openText('account.phone', account.phoneSealed)),
    hasEmail: account.emailHash !== null,
    roles: reached.map(({ row, position }) => ({
      assignmentId: row.id,
      role: position.role,
      place: row.scopeCode === null ? null : (places.get(row.scopeCode) ?? null),
      agencyName: row.agency?.name ?? null,
      fromAt: row.fromAt.toISOString(),
      mayEnd: !isSelf && isAbove(actor, position),
    })),
    hasRolesElsewhere: reached.length < held.length,
    isSelf,
    mayReset:
      !isSelf &&
      mayReset(
        actor,
        held.map(({ position }) => position),
      ),
  }
}
