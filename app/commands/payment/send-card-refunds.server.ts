import { database } from '#app/db/client.server.ts'
import { applyRefund, takeCardRefunds } from '#app/db/payment/refunds.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import type { ProviderRefund } from '#app/domain/payment/refund-states.ts'
import { cardProvider, ProviderRefused } from '#app/gateways/card-provider.server.ts'

const liveDeps = { provider: cardProvider, now: (): Date => new Date() }
type Deps = typeof liveDeps

const AT_ONCE = 20

/**
 * Sends the refunds that are due by card, and asks after those on their way. The refund's own id is the key, so that
 * one sent twice goes back once. A provider that does not answer is tried again, later each time; one that refuses
 * leaves it failed, for a person. Safe beside another process. Returns how many it took up.
 */
export async function sendCardRefunds(_actor: SystemActor, deps: Deps = liveDeps): Promise<number> {
  const provider = deps.provider()
  if (!provider) return 0
  const due = await takeCardRefunds(database(), AT_ONCE)
  for (const refund of due) {
    let said: ProviderRefund
    try {
      said =
        refund.providerId === null
          ? await provider.sendRefund({
              key: refund.id,
              paymentId: refund.paymentId,
              amountFen: safeFen(refund.amountFen),
            })
          : (await provider.readRefund(refund.providerId)).said
    } catch (error) {
      if (!(error instanceof ProviderRefused)) {
        console.error('a refund could not be sent and is tried again', error)
        continue
      }
      await database().refund.updateMany({
        where: { id: refund.id, state: { in: ['due', 'sending'] } },
        data: { state: 'failed' },
      })
      continue
    }
    await inTransaction((tx) => applyRefund(tx, refund.id, said, deps.now()))
  }
  return due.length
}
