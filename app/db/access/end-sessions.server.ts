import type { Transaction } from '../client.server.ts'

/** Signs an account out of every browser, and ends codes for a new password that are still about. */
export async function endSessions(tx: Transaction, accountId: number, now: Date): Promise<void> {
  await tx.session.deleteMany({ where: { accountId } })
  await tx.passwordReset.updateMany({
    where: { accountId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  })
}
