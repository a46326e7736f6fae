import type { Position } from '#app/domain/access/tiers.ts'
import type { Transaction } from '../client.server.ts'
import { hashCode } from '../sealed/one-time-code.server.ts'
import { POSITION_COLUMNS, toPosition } from './positions.server.ts'

export type ClaimedInvitation = Position & { invitationId: number; invitedBy: number | null }

/**
 * Takes an open invitation, for whoever comes first: the update holds only while nobody has. Null when the code is
 * unknown, used, withdrawn or too old. Undone with the transaction.
 */
export async function claimInvitation(
  tx: Transaction,
  code: string,
  now: Date,
): Promise<ClaimedInvitation | null> {
  const open = { codeHash: hashCode(code), acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } }
  const { count } = await tx.invitation.updateMany({ where: open, data: { acceptedAt: now } })
  if (count === 0) return null
  const invitation = await tx.invitation.findUniqueOrThrow({
    where: { codeHash: open.codeHash },
    select: { id: true, invitedBy: true, ...POSITION_COLUMNS },
  })
  return { ...toPosition(invitation), invitationId: invitation.id, invitedBy: invitation.invitedBy }
}

/** Gives the role of a claimed invitation to an account, and says on the invitation who took it. */
export async function giveInvitedRole(
  tx: Transaction,
  claimed: ClaimedInvitation,
  accountId: number,
): Promise<void> {
  await tx.invitation.update({ where: { id: claimed.invitationId }, data: { acceptedBy: accountId } })
  await tx.assignment.create({
    data: {
      accountId,
      role: claimed.role,
      scopeCode: claimed.scopeCode,
      agencyId: claimed.agencyId,
      grantedBy: claimed.invitedBy,
    },
  })
}
