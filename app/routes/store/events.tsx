import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readUpcomingEvents } from '#app/queries/pickup/upcoming-events.server.ts'
import { EventRows } from '#app/ui/catalogue/event-row.tsx'
import { standingText } from '#app/ui/catalogue/event-standing.ts'
import { eventPlace } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { publicRoute } from '#app/web/guard.server.ts'
import { readId, storePage, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.store_events_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const after = readId(new URL(args.request.url).searchParams.get('after'))
  const [upcoming, frame] = await Promise.all([readUpcomingEvents(after), readStoreFrame(actor)])
  return storePage(args.context, actor, {
    upcoming,
    isFirst: after === null,
    viewer: storeViewer(actor, frame),
  })
}

export default function Events() {
  const { upcoming, isFirst, viewer } = useLoaderData<typeof loader>()
  const { events, nextAfter } = upcoming
  return (
    <SiteLayout viewer={viewer}>
      <div className="lead">
        <h1>{m.store_events_title()}</h1>
        <p>{m.store_events_lead()}</p>
      </div>
      {events.length === 0 ? (
        <EmptyState
          title={m.store_events_none()}
          action={<ButtonLink href={paths.catalogue()}>{m.error_way_on()}</ButtonLink>}
        />
      ) : (
        <EventRows
          events={events.map(({ goodsCount, ...event }) => ({
            ...event,
            href: paths.event(event.id),
            place: eventPlace(event),
            note: standingText(event.standing),
            goodsCount: goodsCount ?? undefined,
          }))}
        />
      )}
      <Pagination
        nextHref={nextAfter === null ? null : paths.events({ after: nextAfter })}
        firstHref={isFirst ? null : paths.events()}
      />
    </SiteLayout>
  )
}
