import { lockMoneyOrder } from '#app/db/payment/prepaid-order.server.ts'
import { sendRefund } from '#app/db/payment/refunds.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type MarkRefundSentInput = {
  refundId: string
  /** The day the bank sent it. */
  sentOn: string
  note: string
}

export type MarkRefundSentCode =
  | 'not-found'
  | 'refund-sent-already'
  | 'refund-goes-by-card'
  | 'sent-on-unreadable'
  | 'sent-on-out-of-range'
  | 'refund-note-missing'
  | 'refund-note-long'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

const LEAST_NOTE = 2
const MOST_NOTE = 200

/**
 * Says that the county's bank sent a refund: one by transfer, or one by card that the card would not take, which needs
 * a note of how it went instead. It leaves the bank's account, and the bank's own line may still come and meet it.
 */
export async function markRefundSent(
  actor: Actor,
  scope: Scope,
  { refundId, sentOn, note }: MarkRefundSentInput,
  deps: Deps = liveDeps,
): Promise<Verdict<null, MarkRefundSentCode>> {
  if (!can(actor, 'bank:work')) return refuse('not-found')
  return decideInTransaction<null, MarkRefundSentCode>(async (tx) => {
    const found = await tx.refund.findUnique({
      where: { id: refundId },
      select: { orderId: true, countyCode: true },
    })
    if (!found || !reaches(scope, found.countyCode)) return refuse('not-found')
    await lockMoneyOrder(tx, found.orderId)
    const refund = await tx.refund.findUniqueOrThrow({ where: { id: refundId } })
    if (refund.state === 'undone') return refuse('not-found')
    if (refund.state === 'sent') return refuse('refund-sent-already')
    if (refund.method === 'card' && refund.state !== 'failed') return refuse('refund-goes-by-card')
    if (!isCivilDate(sentOn)) return refuse('sent-on-unreadable')
    const now = deps.now()
    if (sentOn > civilDateOf(now) || sentOn < civilDateOf(refund.decidedAt)) {
      return refuse('sent-on-out-of-range', {
        firstOn: civilDateOf(refund.decidedAt),
        lastOn: civilDateOf(now),
      })
    }
    const words = note.trim()
    if (refund.method === 'card' && words.length < LEAST_NOTE) return refuse('refund-note-missing')
    if (words.length > MOST_NOTE) return refuse('refund-note-long', { most: MOST_NOTE })
    await sendRefund(tx, refundId, {
      now,
      providerId: null,
      actorId: actor.accountId,
      way: 'transfer',
      on: sentOn,
      ...(words === '' ? {} : { noteSealed: sealText('refund.note', words) }),
    })
    return accept(null)
  })
}
