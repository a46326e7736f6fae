import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { Transaction } from '../client.server.ts'
import { type InvoiceVersion, readInvoiceVersions } from './invoice-versions.server.ts'
import { lockMoneyOrder } from './prepaid-order.server.ts'

/** A version whose order is held: it is answered once, and no newer one is asked for meanwhile. */
export type HeldVersion = {
  orderId: string
  countyCode: string
  asked: InvoiceVersion
  /** All of its order's, oldest first. */
  versions: InvoiceVersion[]
}

/** Holds the order of a version in scope. Null where there is no such version. */
export async function holdInvoiceVersion(
  tx: Transaction,
  scope: Scope,
  requestId: string,
): Promise<HeldVersion | null> {
  const found = await tx.invoiceRequest.findUnique({
    where: { id: requestId },
    select: { orderId: true, countyCode: true },
  })
  if (!found || !reaches(scope, found.countyCode)) return null
  await lockMoneyOrder(tx, found.orderId)
  const versions = await readInvoiceVersions(tx, found.orderId)
  const asked = versions.find(({ id }) => id === requestId)
  return asked ? { ...found, asked, versions } : null
}

/** Whether an invoice's number is recorded already. Two who record the same one take turns. */
export async function isInvoiceNumberUsed(tx: Transaction, number: string): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 AS held FROM pg_advisory_xact_lock(hashtextextended(${number}, 7201618))`
  return (await tx.invoiceIssue.count({ where: { number } })) > 0
}
