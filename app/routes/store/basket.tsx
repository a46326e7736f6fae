import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { MessagesSquare } from 'lucide-react'
import { z } from 'zod'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { removeBasketLine } from '#app/commands/ordering/remove-basket-line.server.ts'
import { setBasketQuantities } from '#app/commands/ordering/set-basket-quantities.server.ts'
import { formatAbout, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { hasRefusalText, refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readBasketPage } from '#app/queries/ordering/basket-page.server.ts'
import type { BasketView } from '#app/queries/ordering/basket-view.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ThumbBar } from '#app/ui/layouts/thumb-bar.tsx'
import { BasketAside } from '#app/ui/ordering/basket-aside.tsx'
import { BasketLine } from '#app/ui/ordering/basket-line.tsx'
import { basketFieldId, QUANTITIES_FORM } from '#app/ui/ordering/basket-quantity.tsx'
import { BasketWishes } from '#app/ui/ordering/basket-wishes.tsx'
import { OneTrip } from '#app/ui/ordering/one-trip.tsx'
import { Trip } from '#app/ui/ordering/trip.tsx'
import { UnplacedGoods } from '#app/ui/ordering/unplaced-goods.tsx'
import { eventInShort, eventPlace, tripSum, whyHere } from '#app/ui/ordering/words.ts'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [
  { title: m.brand_title({ title: m.ordering_basket_not_ordered_title() }) },
]

/**
 * The offer's page posts here without an intent: that adds. In the basket all quantities are one form, so that those
 * typed and not yet sent are not lost by another button; `remove` is the button of one of them.
 */
const schema = z.object({
  intent: z.enum(['add', 'set']).default('add'),
  offerId: idField.optional(),
  quantity: z.string().max(20).default(''),
  remove: idField.optional(),
  lines: z
    .array(z.object({ offerId: idField, quantity: z.string().max(20).default('') }))
    .max(60)
    .default([]),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const [page, frame] = await Promise.all([readBasketPage(actor, scope), readStoreFrame(actor)])
  const refused = new URL(args.request.url).searchParams.get('refused') ?? ''
  return json(
    {
      ...page,
      notPlanned: hasRefusalText(refused) ? refusalText(refused) : null,
      viewer: storeViewer(actor, frame),
    },
    { headers: storeHeaders(actor) },
  )
}

/** What a visitor puts in is kept over signing in (guard), and put in then. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { intent, offerId, quantity, remove, lines } = form.value
  if (remove !== undefined) {
    const verdict = await removeBasketLine(actor, scope, { offerId: remove })
    return redirect(paths.basket({ refused: verdict.ok ? null : verdict.code }))
  }
  if (intent === 'set') {
    const verdict = await setBasketQuantities(actor, scope, lines)
    const refused = verdict.ok ? verdict.value.refused : []
    if (refused.length === 0) return redirect(paths.basket({ refused: verdict.ok ? null : verdict.code }))
    const errors = refused.map(({ offerId: id, refusal }): [string, string] => [
      basketFieldId(id),
      refusalText(refusal.code, refusal.facts),
    ])
    return json({ errors: Object.fromEntries(errors), notPut: null }, 400)
  }
  if (offerId === undefined) throw new Response(null, { status: 400 })
  const verdict = await putBasketLine(actor, scope, { offerId, quantity, how: 'add' })
  if (verdict.ok) return redirect(paths.basket())
  const notPut = { offerId, text: refusalText(verdict.code, verdict.facts) }
  return json({ errors: {}, notPut }, { status: statusOf(verdict) })
}

export default function Basket() {
  const { basket, towns, notPlanned, viewer } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const errors: Record<string, string> = answer?.errors ?? {}
  if (basket === null) {
    return (
      <SiteLayout viewer={viewer}>
        <h1 className="head">{m.ordering_basket_title()}</h1>
        {answer?.notPut && <NotPut {...answer.notPut} />}
        <EmptyState
          title={m.ordering_basket_empty_title()}
          action={<ButtonLink href={paths.catalogue()}>{m.footer_goods()}</ButtonLink>}
        >
          {m.ordering_basket_empty()}
        </EmptyState>
        {/* Who went back here from an order looks for that. */}
        <p>
          <TapLink href={paths.orders()}>{m.ordering_orders_title()}</TapLink>
        </p>
        <PasteLink />
      </SiteLayout>
    )
  }
  const indexOf = placesIn(basket)
  return (
    <SiteLayout viewer={viewer} thumb={basket.trips.length > 0 && <ToCheckout totals={basket.totals} />}>
      <div className="cols">
        <div>
          <h1 className="head">{headingOf(basket)}</h1>
          {answer?.notPut && <NotPut {...answer.notPut} />}
          {(notPlanned ?? Object.keys(errors).length > 0) && (
            <Note tone="bad" title={m.ordering_basket_not_changed()} announce>
              {notPlanned ?? Object.values(errors)[0]}
            </Note>
          )}
          <Note tone="look" title={m.ordering_basket_not_ordered()}>
            {m.ordering_basket_not_ordered_why()}
          </Note>
          {basket.oneTrip && <OneTrip trip={basket.oneTrip} />}
          {basket.trips.length > 1 && <ToTrips trips={basket.trips} />}
          <PasteLink />
          <form method="post" id={QUANTITIES_FORM} action={paths.basket()} />
          {basket.trips.map((trip) => (
            <Trip
              key={trip.event.id}
              anchor={`event-${trip.event.id}`}
              event={{ ...trip.event, place: eventPlace(trip.event) }}
              why={whyHere(trip.why)}
              sum={tripSum(trip)}
            >
              {trip.lines.map((line) => (
                <BasketLine
                  key={line.key}
                  line={line}
                  index={indexOf.get(line.goods.offerId) ?? 0}
                  planTo={paths.basketPlan()}
                  error={errors[basketFieldId(line.goods.offerId)]}
                />
              ))}
            </Trip>
          ))}
          <UnplacedGoods
            unplaced={basket.unplaced}
            firstIndex={indexOf.size - basket.unplaced.length}
            planTo={paths.basketPlan()}
            errors={errors}
          />
          <BasketWishes {...basket} towns={towns} action={paths.basketPlan()} />
        </div>
        {basket.trips.length > 0 && <BasketAside totals={basket.totals} checkoutHref={paths.checkout()} />}
      </div>
    </SiteLayout>
  )
}

