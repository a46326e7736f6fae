import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { removeBasketLine } from '#app/commands/ordering/remove-basket-line.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { hasRefusalText, refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readBasketPage } from '#app/queries/ordering/basket-page.server.ts'
import type { BasketView } from '#app/queries/ordering/basket-view.server.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { BasketAside } from '#app/ui/ordering/basket-aside.tsx'
import { BasketLine, basketFieldId } from '#app/ui/ordering/basket-line.tsx'
import { BasketWishes } from '#app/ui/ordering/basket-wishes.tsx'
import { OneTrip } from '#app/ui/ordering/one-trip.tsx'
import { Trip } from '#app/ui/ordering/trip.tsx'
import { UnplacedGoods } from '#app/ui/ordering/unplaced-goods.tsx'
import { eventPlace, splitText, whyHere } from '#app/ui/ordering/words.ts'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { idField, readSplits } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.ordering_basket_title() }) }]

/** The offer's page posts here without an intent: that adds. */
const schema = z.object({
  intent: z.enum(['add', 'set', 'remove']).default('add'),
  offerId: idField,
  quantity: z.string().max(20).default(''),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const [page, frame] = await Promise.all([
    readBasketPage(actor, scope, readSplits(args.request)),
    readStoreFrame(actor),
  ])
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
  const { intent, offerId, quantity } = form.value
  const verdict =
    intent === 'remove'
      ? await removeBasketLine(actor, scope, { offerId })
      : await putBasketLine(actor, scope, { offerId, quantity, how: intent })
  if (verdict.ok) return redirect(paths.basket({ split: splitText(readSplits(args.request)) }))
  const text = refusalText(verdict.code, verdict.facts)
  return json({ refused: { intent, offerId, text } }, { status: statusOf(verdict) })
}

export default function Basket() {
  const { basket, towns, notPlanned, viewer } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()?.refused
  if (basket === null) {
    return (
      <SiteLayout viewer={viewer}>
        <h1 className="head">{m.ordering_basket_title()}</h1>
        {refused && <NotPut {...refused} />}
        <EmptyState
          title={m.ordering_basket_empty_title()}
          action={<ButtonLink href={paths.catalogue()}>{m.footer_goods()}</ButtonLink>}
        >
          {m.ordering_basket_empty()}
        </EmptyState>
      </SiteLayout>
    )
  }
  const split = splitText(basket.splits)
  const linesTo = paths.basket({ split })
  const planTo = paths.basketPlan({ split })
  const errors = refused?.intent === 'set' ? { [basketFieldId(refused.offerId)]: refused.text } : {}
  return (
    <SiteLayout viewer={viewer}>
      <div className="cols">
        <div>
          <h1 className="head">{headingOf(basket)}</h1>
          {refused && <NotPut {...refused} />}
          {notPlanned && (
            <Note tone="bad" title={m.ordering_basket_not_changed()} announce>
              {notPlanned}
            </Note>
          )}
          <Note tone="look" title={m.ordering_basket_not_ordered()}>
            {m.ordering_basket_not_ordered_why()}
          </Note>
          {basket.trips.map((trip) => (
            <Trip
              key={trip.event.id}
              event={{ ...trip.event, place: eventPlace(trip.event) }}
              why={whyHere(trip.why)}
            >
              {trip.lines.map((line) => (
                <BasketLine
                  key={line.key}
                  line={line}
                  linesTo={linesTo}
                  planTo={planTo}
                  error={errors[basketFieldId(line.goods.offerId)]}
                />
              ))}
            </Trip>
          ))}
          {basket.oneTrip && <OneTrip trip={basket.oneTrip} />}
          {split && <TapLink href={paths.basket()}>{m.ordering_basket_split_undo()}</TapLink>}
          <UnplacedGoods
            unplaced={basket.unplaced}
            linesTo={linesTo}
            planTo={planTo}
            splitHref={(offerId) => paths.basket({ split: splitText([...basket.splits, offerId]) })}
            errors={errors}
          />
          <BasketWishes {...basket} towns={towns} action={planTo} />
        </div>
        {basket.trips.length > 0 && (
          <BasketAside totals={basket.totals} checkoutHref={paths.checkout({ split })} />
        )}
      </div>
    </SiteLayout>
  )
}

function headingOf({ lineCount: count, unplaced, trips: { length: trips } }: BasketView): string {
  if (trips === 0) return m.ordering_basket_nowhere({ count })
  if (unplaced.length > 0) return m.ordering_basket_some({ count, trips })
  return trips === 1 ? m.ordering_basket_one_trip({ count }) : m.ordering_basket_trips({ count, trips })
}

function NotPut({ intent, offerId, text }: { intent: string; offerId: number; text: string }) {
  const title = intent === 'add' ? m.ordering_basket_not_put() : m.ordering_basket_not_changed()
  return (
    <Note tone="bad" title={title} announce>
      <p>{text}</p>
      {intent === 'add' && <TapLink href={paths.offer(offerId)}>{m.word_back()}</TapLink>}
    </Note>
  )
}
