import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CalendarPlus } from 'lucide-react'
import { formatInstant, formatInstantDay, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type PublicEvent, readPublicEvent } from '#app/queries/pickup/public-event.server.ts'
import { standingText } from '#app/ui/catalogue/event-standing.ts'
import { GoodCards } from '#app/ui/catalogue/good-card.tsx'
import { breadcrumbs, pickupEvent } from '#app/ui/catalogue/linked-data.ts'
import { hoursText } from '#app/ui/catalogue/opening-hours.ts'
import { shelfGoods } from '#app/ui/catalogue/shelf-goods.ts'
import { placeInVillage } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink, Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readId, storePage, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? [
        { title: m.brand_title({ title: titleOf(data.event) }) },
        pickupEvent(data.origin, { ...data.event, title: titleOf(data.event) }),
        breadcrumbs(data.origin, [
          { name: m.store_events_title(), path: paths.events() },
          { name: titleOf(data.event), path: paths.event(data.event.id) },
        ]),
      ]
    : []

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const id = readId(args.params.id)
  const after = new URL(args.request.url).searchParams.get('after')
  const [event, frame] = await Promise.all([id && readPublicEvent(id, after), readStoreFrame(actor)])
  if (!event) throw notFound()
  return storePage(args.context, actor, {
    event,
    isFirst: after === null,
    origin: publicOrigin(args.request),
    viewer: storeViewer(actor, frame),
  })
}

function titleOf(event: Pick<PublicEvent, 'startsAt' | 'village'>): string {
  return m.store_event_title({ day: formatInstantDay(event.startsAt), village: event.village })
}

export default function Event() {
  const { event, isFirst, viewer } = useLoaderData<typeof loader>()
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.events()}>{m.store_events_title()}</BackLink>
      <div className="stack">
        <h1 className="head">{titleOf(event)}</h1>
        <Standing event={event} />
        <EventFacts event={event} />
        {event.standing !== 'cancelled' && event.standing !== 'over' && (
          <TapLink icon={CalendarPlus} href={paths.eventCalendar(event.id)}>
            {m.store_event_calendar()}
          </TapLink>
        )}
      </div>
      {event.standing === 'taking-orders' && (
        <section className="mt-6" aria-labelledby="goods">
          <h2 className="mb-2" id="goods">
            {m.store_event_goods()}
          </h2>
          {event.cards.length === 0 ? (
            <EmptyState title={m.store_event_no_goods()}>{m.store_event_no_goods_yet()}</EmptyState>
          ) : (
            <GoodCards goods={shelfGoods(event.cards)} />
          )}
          <Pagination
            nextHref={event.nextAfter && paths.event(event.id, { after: event.nextAfter })}
            firstHref={isFirst ? null : paths.event(event.id)}
          />
        </section>
      )}
    </SiteLayout>
  )
}

function Standing({ event }: { event: PublicEvent }) {
  const text = standingText(event.standing)
  if (text === null) return null
  return (
    <Note tone="look" title={text}>
      <p className="mt-2">
        <ButtonLink href={paths.events()}>{m.store_event_others()}</ButtonLink>
      </p>
    </Note>
  )
}

function EventFacts({ event }: { event: PublicEvent }) {
  return (
    <Facts
      facts={[
        { key: 'when', name: m.store_event_when(), value: formatPickupTime(event.startsAt, event.endsAt) },
        {
          key: 'where',
          name: m.offer_where(),
          value: m.joined({ first: placeInVillage(event), second: event.town }),
        },
        ...(event.servicePoint
          ? [
              {
                key: 'point',
                name: m.point_one(),
                value: (
                  <>
                    {event.servicePoint.name}
                    <br />
                    <span className="soft">
                      {m.point_open({ hours: hoursText(event.servicePoint.openingHours) })}
                    </span>
                  </>
                ),
              },
            ]
          : []),
        { key: 'cut-off', name: m.offer_cut_off(), value: formatInstant(event.cutOffAt) },
        {
          key: 'serves',
          name: m.store_event_serves(),
          value: (
            <ul className="flex flex-wrap gap-x-4">
              {event.serves.map((village) => (
                <li key={village.code}>
                  <a href={paths.village(village.code)}>{village.name}</a>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}
