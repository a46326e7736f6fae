import { type HeadersFunction, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import {
  type CatalogueFilter,
  catalogueQuery,
  readCatalogueFilter,
} from '#app/domain/catalogue/catalogue-filter.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { type Catalogue as CatalogueView, readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { readBasketCount } from '#app/queries/ordering/basket-count.server.ts'
import { CatalogueFilters } from '#app/ui/catalogue/catalogue-filters.tsx'
import { EventRows } from '#app/ui/catalogue/event-row.tsx'
import { GoodCards } from '#app/ui/catalogue/good-card.tsx'
import { shelfGoods } from '#app/ui/catalogue/shelf-goods.ts'
import { eventPlace } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { ButtonLink, TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { publicRoute } from '#app/web/guard.server.ts'
import { storeHeaders, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: titleOf(data?.catalogue.place ?? null) }) },
  { name: 'description', content: m.store_lead() },
]

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const filter = readCatalogueFilter(new URL(args.request.url).searchParams)
  const [catalogue, basketCount] = await Promise.all([readCatalogue(filter), readBasketCount(actor)])
  return json(
    { filter, catalogue, viewer: storeViewer(actor, basketCount) },
    { headers: storeHeaders(actor) },
  )
}

function titleOf(place: { name: string } | null): string {
  return place === null ? m.store_title() : m.store_title_place({ place: place.name })
}

export default function Catalogue() {
  const { filter, catalogue, viewer } = useLoaderData<typeof loader>()
  const { cards, events, nextAfter, place } = catalogue
  const isFiltered =
    filter.q !== '' || filter.placeCode !== null || filter.kind !== null || filter.month !== null
  return (
    <SiteLayout viewer={viewer} query={filter.q}>
      <div className="lead">
        <h1>{titleOf(place)}</h1>
        {isFiltered ? <Found filter={filter} total={catalogue.total} /> : <p>{m.store_lead()}</p>}
      </div>
      {events.length > 0 && <ComingEvents events={events} />}
      {(isFiltered || cards.length > 0) && <CatalogueFilters filter={filter} {...catalogue} />}
      <section id="goods" aria-label={m.store_goods()}>
        {cards.length > 0 ? (
          <GoodCards goods={shelfGoods(cards)} />
        ) : (
          <NothingFound isFiltered={isFiltered} />
        )}
      </section>
      <Pagination
        nextHref={nextAfter && paths.catalogue(catalogueQuery({ ...filter, after: nextAfter }))}
        firstHref={filter.after && paths.catalogue(catalogueQuery({ ...filter, after: null }))}
      />
    </SiteLayout>
  )
}

function Found({ filter, total }: { filter: CatalogueFilter; total: number }) {
  return (
    <p>
      {filter.q === ''
        ? m.store_found({ count: total })
        : m.store_found_for({ query: filter.q, count: total })}{' '}
      <a className="nb" href={paths.catalogue()}>
        {m.store_show_all()}
      </a>
    </p>
  )
}

function ComingEvents({ events }: Pick<CatalogueView, 'events'>) {
  return (
    <section aria-labelledby="coming">
      <h2 className="vh" id="coming">
        {m.store_events_next()}
      </h2>
      <EventRows
        events={events.map((event) => ({ ...event, href: paths.event(event.id), place: eventPlace(event) }))}
      />
      <TapLink href={paths.events()}>{m.store_events_all()}</TapLink>
    </section>
  )
}

function NothingFound({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) return <EmptyState title={m.store_empty_title()}>{m.store_empty()}</EmptyState>
  return (
    <EmptyState
      title={m.store_none_title()}
      action={<ButtonLink href={paths.catalogue()}>{m.store_show_all()}</ButtonLink>}
    >
      {m.store_none()}
    </EmptyState>
  )
}
