import { invitationExpiry } from '#app/db/access/invitation.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { hashCode, makeCode } from '#app/db/sealed/one-time-code.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { isPlaceOf, type SystemActor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date(), makeCode }

/** The lock that keeps two servers starting at once from each opening a link. */
const FIRST_LINK_LOCK = 7_201_613

/**
 * While there is no account at all, makes the one-time invitation of a county's office, for the start script to print
 * as `/invite/CODE`. An earlier one that nobody took up ends with it.
 */
export async function openFirstLink(
  _actor: SystemActor,
  input: { countyCode: string },
  deps = liveDeps,
): Promise<Verdict<{ code: string; expiresAt: string }, 'county-unknown' | 'accounts-exist'>> {
  if (!isPlaceOf('county-office', input.countyCode)) return refuse('county-unknown')
  const code = deps.makeCode()
  const now = deps.now()
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_LINK_LOCK})`
    if ((await tx.account.count()) > 0) return refuse('accounts-exist')
    await tx.invitation.updateMany({
      where: { invitedBy: null, acceptedAt: null, withdrawnAt: null },
      data: { withdrawnAt: now },
    })
    const expiresAt = invitationExpiry(now)
    const { id } = await tx.invitation.create({
      data: {
        codeHash: hashCode(code),
        role: 'county-office',
        scopeCode: input.countyCode,
        createdAt: now,
        expiresAt,
      },
    })
    await recordActivity(tx, {
      countyCode: input.countyCode,
      actorId: null,
      act: 'account:open-first-link',
      subjectKind: 'invitation',
      subjectId: id,
      scopeCode: input.countyCode,
      facts: { role: 'county-office' },
    })
    return accept({ code, expiresAt: expiresAt.toISOString() })
  })
}
