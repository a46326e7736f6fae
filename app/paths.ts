/** One typed function per URL. Every link and redirect in the product is made here. */

function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

export type CatalogueFilter = {
  q?: string | null
  village?: string | null
  kind?: string | null
  month?: number | null
  /** Key of the last card shown, to go on from. */
  after?: string | null
}

export type IncomeFilter = {
  year?: number | null
  level?: string | null
  scope?: string | null
  all?: '1' | null
  asOf?: string | null
}

export const paths = {
  catalogue: (filter: CatalogueFilter = {}) => withQuery('/', filter),
  offer: (id: number) => `/offers/${id}`,
  village: (code: string) => `/villages/${code}`,
  events: () => '/events',
  event: (id: number) => `/events/${id}`,
  eventCalendar: (id: number) => `/events/${id}.ics`,
  basket: () => '/basket',
  checkout: () => '/checkout',
  orders: () => '/orders',
  order: (id: string) => `/orders/${id}`,

  login: (back?: string | null) => withQuery('/login', { back }),
  loginReset: () => '/login/reset',
  logout: () => '/logout',
  invite: (code: string) => `/invite/${code}`,
  account: () => '/account',
  language: (to: string, back: string) => withQuery('/language', { to, back }),

  agency: () => '/agency',
  agencyMembers: () => '/agency/members',

  villageHome: () => '/village',
  villageList: (step?: { household?: string; product?: string }) => withQuery('/village/list', step ?? {}),
  villageApprovals: () => '/village/approvals',
  villageSign: (eventId: number) => `/village/events/${eventId}/sign`,

  organizer: () => '/organizer',
  organizerNewEvent: () => '/organizer/events/new',
  organizerEvent: (id: number) => `/organizer/events/${id}`,
  desk: (eventId: number, query: { q?: string } = {}) => withQuery(`/desk/${eventId}`, query),
  deskOrder: (eventId: number, orderId: string) => `/desk/${eventId}/orders/${orderId}`,
  deskWalkUp: (eventId: number, query: { household?: string } = {}) => withQuery(`/desk/${eventId}/walk-up`, query),
  deskClose: (eventId: number) => `/desk/${eventId}/close`,

  county: () => '/county',
  countyImport: () => '/county/import',
  countyImportRound: (id: string) => `/county/import/${id}`,
  countyImportRefused: (id: string, format: 'xlsx' | 'csv') => `/county/import/${id}/refused.${format}`,
  countyPeople: () => '/county/people',
  countySettings: () => '/county/settings',
  countyIncome: (filter: IncomeFilter = {}) => withQuery('/county/income', filter),
  countyIncomeFile: (format: 'csv' | 'xlsx', filter: IncomeFilter = {}) => withQuery(`/county/income.${format}`, filter),

  audit: () => '/audit',
} as const

/** A path of this site to go back to, or `fallback`: never another origin, however it is written. */
export function safeBack(text: string | null | undefined, fallback: string): string {
  if (!text || !text.startsWith('/') || text.length > 500) return fallback
  // Control characters and backslashes are how "//evil" is smuggled past a prefix check.
  if (/[\\\u0000-\u0020\u007f]/.test(text) || text.startsWith('//')) return fallback
  const url = URL.canParse(text, 'http://here.invalid') ? new URL(text, 'http://here.invalid') : null
  if (url?.origin !== 'http://here.invalid') return fallback
  return url.pathname.startsWith('//') ? fallback : `${url.pathname}${url.search}`
}
