/**
 * The pages that a visitor sees as everybody else does, and the one way in which the address of each is written.
 * Invariant: what a page does not read of its address is not in it, so that two addresses written the same show
 * the same, and no link with something added to it makes a page of its own.
 */
import { readCardKey } from '#app/domain/catalogue/card-key.ts'
import { catalogueQuery, readCatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { paths } from '#app/paths.ts'
import { readId } from './store-page.server.ts'

type VisitorPage = {
  /** As in app/routes.ts; empty for the catalogue. */
  route: string
  path: RegExp
  /** Null where no page can be: it is for the router to answer. */
  address: (part: string, query: URLSearchParams) => string | null
}

const PAGES: readonly VisitorPage[] = [
  {
    route: '',
    path: /^\/$/,
    address: (_, query) => paths.catalogue(catalogueQuery(readCatalogueFilter(query))),
  },
  { route: 'offers/:id', path: /^\/offers\/(\d+)$/, address: (part) => ofId(part, paths.offer) },
  {
    route: 'villages/:code',
    path: /^\/villages\/(\d{12})$/,
    address: (code) => (isDivisionCode(code) ? paths.village(code) : null),
  },
  {
    route: 'events',
    path: /^\/events$/,
    address: (_, query) => paths.events({ after: readId(query.get('after')) }),
  },
  {
    route: 'events/:id',
    path: /^\/events\/(\d+)$/,
    address: (part, query) => ofId(part, (id) => paths.event(id, { after: cardKey(query.get('after')) })),
  },
]

/** The routes that answer these addresses, as app/routes.ts names them. */
export const VISITOR_ROUTES: ReadonlySet<string> = new Set(PAGES.map((page) => page.route))

const LONGEST_ADDRESS = 2_000

/** How the router asks for what a page is made of, not for the page. */
const NOT_A_PAGE = '_data'

function ofId(part: string, address: (id: number) => string): string | null {
  const id = readId(part)
  return id === null ? null : address(id)
}

function cardKey(text: string | null): string | null {
  return text === null || readCardKey(text) === null ? null : text
}

/** The address of the visitors' page that `url` (from the path on) asks for; null where it asks for none. */
export function visitorAddress(url: string): string | null {
  if (url.length > LONGEST_ADDRESS) return null
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  for (const page of PAGES) {
    const match = page.path.exec(path)
    if (match === null) continue
    const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark))
    return query.has(NOT_A_PAGE) ? null : page.address(match[1] ?? '', query)
  }
  return null
}

/** The route that answers an address written by `visitorAddress`, and what the address names; null for any other. */
export function visitorMatch(address: string): { route: string; params: Record<string, string> } | null {
  const [path = ''] = address.split('?', 1)
  for (const { route, path: pattern } of PAGES) {
    const match = pattern.exec(path)
    if (match === null) continue
    const name = /:(\w+)/.exec(route)?.[1]
    return { route, params: name === undefined ? {} : { [name]: match[1] ?? '' } }
  }
  return null
}
