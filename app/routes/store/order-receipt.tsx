import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { formatInstantWithYear, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type ReceiptPage, readReceiptPage } from '#app/queries/payment/receipt-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import {
  ReceiptPayments,
  ReceiptRefunds,
  ReceiptTotals,
  ReceiptTrip,
} from '#app/ui/payment/receipt-sheet.tsx'
import { type Fact, Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { readOrderId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: m.brand_title({ title: titleOf(data.receipt) }) }] : []

/** Of anyone signed in, but only his own order. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = readOrderId(args.params.id)
  const [receipt, frame] = await Promise.all([
    readReceiptPage(actor, scopeOf(actor, rolesWith('order:read')), orderId),
    readStoreFrame(actor),
  ])
  if (!receipt) throw notFound()
  const printedAt = new Date().toISOString()
  return json({ receipt, printedAt, viewer: storeViewer(actor, frame) }, { headers: storeHeaders(actor) })
}

function titleOf({ isReceipt }: Pick<ReceiptPage, 'isReceipt'>): string {
  return isReceipt ? m.receipt_title() : m.receipt_not_yet()
}

export default function OrderReceipt() {
  const { receipt, printedAt, viewer } = useLoaderData<typeof loader>()
  return (
    <SiteLayout viewer={viewer} className="report receipt">
      <div className="no-print">
        <BackLink href={paths.order(receipt.id)}>
          {m.ordering_orders_number({ number: receipt.number })}
        </BackLink>
        {receipt.isReceipt && <p className="soft">{m.receipt_print_how()}</p>}
      </div>
      <h1 className="head">{titleOf(receipt)}</h1>
      {receipt.isReceipt ? (
        <>
          <Facts facts={factsOf(receipt, printedAt)} />
          {receipt.trips.map((trip) => (
            <ReceiptTrip key={trip.event.id} trip={trip} />
          ))}
          <section>
            <ReceiptPayments payments={receipt.payments} />
          </section>
          <section>
            <ReceiptRefunds refunds={receipt.refunds} />
          </section>
          <ReceiptTotals sum={receipt.sum} />
          <p className="soft">{m.receipt_no_invoice()}</p>
        </>
      ) : (
        <Note>{m.receipt_not_yet_why()}</Note>
      )}
    </SiteLayout>
  )
}

const CAPACITIES = {
  personal: m.ordering_checkout_personal,
  union: m.ordering_checkout_union,
  canteen: m.ordering_checkout_canteen,
} as const

function factsOf(receipt: ReceiptPage, printedAt: string): Fact[] {
  const { county, payee, number, pickupCode, placedAt, capacity, agency } = receipt
  const isAgencys = capacity !== 'personal' && agency !== null
  return [
    {
      key: 'receiver',
      name: m.receipt_receiver(),
      value:
        payee === '' ? m.receipt_receiver_is({ county }) : m.receipt_receiver_is_payee({ payee, county }),
    },
    {
      key: 'order',
      name: m.receipt_order(),
      value: m.receipt_order_is({ number, code: formatPickupCode(pickupCode) }),
    },
    { key: 'placed', name: m.receipt_placed(), value: formatInstantWithYear(placedAt) },
    { key: 'capacity', name: m.receipt_capacity(), value: CAPACITIES[capacity]() },
    ...(isAgencys ? [{ key: 'agency', name: m.receipt_agency(), value: agency }] : []),
    { key: 'printed', name: m.receipt_printed(), value: formatInstantWithYear(printedAt) },
  ]
}
