import { database, type Transaction } from '#app/db/client.server.ts'
import { applySession } from '#app/db/payment/card-sessions.server.ts'
import { applyRefund } from '#app/db/payment/refunds.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { cardProvider } from '#app/gateways/card-provider.server.ts'

export type HearProviderInput = {
  /** The very bytes as text, which the signature is over. */
  body: string
  signature: string | null
}

const liveDeps = { provider: cardProvider, now: (): Date => new Date() }
type Deps = typeof liveDeps

/**
 * Hears what the card provider says happened. What it is about is fetched from the provider as it is now, so that
 * the order in which news comes does not matter, and is applied in one transaction with the news' own id, so that
 * neither is written without the other. Throws where the provider or the database does not answer: it will say so again.
 * Refuses `not-the-provider` where the signature is not its own.
 */
export async function hearProvider(
  _actor: SystemActor,
  { body, signature }: HearProviderInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ repeated: boolean }, 'not-the-provider' | 'card-not-offered'>> {
  const provider = deps.provider()
  if (!provider) return refuse('card-not-offered')
  const news = provider.hear(body, signature)
  if (!news) return refuse('not-the-provider')
  const { eventId, kind, about, objectId } = news
  if (await database().providerEvent.findUnique({ where: { id: eventId }, select: { id: true } })) {
    return accept({ repeated: true })
  }
  const session = about === 'session' ? await provider.readSession(objectId) : null
  const refund = about === 'refund' ? await provider.readRefund(objectId) : null
  const isNew = await inTransaction(async (tx) => {
    if (!(await recordNews(tx, { id: eventId, kind, objectId }))) return false
    if (session) await applySession(tx, session, deps.now())
    if (refund) await applyRefund(tx, refund.key, refund.said, deps.now())
    return true
  })
  return accept({ repeated: !isNew })
}

/** False where the same news was written before: the key, not a look-up, tells two that come at once. */
async function recordNews(
  tx: Transaction,
  row: { id: string; kind: string; objectId: string },
): Promise<boolean> {
  const written = await tx.providerEvent.createMany({ data: [row], skipDuplicates: true })
  return written.count === 1
}
