import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CalendarPlus } from 'lucide-react'
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { readVillage, type VillagePage } from '#app/queries/catalogue/village.server.ts'
import { EventRows } from '#app/ui/catalogue/event-row.tsx'
import { GoodCards } from '#app/ui/catalogue/good-card.tsx'
import { breadcrumbs } from '#app/ui/catalogue/linked-data.ts'
import { hoursText } from '#app/ui/catalogue/opening-hours.ts'
import { seasonText } from '#app/ui/catalogue/season-months.tsx'
import { shelfGoods } from '#app/ui/catalogue/shelf-goods.ts'
import { VillageSeasons } from '#app/ui/catalogue/village-seasons.tsx'
import { eventPlace, productName } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { storePage, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? [
        { title: m.brand_title({ title: titleOf(data.village) }) },
        breadcrumbs(data.origin, [
          { name: data.village.town.name, path: paths.catalogue({ village: data.village.town.code }) },
          { name: data.village.name, path: paths.village(data.village.code) },
        ]),
      ]
    : []

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const code = args.params.code ?? ''
  const [village, frame] = await Promise.all([
    isDivisionCode(code) ? readVillage(code) : null,
    readStoreFrame(actor),
  ])
  if (village === null) throw notFound()
  return storePage(args.context, actor, {
    village,
    origin: publicOrigin(args.request),
    viewer: storeViewer(actor, frame),
  })
}

function titleOf(village: Pick<VillagePage, 'name' | 'town'>): string {
  return m.joined({ first: village.name, second: village.town.name })
}

export default function Village() {
  const { village, viewer } = useLoaderData<typeof loader>()
  const { cards, events, points, seasons, town } = village
  const speciality = seasons[0]
  return (
    <SiteLayout viewer={viewer}>
      <BackLink href={paths.catalogue({ village: town.code })}>{town.name}</BackLink>
      <h1 className="head">{village.name}</h1>
      <p className="soft">{m.joined({ first: town.name, second: village.county })}</p>
      {speciality && (
        <p className="mt-2">
          {m.store_village_lead({
            product: productName(speciality),
            season: seasonText(speciality.months),
          })}
        </p>
      )}
      <section className="mt-6" aria-labelledby="coming">
        <h2 className="mb-2" id="coming">
          {m.store_village_events()}
        </h2>
        {events.length === 0 ? (
          <p className="soft">{m.good_no_day()}</p>
        ) : (
          <EventRows
            events={events.map((event) => ({
              ...event,
              href: paths.event(event.id),
              place: eventPlace(event),
            }))}
          />
        )}
        <TapLink icon={CalendarPlus} href={paths.villageCalendar(village.code)}>
          {m.feed_village()}
        </TapLink>
      </section>
      {points.length > 0 && (
        <section className="mt-6" aria-labelledby="points">
          <h2 className="mb-2" id="points">
            {m.point_name()}
          </h2>
          <Facts
            facts={points.map(({ name, place, openingHours }) => ({
              key: name,
              name,
              value: (
                <>
                  {place}
                  <br />
                  <span className="soft">{m.point_open({ hours: hoursText(openingHours) })}</span>
                </>
              ),
            }))}
          />
        </section>
      )}
      <section className="mt-6" aria-labelledby="now">
        <h2 className="mb-2" id="now">
          {m.store_village_now()}
        </h2>
        {cards.length === 0 ? (
          <EmptyState
            title={m.store_village_none()}
            action={
              <ButtonLink href={paths.catalogue({ village: town.code })}>
                {m.store_village_elsewhere({ town: town.name })}
              </ButtonLink>
            }
          />
        ) : (
          <GoodCards goods={shelfGoods(cards)} />
        )}
      </section>
      {seasons.length > 0 && (
        <section className="mt-6" aria-labelledby="year">
          <h2 className="mb-2" id="year">
            {m.store_village_year()}
          </h2>
          <VillageSeasons seasons={seasons} />
        </section>
      )}
    </SiteLayout>
  )
}
