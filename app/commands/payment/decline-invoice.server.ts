import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { holdInvoiceVersion } from '#app/db/payment/hold-invoice-version.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type AnswerableCode,
  type DeclineTextCode,
  judgeAnswerable,
  readDeclineReason,
} from '#app/domain/payment/invoice-request.ts'

export type DeclineInvoiceCode = 'not-found' | AnswerableCode | DeclineTextCode

/** Says that the county's office does not issue a version of a request, with a reason that the buyer reads. */
export async function declineInvoice(
  actor: Actor,
  scope: Scope,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<Verdict<null, DeclineInvoiceCode>> {
  if (!can(actor, 'invoice:work')) return refuse('not-found')
  return decideInTransaction<null, DeclineInvoiceCode>(async (tx) => {
    const held = await holdInvoiceVersion(tx, scope, requestId)
    if (!held) return refuse('not-found')
    const { orderId, countyCode, asked, versions } = held
    const answerable = judgeAnswerable(asked.version, versions)
    if (!answerable.ok) return answerable
    const words = readDeclineReason(reason)
    if (!words.ok) return words
    await tx.invoiceIssue.create({
      data: {
        id: randomUUID(),
        countyCode,
        requestId,
        outcome: 'declined',
        reasonSealed: sealText('invoice.reason', words.value),
        recordedBy: actor.accountId,
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'invoice:decline',
      subjectKind: 'invoice-request',
      subjectId: requestId,
      facts: { orderId, version: asked.version },
    })
    return accept(null)
  })
}
