import { database } from '#app/db/client.server.ts'
import { applySession, type LookedAt, takeSessionsToLookAt } from '#app/db/payment/card-sessions.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { isLive } from '#app/domain/payment/card-session.ts'
import { type CardProvider, cardProvider, ProviderRefused } from '#app/gateways/card-provider.server.ts'

const liveDeps = { provider: cardProvider, now: (): Date => new Date() }
type Deps = typeof liveDeps

const AT_ONCE = 20

/**
 * Asks the provider what became of pages it said nothing of: news that never came is found within a minute. A page
 * whose order is gone is ended, one that ended without money is asked about for some days more, and one that was asked for without an answer is asked for again under its key.
 * Safe beside another process. Returns how many pages were looked at.
 */
export async function lookAfterCardSessions(_actor: SystemActor, deps: Deps = liveDeps): Promise<number> {
  const provider = deps.provider()
  if (!provider) return 0
  const due = await takeSessionsToLookAt(database(), AT_ONCE)
  for (const session of due) {
    try {
      await lookAt(provider, session, deps.now())
    } catch (error) {
      if (!(error instanceof ProviderRefused)) {
        console.error('a card session could not be looked at and is looked at again', error)
        continue
      }
      // It knows no such page, or would not open it: nothing can be paid there.
      await database().cardSession.updateMany({
        where: { id: session.id, state: { in: ['opening', 'open'] } },
        data: { state: session.providerId === null ? 'refused' : 'expired', endedAt: deps.now() },
      })
    }
  }
  return due.length
}

async function lookAt(provider: CardProvider, session: LookedAt, now: Date): Promise<void> {
  const { id, providerId } = session
  if (providerId === null) {
    if (session.expiresAt <= now) throw new ProviderRefused('never-opened')
    const opened = await provider.openSession({
      key: id,
      amountFen: safeFen(session.amountFen),
      expiresAt: session.expiresAt,
      returnUrl: session.returnUrl,
      orderNumber: session.orderNumber,
    })
    await database().cardSession.updateMany({
      where: { id, state: 'opening' },
      data: { state: 'open', ...opened },
    })
    return
  }
  const isOver = isLive(session.state) && (session.isOver || session.expiresAt <= now)
  const seen = isOver ? await provider.endSession(providerId) : await provider.readSession(providerId)
  await inTransaction((tx) => applySession(tx, seen, now))
}
