import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { readForWhom } from '#app/domain/ordering/for-whom.ts'
import { formatInstant, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type OrderPage, readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { type Collected, CollectTable, WhoseTable } from '#app/ui/ordering/collect-tables.tsx'
import { eventInFull, eventPlace } from '#app/ui/ordering/words.ts'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { readOrderId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: m.brand_title({ title: titleOf(data.order) }) }] : []

/** Of anyone signed in, but only his own: it says which colleague has what. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = readOrderId(args.params.id)
  const [order, frame] = await Promise.all([
    readOrderPage(actor, scopeOf(actor, rolesWith('order:read')), orderId),
    readStoreFrame(actor),
  ])
  if (!order) throw notFound()
  return json({ order, viewer: storeViewer(actor, frame) }, { headers: storeHeaders(actor) })
}

function titleOf({ pickupCode }: Pick<OrderPage, 'pickupCode'>): string {
  return m.ordering_sheet_title({ code: formatPickupCode(pickupCode) })
}

export default function OrderSheet() {
  const { order, viewer } = useLoaderData<typeof loader>()
  const trips = order.trips
    .map((trip) => ({ ...trip, goods: trip.goods.filter((line) => line.state !== 'cancelled') }))
    .filter((trip) => trip.goods.length > 0)
  const all: Collected[] = trips.flatMap((trip) => trip.goods)
  return (
    <SiteLayout viewer={viewer} className="report">
      <div className="no-print">
        <BackLink href={paths.order(order.id)}>{m.ordering_orders_number({ number: order.number })}</BackLink>
        <p className="soft">{m.ordering_sheet_how()}</p>
      </div>
      <h1 className="head">{titleOf(order)}</h1>
      <p className="soft">
        {m.ordering_order_number({ number: order.number, instant: formatInstant(order.placedAt) })}
      </p>
      {trips.map((trip) => (
        <section key={trip.event.id} aria-labelledby={`sheet-${trip.event.id}`}>
          <h2 id={`sheet-${trip.event.id}`}>{eventInFull(trip.event)}</h2>
          <p>{eventPlace(trip.event)}</p>
          <CollectTable goods={trip.goods} />
        </section>
      ))}
      {all.some((line) => readForWhom(line.forWhom).length > 0) && <WhoseTable goods={all} />}
    </SiteLayout>
  )
}
