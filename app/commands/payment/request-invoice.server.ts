import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { readOrderOwed } from '#app/db/handover/order-balance.server.ts'
import { readGoodsNet } from '#app/db/ledger/goods-net.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { readInvoiceVersions, sealInvoiceText } from '#app/db/payment/invoice-versions.server.ts'
import { lockMoneyOrder } from '#app/db/payment/prepaid-order.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { readSignInName } from '#app/domain/access/sign-in-name.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type AskCode,
  type InvoiceableCode,
  type InvoiceTextCode,
  invoiceableFen,
  judgeAsk,
  readInvoiceText,
  type TitleKind,
} from '#app/domain/payment/invoice-request.ts'

export type RequestInvoiceInput = {
  orderId: string
  /** The last version that the person was shown; 0 for none. */
  seenVersion: number
  titleKind: TitleKind
  title: string
  taxNumber: string
  email: string
  note: string
}

export type RequestInvoiceCode =
  | 'not-found'
  | 'invoice-email-unreadable'
  | InvoiceTextCode
  | InvoiceableCode
  | AskCode

type Asked = { version: number; amountFen: number; isNew: boolean }

/**
 * Asks for an invoice of the actor's own order, of what its goods net came to by the ledger. A change is a new version;
 * the same sent twice is one. No role is needed: who has left his agency keeps the orders he pays himself.
 */
export async function requestInvoice(
  actor: Actor,
  scope: Scope,
  input: RequestInvoiceInput,
): Promise<Verdict<Asked, RequestInvoiceCode>> {
  return decideInTransaction<Asked, RequestInvoiceCode>(async (tx) => {
    const { orderId, seenVersion } = input
    const own = await tx.order.findFirst({
      where: { ...ownOrders(actor, scope), id: orderId },
      select: { id: true },
    })
    const order = own && (await lockMoneyOrder(tx, own.id))
    if (!order) return refuse('not-found')
    const email = readEmail(input.email)
    if (email === null) return refuse('invoice-email-unreadable')
    const text = readInvoiceText({ ...input, email })
    if (!text.ok) return text
    const amount = invoiceableFen({
      goodsFen: await readGoodsNet(tx, orderId),
      owedFen: await readOrderOwed(tx, orderId),
    })
    if (!amount.ok) return amount
    const versions = await readInvoiceVersions(tx, orderId)
    const judged = judgeAsk(versions, seenVersion, { ...text.value, amountFen: amount.value })
    if (!judged.ok) return judged
    const last = versions.at(-1)?.version ?? 0
    const amountFen = amount.value
    if (judged.value === 'repeat') return accept({ version: last, amountFen, isNew: false })
    const { countyCode } = order
    const id = randomUUID()
    const version = last + 1
    await tx.invoiceRequest.create({
      data: {
        id,
        countyCode,
        orderId,
        version,
        ...sealInvoiceText(text.value),
        amountFen,
        requestedBy: actor.accountId,
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'invoice:request',
      subjectKind: 'invoice-request',
      subjectId: id,
      facts: { orderId, version, amountFen, titleKind: text.value.titleKind },
    })
    return accept({ version, amountFen, isNew: true })
  })
}

/** Empty where none was written; null for what is no address. */
function readEmail(written: string): string | null {
  if (written.trim() === '') return ''
  const read = readSignInName(written)
  return read?.kind === 'email' ? read.value : null
}
