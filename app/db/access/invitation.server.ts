import type { Position } from '#app/domain/access/tiers.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Transaction } from '../client.server.ts'
import { hashCode } from '../sealed/one-time-code.server.ts'
import { POSITION_COLUMNS, toPosition } from './positions.server.ts'

export type OpenInvitation = Position & { id: number; invitedBy: number | null }

/** How long an invitation's code is good for. */
const INVITATION_DAYS = 14

export function invitationExpiry(now: Date): Date {
  return new Date(now.getTime() + INVITATION_DAYS * 86_400_000)
}

/**
 * Locks the open invitation of a code until the transaction ends. Null when the code is unknown, used, withdrawn or
 * too old; who comes second waits here and then finds it used.
 */
export async function lockInvitation(
  tx: Transaction,
  code: string,
  now: Date,
): Promise<OpenInvitation | null> {
  const [locked] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM invitation
    WHERE code_hash = ${hashCode(code)} AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ${now}
    FOR UPDATE`
  if (!locked) return null
  const row = await tx.invitation.findUniqueOrThrow({
    where: { id: locked.id },
    select: { invitedBy: true, ...POSITION_COLUMNS },
  })
  return { ...toPosition(row), id: locked.id, invitedBy: row.invitedBy }
}

/** Uses up a locked invitation: gives its role to the account. */
export async function giveInvitedRole(
  tx: Transaction,
  invitation: OpenInvitation,
  accountId: number,
  now: Date,
): Promise<void> {
  const { count } = await tx.invitation.updateMany({
    where: { id: invitation.id, acceptedAt: null },
    data: { acceptedAt: now, acceptedBy: accountId },
  })
  invariant(count === 1, 'an invitation is locked before it is used up')
  await tx.assignment.create({
    data: {
      accountId,
      role: invitation.role,
      scopeCode: invitation.scopeCode,
      agencyId: invitation.agencyId,
      grantedBy: invitation.invitedBy,
      fromAt: now,
    },
  })
}
