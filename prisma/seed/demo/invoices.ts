/** Invoices of the demo: one that the office has issued, and one that waits for it. */
import { issueInvoice } from '#app/commands/payment/issue-invoice.server.ts'
import { requestInvoice } from '#app/commands/payment/request-invoice.server.ts'
import { database } from '#app/db/client.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { taxNumberCheck } from '#app/domain/payment/tax-number.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

/** Of no organisation: its subject is all noughts. */
const TAX_NUMBER_BODY = '12510981000000000'
/** Of no invoice. */
const INVOICE_NUMBER = '00000000000000000001'

/** Asks for the first of a buyer's orders that an invoice can be had of. The id of the request, or null for none. */
async function askFirst(buyer: DemoPerson): Promise<string | null> {
  const orders = await database().order.findMany({
    where: { accountId: buyer.actor.accountId, kind: 'ahead' },
    orderBy: { number: 'asc' },
    select: { id: true },
  })
  for (const { id: orderId } of orders) {
    // What was not handed over or is not paid is refused, and so is not asked for.
    const asked = await requestInvoice(buyer.actor, scopeFor(buyer, 'order:read'), {
      orderId,
      seenVersion: 0,
      titleKind: 'organisation',
      title: `${buyer.place}（演示）`,
      taxNumber: TAX_NUMBER_BODY + taxNumberCheck(TAX_NUMBER_BODY),
      email: 'caiwu@example.org',
      note: '',
    })
    if (!asked.ok) continue
    const request = await database().invoiceRequest.findFirstOrThrow({
      where: { orderId },
      select: { id: true },
    })
    return request.id
  }
  return null
}

/** The first two of the buyers who have something to ask for do; the first of them is answered. */
export async function askForInvoices(office: DemoPerson, buyers: readonly DemoPerson[]): Promise<void> {
  const requests: string[] = []
  for (const buyer of buyers) {
    const requestId = requests.length < 2 ? await askFirst(buyer) : null
    if (requestId) requests.push(requestId)
  }
  const [first] = requests
  if (!first) return
  done(
    await issueInvoice(office.actor, scopeFor(office, 'invoice:work'), {
      requestId: first,
      number: INVOICE_NUMBER,
      // By the day it is now: a world begun before midnight may end after it.
      issuedOn: civilDateOf(new Date()),
      redNumber: '',
    }),
    'issuing an invoice',
  )
}
