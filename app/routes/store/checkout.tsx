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
import type { ShownDifference } from '#app/domain/ordering/compare-shown.ts'
import { isCardInTime } from '#app/domain/payment/card-session.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { NotOrdered } from '#app/ui/ordering/not-ordered.tsx'
import { OrderTotals } from '#app/ui/ordering/order-totals.tsx'
import { PayChoices } from '#app/ui/ordering/pay-choices.tsx'
import { PlainLine } from '#app/ui/ordering/plain-line.tsx'
import { Trip } from '#app/ui/ordering/trip.tsx'
import { eventPlace, goodsNames, splitText, whyHere } from '#app/ui/ordering/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { readSplits } from '#app/web/basket-request.server.ts'
import { isCardOffered } from '#app/web/card-offered.server.ts'
import { checkoutForm } from '#app/web/checkout-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.ordering_checkout_title() }) }]

const FIRST_CHOICE = { capacity: 'personal', agencyId: '', payBy: 'desk' }

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const [page, frame] = await Promise.all([
    readCheckoutPage(actor, scope, readSplits(args.request)),
    readStoreFrame(actor),
  ])
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
    return json({ refused: { code, text: refusalText(code), differences }, chosen: FIRST_CHOICE }, 400)
  }
  const { capacity, agencyId, payBy } = form.value
  const verdict = await placeOrder(actor, scope, form.value)
  if (verdict.ok) return redirect(paths.order(verdict.value.orderId, { done: 'placed' }))
  const { code, facts, differences = [] } = verdict
  if (code === 'already-ordered') return redirect(paths.order(String(facts?.orderId)))
  if (code === 'not-found') throw new Response(null, { status: 404 })
  return json(
    {
      refused: { code, text: refusalText(code, facts), differences },
      chosen: { capacity, agencyId: String(agencyId), payBy },
    },
    { status: statusOf(verdict) },
  )
}

export default function Checkout() {
  const { basket, standings, cardIsClosed, placementKey, viewer } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const chosen = answer?.chosen ?? FIRST_CHOICE
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.basket({ split: splitText(basket.splits) })}>
        {m.ordering_checkout_back()}
      </BackLink>
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
            <PayChoices
              standings={standings}
              totalFen={basket.totals.amountFen}
              cardIsClosed={cardIsClosed}
              chosen={chosen}
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
