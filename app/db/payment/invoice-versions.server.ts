import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { InvoiceOutcome, InvoiceText, TitleKind } from '#app/domain/payment/invoice-request.ts'
import type { Prisma, Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { openText, sealText } from '../sealed/field-cipher.server.ts'

/** One version of a request, opened, with what the office did with it. */
export type InvoiceVersion = InvoiceText & {
  id: string
  version: number
  amountFen: number
  requestedAt: Date
  outcome: InvoiceOutcome | null
  issueId: string | null
  number: string | null
  issuedOn: CivilDate | null
  redNumber: string | null
  /** Why it was declined; empty where it was not. */
  reason: string
}

const VERSION = {
  id: true,
  version: true,
  titleKind: true,
  titleSealed: true,
  taxNumberSealed: true,
  emailSealed: true,
  noteSealed: true,
  amountFen: true,
  requestedAt: true,
  issue: {
    select: { id: true, outcome: true, number: true, issuedOn: true, redNumber: true, reasonSealed: true },
  },
} satisfies Prisma.InvoiceRequestSelect

/** What a buyer says of an invoice, as it is kept. */
type SealedInvoiceText = {
  titleKind: string
  titleSealed: string
  taxNumberSealed: string | null
  emailSealed: string | null
  noteSealed: string | null
}

export function sealInvoiceText({
  titleKind,
  title,
  taxNumber,
  email,
  note,
}: InvoiceText): SealedInvoiceText {
  return {
    titleKind,
    titleSealed: sealText('invoice.title', title),
    taxNumberSealed: taxNumber === null ? null : sealText('invoice.tax-number', taxNumber),
    emailSealed: email === '' ? null : sealText('invoice.email', email),
    noteSealed: note === '' ? null : sealText('invoice.note', note),
  }
}

export function openInvoiceText(sealed: SealedInvoiceText): InvoiceText {
  const { titleKind, titleSealed, taxNumberSealed, emailSealed, noteSealed } = sealed
  return {
    titleKind: titleKind as TitleKind,
    title: openText('invoice.title', titleSealed),
    taxNumber: taxNumberSealed === null ? null : openText('invoice.tax-number', taxNumberSealed),
    email: emailSealed === null ? '' : openText('invoice.email', emailSealed),
    note: noteSealed === null ? '' : openText('invoice.note', noteSealed),
  }
}

/** All versions of an order's request, oldest first. */
export async function readInvoiceVersions(
  tx: Pick<Transaction, 'invoiceRequest'>,
  orderId: string,
): Promise<InvoiceVersion[]> {
  const rows = await tx.invoiceRequest.findMany({
    where: { orderId },
    orderBy: { version: 'asc' },
    select: VERSION,
  })
  return rows.map(({ id, version, amountFen, requestedAt, issue, ...sealed }) => ({
    ...openInvoiceText(sealed),
    id,
    version,
    amountFen: safeFen(amountFen),
    requestedAt,
    outcome: (issue?.outcome ?? null) as InvoiceOutcome | null,
    issueId: issue?.id ?? null,
    number: issue?.number ?? null,
    issuedOn: issue?.issuedOn ? fromDateColumn(issue.issuedOn) : null,
    redNumber: issue?.redNumber ?? null,
    reason: issue?.reasonSealed ? openText('invoice.reason', issue.reasonSealed) : '',
  }))
}
