import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CalendarPlus } from 'lucide-react'
import { z } from 'zod'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { formatInstant, formatInstantDay, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { shownNotice } from '#app/i18n/notice-mail.ts'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readOrderNotices } from '#app/queries/notices/order-notices.server.ts'
import { type OrderPage, readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { OrderNotices } from '#app/ui/notices/order-notices.tsx'
import { CancelOrderForm } from '#app/ui/ordering/cancel-order-form.tsx'
import { OrderBring } from '#app/ui/ordering/order-bring.tsx'
import { OrderProgress } from '#app/ui/ordering/order-progress.tsx'
import { OrderSum } from '#app/ui/ordering/order-sum.tsx'
import { fieldId, OrderTrip } from '#app/ui/ordering/order-trip.tsx'
import { PickupCode } from '#app/ui/ordering/pickup-code.tsx'
import { orderStateWord, stateTone } from '#app/ui/ordering/state-words.ts'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: m.brand_title({ title: titleOf(data.order) }) }] : []

const schema = z.union([
  z.object({
    intent: z.literal('change'),
    offerId: idField,
    eventId: idField,
    quantity: z.string().max(20).default(''),
  }),
  z.object({ intent: z.literal('cancel-line'), offerId: idField, eventId: idField }),
  z.object({ intent: z.literal('cancel-order') }),
])

/** Of anyone signed in, but only his own: who has left his agency still has the orders he pays himself. */
async function own(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = z.uuid().safeParse(args.params.id)
  if (!orderId.success) throw notFound()
  return { actor, scope: scopeOf(actor, rolesWith('order:read')), orderId: orderId.data }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const [order, notices, frame] = await Promise.all([
    readOrderPage(actor, scope, orderId),
    readOrderNotices(actor, orderId),
    readStoreFrame(actor),
  ])
  if (!order) throw notFound()
  const done = new URL(args.request.url).searchParams.get('done')
  return json(
    { order, notices: notices.map(shownNotice), done, viewer: storeViewer(actor, frame) },
    { headers: storeHeaders(actor) },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { value } = form
  const verdict =
    value.intent === 'change'
      ? await changeOrderLine(actor, scope, { orderId, ...value })
      : await cancelOrder(actor, scope, { orderId, part: value.intent === 'cancel-line' ? value : null })
  if (verdict.ok) {
    return redirect(paths.order(orderId, { done: value.intent === 'change' ? 'changed' : 'cancelled' }))
  }
  if (verdict.code === 'not-found') throw notFound()
  const field = value.intent === 'change' ? fieldId(value.eventId, value.offerId) : ''
  return json(
    { errors: { [field]: refusalText(verdict.code, verdict.facts) } },
    { status: statusOf(verdict) },
  )
}

function titleOf(order: Pick<OrderPage, 'state' | 'number' | 'pickupCode'>): string {
  return hasCode(order)
    ? m.ordering_order_title({ code: formatPickupCode(order.pickupCode) })
    : m.ordering_orders_number({ number: order.number })
}

/** While something is left to collect. */
function hasCode({ state }: Pick<OrderPage, 'state'>): boolean {
  return state === 'placed' || state === 'part-settled'
}

export default function Order() {
  const { order, notices, done, viewer } = useLoaderData<typeof loader>()
  const errors: Record<string, string> = useActionData<typeof action>()?.errors ?? {}
  const next = order.trips.find((trip) => trip.goods.some((line) => line.state === 'placed'))
  const canCancel = order.trips.some((trip) => trip.isOpen)
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.orders()}>{m.ordering_orders_title()}</BackLink>
      <Done done={done} />
      <div className={hasCode(order) ? 'cols order-cols' : undefined}>
        {hasCode(order) ? (
          <PickupCode code={order.pickupCode} heading="h1">
            {order.trips
              .filter((trip) => trip.goods.some((line) => line.state === 'placed'))
              .map(({ event }) => (
                <TapLink key={event.id} icon={CalendarPlus} href={paths.eventCalendar(event.id)}>
                  {m.ordering_order_calendar_of({ day: formatInstantDay(event.startsAt) })}
                </TapLink>
              ))}
          </PickupCode>
        ) : (
          <h1 className="head">{titleOf(order)}</h1>
        )}
        <div className="stack head">
          {errors[''] && (
            <Note tone="bad" announce>
              {errors['']}
            </Note>
          )}
          <p>
            <Chip tone={stateTone(order.state)}>{orderStateWord(order.state)}</Chip>
          </p>
          <p className="soft">
            {m.ordering_order_number({ number: order.number, instant: formatInstant(order.placedAt) })}
          </p>
          {next && <OrderProgress event={next.event} isOpen={next.isOpen} />}
          {next && (
            <OrderBring
              payBy={order.payBy}
              agency={order.agency}
              goods={next.goods.filter((line) => line.state === 'placed')}
            />
          )}
          <section>
            <h2>{m.ordering_order_what()}</h2>
            {order.trips.map((trip) => (
              <OrderTrip key={trip.event.id} trip={trip} action={paths.order(order.id)} errors={errors} />
            ))}
            {order.state !== 'cancelled' && <OrderSum {...order} />}
          </section>
          {canCancel && <CancelOrderForm action={paths.order(order.id)} />}
          <OrderNotices notices={notices} />
        </div>
      </div>
    </SiteLayout>
  )
}

function Done({ done }: { done: string | null }) {
  if (done === 'placed') {
    return (
      <Note tone="ok" title={m.ordering_order_placed()} announce>
        {m.ordering_order_placed_how()}
      </Note>
    )
  }
  if (done !== 'changed' && done !== 'cancelled') return null
  return (
    <Note tone="ok" announce>
      {done === 'changed' ? m.ordering_order_changed() : m.ordering_order_cancelled_now()}
    </Note>
  )
}
