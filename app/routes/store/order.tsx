import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CalendarPlus, FileText, Printer, ReceiptText } from 'lucide-react'
import { z } from 'zod'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { letColleagueCollect } from '#app/commands/ordering/let-colleague-collect.server.ts'
import { moveOrderLine } from '#app/commands/ordering/move-order-line.server.ts'
import { askToCharge } from '#app/commands/payment/ask-to-charge.server.ts'
import { payAtDesk } from '#app/commands/payment/pay-at-desk.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type Scope, scopeOf } from '#app/domain/access/roles.ts'
import { isHandedOver } from '#app/domain/ordering/order-states.ts'
import { formatInstant, formatInstantDay, formatMoney, formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { shownNotice } from '#app/i18n/notice-mail.ts'
import { hasRefusalText, refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readOrderNotices } from '#app/queries/notices/order-notices.server.ts'
import { type OrderPage, readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { OrderNotices } from '#app/ui/notices/order-notices.tsx'
import { CancelOrderForm } from '#app/ui/ordering/cancel-order-form.tsx'
import { ColleagueCollects } from '#app/ui/ordering/colleague-collects.tsx'
import { OrderBring } from '#app/ui/ordering/order-bring.tsx'
import { OrderProgress } from '#app/ui/ordering/order-progress.tsx'
import { OrderSum } from '#app/ui/ordering/order-sum.tsx'
import { fieldId, OrderTrip } from '#app/ui/ordering/order-trip.tsx'
import { PickupCode } from '#app/ui/ordering/pickup-code.tsx'
import { orderStateWord, stateTone } from '#app/ui/ordering/state-words.ts'
import { ChargePanel } from '#app/ui/payment/charge-panel.tsx'
import { PayAhead } from '#app/ui/payment/pay-ahead.tsx'
import { RefundList } from '#app/ui/payment/refund-list.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readOrderId, storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

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
  z.object({ intent: z.literal('move-line'), offerId: idField, eventId: idField, toEventId: idField }),
  z.object({ intent: z.enum(['let-colleague', 'collect-myself']), eventId: idField }),
  z.object({ intent: z.literal('cancel-order') }),
  z.object({ intent: z.literal('pay-at-desk') }),
  z.object({ intent: z.literal('ask-to-charge') }),
])

