/** A buyer's request for an invoice of one order of his own: what may be asked, what was, and what became of it. */
import { readDatabase } from '#app/db/client.server.ts'
import { readOrderOwed } from '#app/db/handover/order-balance.server.ts'
import { readGoodsNet } from '#app/db/ledger/goods-net.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { openInvoiceText, readInvoiceVersions } from '#app/db/payment/invoice-versions.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type InvoiceableCode,
  type InvoiceState,
  type InvoiceText,
  invoiceableFen,
  invoiceStateOf,
  standingVersion,
} from '#app/domain/payment/invoice-request.ts'

export type InvoiceVersionView = InvoiceText & {
  version: number
  state: InvoiceState
  amountFen: number
  requestedAt: string
  number: string | null
  issuedOn: CivilDate | null
  redNumber: string | null
  reason: string
}

export type InvoicePage = {
  orderId: string
  orderNumber: number
  agency: string | null
  /** In fen; or why none may be asked for now. */
  amount: Verdict<number, InvoiceableCode>
  /** Newest first. */
  versions: InvoiceVersionView[]
  /** The invoice that stands: a newer one is issued only once a red invoice has taken it back. */
  standing: { version: number; number: string | null } | null
  /** What the form begins with. */
  offered: InvoiceText
}

/** Null where there is no such order, or it is not the actor's. */
export async function readInvoicePage(
  actor: Actor,
  scope: Scope,
  orderId: string,
): Promise<InvoicePage | null> {
  const read = await readDatabase().$transaction(
    async (tx) => {
      const order = await tx.order.findFirst({
        where: { ...ownOrders(actor, scope), id: orderId },
        select: { number: true, capacity: true, agencyId: true, agency: { select: { name: true } } },
      })
      if (!order) return null
      const goodsFen = await readGoodsNet(tx, orderId)
      const owedFen = await readOrderOwed(tx, orderId)
      return { order, money: { goodsFen, owedFen }, versions: await readInvoiceVersions(tx, orderId) }
    },
    { isolationLevel: 'RepeatableRead' },
  )
  if (!read) return null
  const { order, money, versions } = read
  const standing = standingVersion(versions)
  const last = versions.at(-1)
  return {
    orderId,
    orderNumber: order.number,
    agency: order.capacity === 'personal' ? null : (order.agency?.name ?? null),
    amount: invoiceableFen(money),
    versions: versions
      .map(({ id: _id, issueId: _issueId, outcome: _outcome, requestedAt, ...version }) => ({
        ...version,
        requestedAt: requestedAt.toISOString(),
        state: invoiceStateOf(version.version, versions),
      }))
      .reverse(),
    standing: standing && { version: standing.version, number: standing.number },
    offered: last ? textOf(last) : await readOffered(actor, scope, order),
  }
}

function textOf({ titleKind, title, taxNumber, email, note }: InvoiceText): InvoiceText {
  return { titleKind, title, taxNumber, email, note }
}

const SEALED = {
  titleKind: true,
  titleSealed: true,
  taxNumberSealed: true,
  emailSealed: true,
  noteSealed: true,
} as const

/**
 * What the buyer asked for last, for goods bought in the same way; for an agency's, else what its members asked for
 * last: title and tax number of an organisation only, and never what another wrote beside them.
 */
async function readOffered(
  actor: Actor,
  scope: Scope,
  order: { capacity: string; agencyId: number | null },
): Promise<InvoiceText> {
  const isPersonal = order.capacity === 'personal'
  const bought = isPersonal
    ? { capacity: 'personal' }
    : { capacity: { not: 'personal' }, agencyId: order.agencyId }
  const latest = { orderBy: [{ requestedAt: 'desc' as const }, { id: 'desc' as const }], select: SEALED }
  const db = readDatabase()
  const own = await db.invoiceRequest.findFirst({
    where: { requestedBy: actor.accountId, order: bought },
    ...latest,
  })
  if (own) return { ...openInvoiceText(own), note: '' }
  const none: InvoiceText = {
    titleKind: isPersonal ? 'personal' : 'organisation',
    title: '',
    taxNumber: null,
    email: '',
    note: '',
  }
  const isMember = order.agencyId !== null && scope.agencyIds.includes(order.agencyId)
  if (isPersonal || !isMember) return none
  const agencys = await db.invoiceRequest.findFirst({
    where: { titleKind: 'organisation', order: bought },
    ...latest,
  })
  return agencys ? { ...openInvoiceText(agencys), email: '', note: '' } : none
}
