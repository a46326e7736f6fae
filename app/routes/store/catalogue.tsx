import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MessagesSquare } from 'lucide-react'
import { can } from '#app/domain/access/matrix.ts'
import {
  type CatalogueFilter,
  catalogueQuery,
  readCatalogueFilter,
} from '#app/domain/catalogue/catalogue-filter.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readStoreFrame } from '#app/queries/access/store-frame.server.ts'
import { type Catalogue as CatalogueView, readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { ActiveFilters, activeFilters } from '#app/ui/catalogue/active-filters.tsx'
import { CatalogueFilters } from '#app/ui/catalogue/catalogue-filters.tsx'
import { EventRows } from '#app/ui/catalogue/event-row.tsx'
import { GoodCards } from '#app/ui/catalogue/good-card.tsx'
import { goodsList, organization } from '#app/ui/catalogue/linked-data.ts'
import { NothingFound } from '#app/ui/catalogue/nothing-found.tsx'
import { shelfGoods } from '#app/ui/catalogue/shelf-goods.ts'
import { eventPlace, productName } from '#app/ui/catalogue/words.ts'
import { SiteLayout } from '#app/ui/layouts/site-layout.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { storePage, storeViewer } from '#app/web/store-page.server.ts'

export const handle = { withoutScripts: true }

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: titleOf(data?.catalogue.place ?? null) }) },
  { name: 'description', content: m.store_lead() },
  ...(data ? [organization(data.origin), goodsList(data.origin, data.catalogue.cards)] : []),
]

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const filter = readCatalogueFilter(new URL(args.request.url).searchParams)
  const [catalogue, frame] = await Promise.all([readCatalogue(filter), readStoreFrame(actor)])
  return storePage(args.context, actor, {
    filter,
    catalogue,
    origin: publicOrigin(args.request),
    viewer: storeViewer(actor, frame),
    canOrder: actor !== null && can(actor, 'order:place'),
  })
}

function titleOf(place: { name: string } | null): string {
  return place === null ? m.store_title() : m.store_title_place({ place: place.name })
}

export default function Catalogue() {
  const { filter, catalogue, viewer, canOrder } = useLoaderData<typeof loader>()
  const { cards, events, nextAfter, place } = catalogue
  const isFiltered =
    filter.q !== '' || filter.placeCode !== null || filter.kind !== null || filter.month !== null
  const active = activeFilters(filter, catalogue)
  return (
    <SiteLayout viewer={viewer} query={filter.q}>
      <div className="lead">
        <h1>{titleOf(place)}</h1>
        {isFiltered ? <Found filter={filter} catalogue={catalogue} /> : <p>{m.store_lead()}</p>}
        {canOrder && (
          <TapLink icon={MessagesSquare} href={paths.basketPaste()}>
            {m.chat_link()}
          </TapLink>
        )}
      </div>
      {events.length > 0 && <ComingEvents events={events} />}
      <ActiveFilters filters={active} />
      {(cards.length > 0 || (isFiltered && catalogue.nearby === null)) && (
        <CatalogueFilters filter={filter} {...catalogue} />
      )}
      <section id="goods" aria-label={m.store_goods()}>
        {cards.length > 0 ? (
          <GoodCards goods={shelfGoods(cards)} />
        ) : isFiltered ? (
          <NothingFound query={filter.q} filters={active} nearby={catalogue.nearby} />
        ) : (
          <EmptyState title={m.store_empty_title()}>{m.store_empty()}</EmptyState>
        )}
      </section>
      <Pagination
        nextHref={nextAfter && paths.catalogue(catalogueQuery({ ...filter, after: nextAfter }))}
        firstHref={filter.after && paths.catalogue(catalogueQuery({ ...filter, after: null }))}
      />
    </SiteLayout>
  )
}

function Found({ filter, catalogue }: { filter: CatalogueFilter; catalogue: CatalogueView }) {
  const { total, meant } = catalogue
  if (total === 0) return null
  if (meant.length > 0) {
    return (
      <p>
        {m.store_found_near({ query: filter.q, count: total })}
        <br />
        {m.store_meant()}{' '}
        {meant.map((named) => (
          <a key={named.nameZh} className="nb mr-4" href={paths.catalogue({ q: productName(named) })}>
            {productName(named)}
          </a>
        ))}
      </p>
    )
  }
  return (
    <p>
      {filter.q === ''
        ? m.store_found({ count: total })
        : m.store_found_for({ query: filter.q, count: total })}
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