/** Of anyone signed in, but only his own: who has left his agency still has the orders he pays himself. */
async function own(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = readOrderId(args.params.id)
  return { actor, scope: scopeOf(actor, rolesWith('order:read')), orderId }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const [order, notices, frame] = await Promise.all([
    readOrderPage(actor, scope, orderId),
    readOrderNotices(actor, orderId),
    readStoreFrame(actor),
  ])
  if (!order) throw notFound()
  const search = new URL(args.request.url).searchParams
  const refused = search.get('refused')
  const said = { done: search.get('done'), refused: isPayRefusal(refused) ? refusalText(refused) : null }
  return json(
    { order, notices: notices.map(shownNotice), ...said, viewer: storeViewer(actor, frame) },
    { headers: storeHeaders(actor) },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope, orderId } = await own(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { value } = form
  const verdict = await act(actor, scope, orderId, value)
  if (verdict.ok) return redirect(paths.order(orderId, { done: DONE[value.intent] }))
  if (verdict.code === 'not-found') throw notFound()
  const field = value.intent === 'change' ? fieldId(value.eventId, value.offerId) : ''
  return json(
    { errors: { [field]: refusalText(verdict.code, verdict.facts) } },
    { status: statusOf(verdict) },
  )
}

const DONE = {
  change: 'changed',
  'move-line': 'event-chosen',
  'cancel-line': 'cancelled',
  'cancel-order': 'cancelled',
  'let-colleague': 'colleague-let',
  'collect-myself': 'collects-alone',
  'pay-at-desk': 'moved-to-desk',
  'ask-to-charge': 'charge-asked',
} as const

function act(actor: Actor, scope: Scope, orderId: string, value: z.infer<typeof schema>) {
  if (value.intent === 'change') return changeOrderLine(actor, scope, { orderId, ...value })
  if (value.intent === 'move-line') return moveOrderLine(actor, scope, { orderId, ...value })
  if (value.intent === 'pay-at-desk') return payAtDesk(actor, scope, { orderId })
  if (value.intent === 'ask-to-charge') return askToCharge(actor, scope, { orderId })
  if (value.intent === 'let-colleague' || value.intent === 'collect-myself') {
    const mayCollect = value.intent === 'let-colleague'
    return letColleagueCollect(actor, scope, { orderId, eventId: value.eventId, mayCollect })
  }
  return cancelOrder(actor, scope, { orderId, part: value.intent === 'cancel-line' ? value : null })
}

/** What may have kept from the card's page, or from asking a manager; the address is anybody's to write. */
function isPayRefusal(code: string | null): code is string {
  return code !== null && /^(card-|charge-|not-by-card$|nothing-to-pay$)/.test(code) && hasRefusalText(code)
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

function isAnythingGiven({ trips }: Pick<OrderPage, 'trips'>): boolean {
  return trips.some((trip) => trip.goods.some((line) => isHandedOver(line.state)))
}

/** Before anything was handed over or paid there is nothing to confirm. */
function hasReceipt(order: Pick<OrderPage, 'trips' | 'paidFen' | 'payment'>): boolean {
  return order.paidFen > 0 || order.payment.receivedFen > 0 || isAnythingGiven(order)
}

export default function Order() {
  const { order, notices, done, refused, viewer } = useLoaderData<typeof loader>()
  const errors: Record<string, string> = useActionData<typeof action>()?.errors ?? {}
  const next = order.trips.find((trip) => trip.goods.some((line) => line.state === 'placed'))
  const canCancel = order.trips.some((trip) => trip.isOpen)
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.orders()}>{m.ordering_orders_title()}</BackLink>
      <Done done={done} isPaid={order.payment.unpaidFen === 0 && order.payment.receivedFen > 0} />
      {refused && (
        <Note tone="bad" announce>
          {refused}
        </Note>
      )}
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
            {order.addedAt.map((instant) => (
              <span key={instant}>
                <br />
                {m.ordering_order_added({ instant: formatInstant(instant) })}
              </span>
            ))}
          </p>
          <PayAhead order={order} />
          <ChargePanel order={order} />
          {order.trips.map(({ event, colleagues }) => (
            <ColleagueCollects
              key={event.id}
              action={paths.order(order.id)}
              event={event}
              colleagues={colleagues}
            />
          ))}
          {next && <OrderProgress event={next.event} isOpen={next.isOpen} />}
          {next && (
            <OrderBring
              payBy={order.payBy}
              agency={order.agency}
              payment={order.payment}
              goods={next.goods.filter((line) => line.state === 'placed')}
            />
          )}
          <section>
            <h2>{next ? m.ordering_order_what() : m.ordering_order_was()}</h2>
            {order.trips.map((trip) => (
              <OrderTrip key={trip.event.id} trip={trip} action={paths.order(order.id)} errors={errors} />
            ))}
            {order.state !== 'cancelled' && <OrderSum {...order} />}
            <p className="flex flex-wrap gap-x-5">
              {order.state !== 'cancelled' && (
                <TapLink icon={Printer} href={paths.orderSheet(order.id)}>
                  {m.ordering_order_sheet()}
                </TapLink>
              )}
              {hasReceipt(order) && (
                <TapLink icon={ReceiptText} href={paths.orderReceipt(order.id)}>
                  {m.receipt_link()}
                </TapLink>
              )}
              {isAnythingGiven(order) && (
                <TapLink icon={FileText} href={paths.orderInvoice(order.id)}>
                  {m.invoice_link()}
                </TapLink>
              )}
            </p>
          </section>
          <RefundList refunds={order.payment.refunds} />
          {order.payment.noShowShareFen > 0 && (
            <p>{m.payment_no_show_shared({ amount: formatMoney(order.payment.noShowShareFen) })}</p>
          )}
          {canCancel && <CancelOrderForm action={paths.order(order.id)} />}
          <OrderNotices notices={notices} />
        </div>
      </div>
    </SiteLayout>
  )
}

const doneWords = {
  changed: m.ordering_order_changed,
  'event-chosen': m.ordering_order_moved,
  cancelled: m.ordering_order_cancelled_now,
  'moved-to-desk': m.payment_moved_to_desk,
  'charge-asked': m.charge_asked_now,
  'colleague-let': m.colleagues_let_now,
  'collects-alone': m.colleagues_taken_back_now,
}

function isDoneWord(done: string): done is keyof typeof doneWords {
  return done in doneWords
}

/** What became of a basket, where this is the page after it was ordered. */
const BASKET_DONE: Partial<Record<string, { tone: 'ok' | 'look'; title: () => string; how: () => string }>> =
  {
    placed: { tone: 'ok', title: m.ordering_order_placed, how: m.ordering_order_placed_how },
    joined: { tone: 'ok', title: m.ordering_order_joined, how: m.ordering_order_joined_how },
    before: { tone: 'look', title: m.ordering_order_before, how: m.ordering_order_before_how },
  }

function Done({ done, isPaid }: { done: string | null; isPaid: boolean }) {
  if (done === 'back-from-card')
    return isPaid ? null : <Note title={m.payment_back_title()}>{m.payment_back()}</Note>
  const said = done === null ? undefined : BASKET_DONE[done]
  if (said) {
    return (
      <Note tone={said.tone} title={said.title()} announce>
        {said.how()}
      </Note>
    )
  }
  if (done === null || !isDoneWord(done)) return null
  return (
    <Note tone="ok" announce>
      {doneWords[done]()}
    </Note>
  )
}
