import { type Place, readPlaces } from '#app/db/access/places.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { hashCode } from '#app/db/sealed/one-time-code.server.ts'
import type { Role } from '#app/domain/access/roles.ts'

export type InvitationView = { role: Role; place: Place | null; agencyName: string | null; expiresAt: string }

/** What an open invitation offers, for whoever holds its code. Null when it is unknown, used, withdrawn or too old. */
export async function readInvitation(code: string, now: Date): Promise<InvitationView | null> {
  const db = readDatabase()
  const invitation = await db.invitation.findUnique({
    where: { codeHash: hashCode(code), acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
    select: { role: true, scopeCode: true, expiresAt: true, agency: { select: { name: true } } },
  })
  if (!invitation) return null
  const { scopeCode } = invitation
  const places = await readPlaces(db, scopeCode === null ? [] : [scopeCode])
  return {
    role: invitation.role as Role,
    place: scopeCode === null ? null : (places.get(scopeCode) ?? null),
    agencyName: invitation.agency?.name ?? null,
    expiresAt: invitation.expiresAt.toISOString(),
  }
}
