/** Who is signed in: a cookie with a random token, its hash in the session table. */
import { createHash, randomBytes } from 'node:crypto'
import { createCookie } from '@remix-run/node'
import { settings } from '#app/config/env.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor, AgencyRole, DivisionRole, Role, RoleAssignment } from '#app/domain/access/roles.ts'
import { locale } from '#app/i18n/locale.ts'

const SESSION_DAYS = 30
/** Offices, where lists of people are open on a screen that others pass by, are signed out when idle this long. */
const OFFICE_IDLE_MINUTES = 30
const OFFICE_ROLES: readonly Role[] = ['county-office', 'town-desk', 'inspector', 'agency-manager']
/** Staff out in the yard and at the desk, on a phone of their own. */
const FIELD_IDLE_MINUTES = 12 * 60

/** `__Host-` and Secure as soon as the site is served over https. */
function sessionCookieName(): string {
  return settings().publicUrl?.protocol === 'https:' ? '__Host-yigou' : 'yigou'
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function sessionCookie() {
  return createCookie(sessionCookieName(), {
    httpOnly: true,
    path: '/',
    sameSite: 'lax',
    secure: settings().publicUrl?.protocol === 'https:',
    maxAge: SESSION_DAYS * 86_400,
  })
}

async function readToken(request: Request): Promise<string | null> {
  const header = request.headers.get('cookie')
  if (header === null) return null
  const token: unknown = await sessionCookie().parse(header)
  return typeof token === 'string' && /^[\w-]{43}$/.test(token) ? token : null
}

/** Whether a Cookie header carries a session, good or not: what it asks for is then its own. */
export function hasSessionCookie(header: string | undefined): boolean {
  if (header === undefined) return false
  const name = sessionCookieName()
  return header.split(';').some((pair) => pair.trimStart().startsWith(`${name}=`))
}

/**
 * Starts a session for an account, whose mails are in this page's language from now on. Returns the Set-Cookie
 * header; always a fresh token.
 */
export async function openSession(accountId: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + SESSION_DAYS * 86_400_000)
  await database().session.create({ data: { tokenHash: hashToken(token), accountId, expiresAt } })
  const language = locale()
  await database().account.updateMany({
    where: { id: accountId, language: { not: language } },
    data: { language },
  })
  return sessionCookie().serialize(token)
}

/** Starts a session in place of the request's own, if it had one. Returns the Set-Cookie header. */
export async function renewSession(request: Request, accountId: number): Promise<string> {
  await endSession(request)
  return openSession(accountId)
}

async function endSession(request: Request): Promise<void> {
  const token = await readToken(request)
  if (token !== null) await database().session.deleteMany({ where: { tokenHash: hashToken(token) } })
}

/** Ends the request's session. Returns the Set-Cookie header that clears the cookie. */
export async function closeSession(request: Request): Promise<string> {
  await endSession(request)
  return sessionCookie().serialize('', { maxAge: 0 })
}

/**
 * The signed-in person as of this request, or null. Ended accounts, roles and sessions count at once. `isByItself`: a
 * page asks, and not a person, who may have gone: that keeps no session from idling out.
 */
export async function readActor(
  request: Request,
  { isByItself = false }: { isByItself?: boolean } = {},
): Promise<Actor | null> {
  const token = await readToken(request)
  if (token === null) return null
  const session = await database().session.findUnique({
    where: { tokenHash: hashToken(token) },
    select: {
      tokenHash: true,
      lastSeenAt: true,
      expiresAt: true,
      account: {
        select: {
          id: true,
          endedAt: true,
          assignments: { where: { endedAt: null }, select: { role: true, scopeCode: true, agencyId: true } },
        },
      },
    },
  })
  const now = Date.now()
  if (!session || session.account.endedAt !== null || session.expiresAt.getTime() < now) return null
  const assignments = session.account.assignments.flatMap(toAssignment)
  const idleMs = now - session.lastSeenAt.getTime()
  if (idleMs > idleMinutes(assignments) * 60_000) return null
  if (idleMs > 60_000 && !isByItself) {
    await database().session.updateMany({
      where: { tokenHash: session.tokenHash },
      data: { lastSeenAt: new Date(now) },
    })
  }
  return { accountId: session.account.id, assignments }
}

/** How long somebody with these roles may be idle; buyers as long as their session lasts. */
function idleMinutes(assignments: readonly RoleAssignment[]): number {
  if (assignments.some((a) => OFFICE_ROLES.includes(a.role))) return OFFICE_IDLE_MINUTES
  return assignments.some((a) => a.scopeCode !== null) ? FIELD_IDLE_MINUTES : SESSION_DAYS * 1440
}

/** The roles of an account that just proved itself, before it has a session to be read from. */
export async function actorOf(accountId: number): Promise<Actor> {
  const rows = await database().assignment.findMany({
    where: { accountId, endedAt: null },
    select: { role: true, scopeCode: true, agencyId: true },
  })
  return { accountId, assignments: rows.flatMap(toAssignment) }
}

function toAssignment(row: {
  role: string
  scopeCode: string | null
  agencyId: number | null
}): RoleAssignment[] {
  if (row.scopeCode !== null)
    return [{ role: row.role as DivisionRole, scopeCode: row.scopeCode, agencyId: null }]
  if (row.agencyId !== null)
    return [{ role: row.role as AgencyRole, scopeCode: null, agencyId: row.agencyId }]
  return []
}
