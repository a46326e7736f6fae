import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { readGoodsNet } from '#app/db/ledger/goods-net.server.ts'
import { holdInvoiceVersion, isInvoiceNumberUsed } from '#app/db/payment/hold-invoice-version.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type AnswerableCode,
  type IssueTextCode,
  judgeAnswerable,
  readIssued,
  standingVersion,
} from '#app/domain/payment/invoice-request.ts'

export type IssueInvoiceInput = {
  requestId: string
  number: string
  /** The day on the invoice. */
  issuedOn: string
  /** Of the red invoice that took back the one that stood; empty where none did. */
  redNumber: string
}

export type IssueInvoiceCode =
  | 'not-found'
  | 'invoice-above-goods'
  | 'invoice-number-used'
  | AnswerableCode
  | IssueTextCode

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Says that the county's office issued an invoice for a version of a request. Only the last version is issued, once,
 * and never above what the order's goods net come to by then; where an invoice of the order stands, a red invoice took
 * it back first.
 */
export async function issueInvoice(
  actor: Actor,
  scope: Scope,
  { requestId, ...written }: IssueInvoiceInput,
  deps: Deps = liveDeps,
): Promise<Verdict<null, IssueInvoiceCode>> {
  if (!can(actor, 'invoice:work')) return refuse('not-found')
  return decideInTransaction<null, IssueInvoiceCode>(async (tx) => {
    const held = await holdInvoiceVersion(tx, scope, requestId)
    if (!held) return refuse('not-found')
    const { orderId, countyCode, asked, versions } = held
    const answerable = judgeAnswerable(asked.version, versions)
    if (!answerable.ok) return answerable
    const standing = standingVersion(versions)
    const facts = { askedOn: civilDateOf(asked.requestedAt), today: civilDateOf(deps.now()), standing }
    const issued = readIssued(written, facts)
    if (!issued.ok) return issued
    const goodsFen = await readGoodsNet(tx, orderId)
    if (asked.amountFen > goodsFen) return refuse('invoice-above-goods', { goodsFen })
    const { number, issuedOn, redNumber } = issued.value
    // Eight digits are one invoice only together with a code that is not asked for.
    if (number.length === 20 && (await isInvoiceNumberUsed(tx, number))) return refuse('invoice-number-used')
    await tx.invoiceIssue.create({
      data: {
        id: randomUUID(),
        countyCode,
        requestId,
        outcome: 'issued',
        number,
        issuedOn: toDateColumn(issuedOn),
        redNumber,
        takesBackId: standing?.issueId ?? null,
        recordedBy: actor.accountId,
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'invoice:issue',
      subjectKind: 'invoice-request',
      subjectId: requestId,
      facts: {
        orderId,
        version: asked.version,
        amountFen: asked.amountFen,
        takesBackVersion: standing?.version ?? null,
      },
    })
    return accept(null)
  })
}
