import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { can, type Permission } from '#app/domain/access/matrix.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** What the header of a staff room says: who is signed in and for where. */
export type RoomFrame = {
  who: string
  where: string
  /** What the person may do, for the links of the header. */
  may: Permission[]
}

const LINKED: Permission[] = [
  'import:preview',
  'account:read',
  'income:read',
  'income:export',
  'audit:read',
  'settings:change',
  'cleaning:work',
  'pairing:read',
  'pairing:work',
  'cooperative:read',
  'cooperative:work',
  'bank:work',
  'invoice:work',
  'price:enter',
  'calendar:declare',
  'county:read',
  'event:read',
  'event:plan',
  'point:keep',
  'exception:settle',
  'lot:list',
  'lot:approve',
  'group:read',
  'group:keep',
  'people:unmask',
  'agency:read',
]

/** The person's own name, and the divisions or agencies of their roles by name. */
export async function readRoomFrame(actor: Actor): Promise<RoomFrame> {
  const db = readDatabase()
  const account = await db.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: { nameSealed: true },
  })
  const codes = actor.assignments.flatMap((a) => (a.scopeCode === null ? [] : [a.scopeCode.slice(0, 12)]))
  const agencyIds = actor.assignments.flatMap((a) => (a.agencyId === null ? [] : [a.agencyId]))
  const [divisions, agencies] = await Promise.all([
    db.division.findMany({
      where: { code: { in: codes } },
      select: { shortName: true },
      orderBy: { code: 'asc' },
    }),
    db.agency.findMany({
      where: { id: { in: agencyIds } },
      select: { name: true },
      orderBy: { name: 'asc' },
    }),
  ])
  return {
    who: openText('account.name', account.nameSealed),
    where: [...divisions.map((d) => d.shortName), ...agencies.map((a) => a.name)].join(' · '),
    may: LINKED.filter((permission) => can(actor, permission)),
  }
}
