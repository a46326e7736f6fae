import { type Place, readPlaces } from '#app/db/access/places.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { isMailOn } from '#app/db/notices/write-notice.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Role } from '#app/domain/access/roles.ts'

export type OwnAccount = {
  name: string
  /** The person's own, so in full. */
  phone: string | null
  email: string | null
  roles: { id: number; role: Role; place: Place | null; agencyName: string | null; fromAt: string }[]
  /** Browsers signed in now, this one counted. */
  sessionCount: number
  /** How notices are mailed: to nobody where mail is not set up. */
  notices: { isMailOn: boolean; isMailWanted: boolean; unreadCount: number }
  /** When the address of the person's calendar was made; null where there is none. */
  calendarMadeAt: string | null
}

/** What somebody sees of themselves. */
export async function readOwnAccount(actor: Actor, now: Date): Promise<OwnAccount> {
  const db = readDatabase()
  const account = await db.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: {
      nameSealed: true,
      phoneSealed: true,
      emailSealed: true,
      mailWanted: true,
      calendarFeed: { select: { madeAt: true } },
      assignments: {
        where: { endedAt: null },
        orderBy: { id: 'asc' },
        select: { id: true, role: true, scopeCode: true, fromAt: true, agency: { select: { name: true } } },
      },
      _count: {
        select: { sessions: { where: { expiresAt: { gt: now } } }, notices: { where: { readAt: null } } },
      },
    },
  })
  const places = await readPlaces(
    db,
    account.assignments.flatMap((a) => a.scopeCode ?? []),
  )
  return {
    name: openText('account.name', account.nameSealed),
    phone: account.phoneSealed && openText('account.phone', account.phoneSealed),
    email: account.emailSealed && openText('account.email', account.emailSealed),
    roles: account.assignments.map((a) => ({
      id: a.id,
      role: a.role as Role,
      place: a.scopeCode === null ? null : (places.get(a.scopeCode) ?? null),
      agencyName: a.agency?.name ?? null,
      fromAt: a.fromAt.toISOString(),
    })),
    sessionCount: account._count.sessions,
    notices: {
      isMailOn: isMailOn(),
      isMailWanted: account.mailWanted,
      unreadCount: account._count.notices,
    },
    calendarMadeAt: account.calendarFeed?.madeAt.toISOString() ?? null,
  }
}
