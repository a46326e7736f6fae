import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { askToCharge } from '#app/commands/payment/ask-to-charge.server.ts'
import type { ShownDifference } from '#app/domain/ordering/compare-shown.ts'
import { isCardInTime } from '#app/domain/payment/card-session.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { Joining } from '#app/ui/ordering/joining.tsx'
import { NotOrdered } from '#app/ui/ordering/not-ordered.tsx'
import { OrderTotals } from '#app/ui/ordering/order-totals.tsx'
import { PayChoices } from '#app/ui/ordering/pay-choices.tsx'
import { PlainLine } from '#app/ui/ordering/plain-line.tsx'
import { Trip } from '#app/ui/ordering/trip.tsx'
import { eventPlace, goodsNames, tripSum, whyHere } from '#app/ui/ordering/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { isCardOffered } from '#app/web/card-offered.server.ts'
import { checkoutForm } from '#app/web/checkout-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.ordering_checkout_title() }) }]

const FIRST_CHOICE = { capacity: 'personal', agencyId: '', payBy: 'desk', isSeparate: false }

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const [page, frame] = await Promise.all([readCheckoutPage(actor, scope), readStoreFrame(actor)])
  if (page === null) throw redirect(paths.basket())
  return json(
    {
      ...page,
      cardIsClosed: cardIsClosed(page.firstCutOffAt),
      placementKey: randomUUID(),
      viewer: storeViewer(actor, frame),
    },
    { headers: storeHeaders(actor) },
  )
}

/** Why no card may pay; null where one may. */
function cardIsClosed(firstCutOffAt: string | null): 'not-offered' | 'too-late' | null {
  if (!isCardOffered()) return 'not-offered'
  const isInTime = firstCutOffAt === null || isCardInTime(new Date(), new Date(firstCutOffAt))
  return isInTime ? null : 'too-late'
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const form = await readForm(args.request, checkoutForm)
  if (!form.ok) {
    const code = 'checkout-incomplete'
    const differences: ShownDifference[] = []
    return json({ refused: { code, text: refusalText(code), differences }, chosen: null }, 400)
  }
  const { capacity, agencyId, payBy, isSeparate } = form.value
  // What is asked for is one order: it is not added to another that is to be paid at the desk.
  const isAsking = payBy === 'ask-agency'
  const input = isAsking
    ? { ...form.value, payBy: 'desk' as const, isSeparate: true }
    : { ...form.value, payBy }
  const verdict = await placeOrder(actor, scope, input)
  if (verdict.ok) {
    const { orderId, isJoined } = verdict.value
    if (isAsking) {
      // It is placed whatever comes of this; why nobody was asked is said on the order's page. A second tap has asked.
      const asked = await askToCharge(actor, scope, { orderId })
      if (!asked.ok && asked.code !== 'charge-asked-before')
        return redirect(paths.order(orderId, { done: 'placed', refused: asked.code }))
    }
    return redirect(paths.order(orderId, { done: isJoined ? 'joined' : 'placed' }))
  }
  const { code, facts, differences = [] } = verdict
  // A form gone back to and sent once more, changed or not: what it became is there to be changed.
  if (facts?.orderId !== undefined) return redirect(paths.order(String(facts.orderId), { done: 'before' }))
  if (code === 'not-found') throw new Response(null, { status: 404 })
  return json(
    {
      refused: { code, text: refusalText(code, facts), differences },
      chosen: { capacity, agencyId: String(agencyId), payBy, isSeparate },
    },
    { status: statusOf(verdict) },
  )
}

export default function Checkout() {
  const { basket, standings, joins, cardIsClosed, noShowSharePercent, placementKey, viewer } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const [first] = joins
  const chosen = answer?.chosen ?? {
    ...FIRST_CHOICE,
    // What there is already is added to, unless the buyer chooses otherwise.
    ...(first && { capacity: first.capacity, agencyId: String(first.agencyId), payBy: first.payBy }),
  }
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.basket()}>{m.ordering_checkout_back()}</BackLink>
      <div className="cols">
        <div>
          <h1 className="head">{m.ordering_checkout_title()}</h1>
          {answer ? (
            <NotOrdered {...answer.refused} now={basket} />
          ) : (
            <Note tone="look" title={m.ordering_basket_not_ordered()}>
              {m.ordering_checkout_not_ordered()}
            </Note>
          )}
          {basket.trips.map((trip) => (
            <Trip
              key={trip.event.id}
              event={{ ...trip.event, place: eventPlace(trip.event) }}
              why={whyHere(trip.why)}
              sum={tripSum(trip)}
            >
              {trip.lines.map((line) => (
                <PlainLine key={line.key} line={line} />
              ))}
            </Trip>
          ))}
          {basket.unplaced.length > 0 && (
            <div className="mt-5">
              <Note title={m.ordering_checkout_left_out()}>
                <p>{goodsNames(basket.unplaced.map((line) => line.goods))}</p>
                <p className="soft">{m.ordering_basket_unplaced_kept()}</p>
              </Note>
            </div>
          )}
        </div>
        {basket.trips.length > 0 && (
          <form method="post" className="aside stack head" aria-label={m.ordering_checkout_title()}>
            <input type="hidden" name="placementKey" value={placementKey} />
            <input type="hidden" name="basketId" value={basket.basketId} />
            <input type="hidden" name="basketVersion" value={basket.version} />
            <input type="hidden" name="shown" value={JSON.stringify(basket.shown)} />
            {joins.length > 0 && (
              <Joining joins={joins} hasAgencies={standings.length > 1} isSeparate={chosen.isSeparate} />
            )}
            <PayChoices
              standings={standings}
              totalFen={basket.totals.amountFen}
              cardIsClosed={cardIsClosed}
              noShowSharePercent={noShowSharePercent}
              chosen={chosen}
              joinsAtDesk={joins.some((join) => join.payBy === 'desk' && join.isWhole)}
            />
            <OrderTotals {...basket.totals} />
            <Button tone="go" size="big" wide>
              {m.ordering_checkout_order()}
            </Button>
          </form>
        )}
      </div>
    </SiteLayout>
  )
}
