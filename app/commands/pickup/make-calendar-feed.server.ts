import { randomBytes } from 'node:crypto'
import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { hashText } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reachesAgency, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const TOKEN_BYTES = 32

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Makes the secret of a calendar's address: the actor's own, or with `agencyId` that agency's. It is answered once and
 * kept as a hash; the one there was stops working. The form that made it sent again changes nothing: no token.
 */
export async function makeCalendarFeed(
  actor: Actor,
  scope: Scope,
  input: { formKey: string; agencyId: number | null },
  deps = liveDeps,
): Promise<Verdict<{ token: string | null }, 'not-found'>> {
  const { formKey, agencyId } = input
  if (agencyId !== null && !(can(actor, 'agency:read') && reachesAgency(scope, agencyId)))
    return refuse('not-found')
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const owner = agencyId === null ? { accountId: actor.accountId } : { agencyId }
  return inTransaction(async (tx) => {
    if (agencyId === null)
      await tx.$queryRaw`SELECT 1 FROM account WHERE id = ${actor.accountId} FOR NO KEY UPDATE`
    else await tx.$queryRaw`SELECT 1 FROM agency WHERE id = ${agencyId} FOR NO KEY UPDATE`
    const last = await tx.calendarFeed.findFirst({ where: owner, select: { formKey: true } })
    if (last?.formKey === formKey) return accept({ token: null })
    const made = {
      formKey,
      tokenHash: hashText('calendar-feed.token', token),
      madeBy: actor.accountId,
      madeAt: deps.now(),
    }
    await tx.calendarFeed.upsert({
      where: owner,
      create: { ...owner, ...made },
      update: made,
      select: { id: true },
    })
    const agency = agencyId === null ? null : await tx.agency.findUniqueOrThrow({ where: { id: agencyId } })
    await recordActivity(tx, {
      countyCode: agency?.countyCode ?? (await countyOfAccount(tx, actor.accountId)),
      actorId: actor.accountId,
      act: 'calendar:link',
      subjectKind: agencyId === null ? 'account' : 'agency',
      subjectId: agencyId ?? actor.accountId,
    })
    return accept({ token })
  })
}