/** The place of each offer among the quantities, those that go nowhere last. */
function placesIn({ trips, unplaced }: BasketView): Map<number, number> {
  const offers = [...trips.flatMap((trip) => trip.lines), ...unplaced].map((line) => line.goods.offerId)
  return new Map([...new Set(offers)].map((offerId, index) => [offerId, index]))
}

function headingOf({ lineCount: count, unplaced, trips: { length: trips } }: BasketView): string {
  if (trips === 0) return m.ordering_basket_nowhere({ count })
  if (unplaced.length > 0) return m.ordering_basket_some({ count, trips })
  return trips === 1 ? m.ordering_basket_one_trip({ count }) : m.ordering_basket_trips({ count, trips })
}

/** Each trip of several with what it comes to, as a way down the page. */
function ToTrips({ trips }: Pick<BasketView, 'trips'>) {
  return (
    <nav aria-label={m.ordering_basket_trips_nav()}>
      <ul className="to-trips">
        {trips.map((trip) => (
          <li key={trip.event.id}>
            <TapLink href={`#event-${trip.event.id}`}>{eventInShort(trip.event)}</TapLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** At the thumb of a phone all the way down: what it comes to, that it is not ordered, and the way on. */
function ToCheckout({ totals }: Pick<BasketView, 'totals'>) {
  const amount = formatMoney(totals.amountFen)
  return (
    <ThumbBar
      onlyPhone
      action={
        <ButtonLink tone="go" href={paths.checkout()}>
          {m.ordering_basket_to_checkout()}
        </ButtonLink>
      }
    >
      <strong>{totals.estimatedFen > 0 ? formatAbout(amount) : amount}</strong>
      <span className="not-ordered">{m.ordering_basket_thumb()}</span>
    </ThumbBar>
  )
}

function PasteLink() {
  return (
    <p>
      <TapLink icon={MessagesSquare} href={paths.basketPaste()}>
        {m.chat_link()}
      </TapLink>
    </p>
  )
}

function NotPut({ offerId, text }: { offerId: number; text: string }) {
  return (
    <Note tone="bad" title={m.ordering_basket_not_put()} announce>
      <p>{text}</p>
      <TapLink href={paths.offer(offerId)}>{m.word_back()}</TapLink>
    </Note>
  )
}
