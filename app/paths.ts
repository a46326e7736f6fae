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

export type PairingFilter = {
  agency?: string | null
  village?: string | null
  number?: string | null
  state?: string | null
  after?: number | null
}

export const paths = {
  catalogue: (filter: CatalogueFilter = {}) => withQuery('/', filter),
  offer: (id: number) => `/offers/${id}`,
  village: (code: string) => `/villages/${code}`,
  villageCalendar: (code: string) => `/villages/${code}/events.ics`,
  /** A person's or an agency's own calendar, by its secret. */
  ownCalendar: (token: string) => `/calendar/${token}/events.ics`,
  events: (query: { after?: number | null } = {}) => withQuery('/events', query),
  event: (id: number, query: { after?: string | null } = {}) => withQuery(`/events/${id}`, query),
  eventCalendar: (id: number) => `/events/${id}.ics`,
  /** A photo in one of the widths it is kept in. */
  photo: (id: string, width: number) => `/photos/${id}/${width}.webp`,
  /** `refused`: the code of what could not be planned so. */
  basket: (query: { refused?: string | null } = {}) => withQuery('/basket', query),
  basketPlan: () => '/basket/plan',
  basketPaste: () => '/basket/paste',
  checkout: () => '/checkout',
  orders: (query: { after?: number | null } = {}) => withQuery('/orders', query),
  /** `done` names what was just done, `before` that it had been ordered before; `refused` the code of what could not be. */
  order: (
    id: string,
    query: {
      done?:
        | 'placed'
        | 'joined'
        | 'before'
        | 'changed'
        | 'cancelled'
        | 'moved-to-desk'
        | 'charge-asked'
        | 'event-chosen'
        | 'colleague-let'
        | 'collects-alone'
        | 'back-from-card'
      refused?: string
    } = {},
  ) => withQuery(`/orders/${id}`, query),
  orderPay: (id: string) => `/orders/${id}/pay`,
  orderSheet: (id: string) => `/orders/${id}/sheet`,
  orderReceipt: (id: string) => `/orders/${id}/receipt`,
  /** `done` says that an invoice was asked for. */
  orderInvoice: (id: string, query: { done?: 'asked' } = {}) => withQuery(`/orders/${id}/invoice`, query),

  notices: (query: { before?: number | null } = {}) => withQuery('/notices', query),
  /** Where a wish to be told of an offer's goods is sent. */
  offerWatch: (id: number) => `/offers/${id}/watch`,

  login: (back?: string | null) => withQuery('/login', { back }),
  /** With the code that a printed QR code carries. */
  loginReset: (code?: string | null) => withQuery('/login/reset', { code }),
  logout: () => '/logout',
  invite: (code: string) => `/invite/${code}`,
  /** `done` names what was just done, for the page to say. */
  account: (after: { done?: 'password' | 'notices' | null } = {}) => withQuery('/account', after),
  /** Somebody, for whoever stands above them. */
  person: (accountId: number) => `/people/${accountId}`,
  language: (to: string, back: string) => withQuery('/language', { to, back }),

  agency: (
    filter: {
      agency?: number | null
      before?: number | null
      done?: 'limit' | 'charged' | 'declined' | null
    } = {},
  ) => withQuery('/agency', filter),
  agencyMembers: (
    filter: { agency?: number | null; after?: number | null; done?: 'role-ended' | 'withdrawn' | null } = {},
  ) => withQuery('/agency/members', filter),
  /** A helper's own households. */
  ownHouseholds: () => '/agency/households',
  agencyStatements: (filter: { agency?: number | null; before?: number | null } = {}) =>
    withQuery('/agency/statements', filter),
  agencyStatement: (id: number) => `/agency/statements/${id}`,
  agencyStatementFile: (id: number, format: 'csv' | 'xlsx') => `/agency/statements/${id}/lines.${format}`,

  /** `done` names what was just done, for the page to say. */
  villageHome: (
    after: { done?: 'withdrawn' | 'withdrawn-in-part' | 'changed' | 'counted-same' | 'lost' | null } = {},
  ) => withQuery('/village', after),
  villageList: (step: { household?: number; product?: string } = {}) => withQuery('/village/list', step),
  /** `done` names what was just done to the lot or its photos. */
  villageLotPhotos: (
    lotId: number,
    after: { done?: 'listed' | 'listed-above-cap' | 'added' | 'removed' | null } = {},
  ) => withQuery(`/village/lots/${lotId}/photos`, after),
  villageHouseholds: () => '/village/households',
  villageHousehold: (id: number, query: { year?: number | null; done?: 'saved' | null } = {}) =>
    withQuery(`/village/households/${id}`, query),
  villageGroups: () => '/village/groups',
  villageGroup: (
    id: number,
    query: { q?: string; household?: number; done?: 'made' | 'added' | 'ended' | null } = {},
  ) => withQuery(`/village/groups/${id}`, query),
  villageGroupMember: (
    groupId: number,
    householdId: number,
    query: { done?: 'weight' | 'left' | null } = {},
  ) => withQuery(`/village/groups/${groupId}/households/${householdId}`, query),
  villageLotChange: (lotId: number) => `/village/lots/${lotId}/change`,
  /** Quantity in the product's base unit; `why` is a loss reason. */
  villageLotLoss: (lotId: number, of: { quantity: number; why: string }) =>
    withQuery(`/village/lots/${lotId}/loss`, of),
  villageLotEvidence: (lotId: number) => `/village/lots/${lotId}/evidence`,
  villageBring: () => '/village/bring',
  villageBringList: (id: number, filter: { only?: 'changed' | null } = {}) =>
    withQuery(`/village/bring/${id}`, filter),
  /** Who fetches from the doors of the list's village, and what at each. */
  villageBringRun: (id: number) => `/village/bring/${id}/run`,
  villageApprovals: (after: { done?: 'approved' | 'sent-back' | null } = {}) =>
    withQuery('/village/approvals', after),
  villageSign: (eventId: number) => `/village/events/${eventId}/sign`,

  organizer: (query: { after?: number | null } = {}) => withQuery('/organizer', query),
  /** `from`: an event to fill the form in from. */
  organizerNewEvent: (query: { from?: number } = {}) => withQuery('/organizer/events/new', query),
  /** `done` names what was just done. */
  organizerPoints: () => '/organizer/points',
  organizerPoint: (id: number, query: { done?: 'created' | 'changed' | 'moved' } = {}) =>
    withQuery(`/organizer/points/${id}`, query),
  organizerPointChange: (id: number) => `/organizer/points/${id}/change`,
  organizerSeriesList: () => '/organizer/series',
  /** `done` names what was just done, `count` how many events it made. */
  organizerSeries: (id: number, query: { done?: 'planned' | 'before' | 'ended'; count?: number } = {}) =>
    withQuery(`/organizer/series/${id}`, query),
  organizerEvent: (id: number) => `/organizer/events/${id}`,
  /** What is printed before an event. `paper`: a4, a5 or 80mm. */
  organizerLists: (id: number, query: { by?: string; rows?: string | null; paper?: string } = {}) =>
    withQuery(`/organizer/events/${id}/lists`, query),
  organizerLabels: (id: number, query: { each?: string | null; paper?: string } = {}) =>
    withQuery(`/organizer/events/${id}/labels`, query),
  organizerSheets: (id: number, query: { paper?: string } = {}) =>
    withQuery(`/organizer/events/${id}/sheets`, query),
  organizerListsFile: (id: number) => `/organizer/events/${id}/lists.xlsx`,
  /** `what`: one of the things that may be missing. */
  organizerMissing: (query: { what?: string } = {}) => withQuery('/organizer/missing', query),
  /** `only`: overdue ones. */
  organizerExceptions: (query: { only?: 'overdue'; village?: string } = {}) =>
    withQuery('/organizer/exceptions', query),
  organizerNewChange: (eventId: number) => `/organizer/events/${eventId}/change`,
  organizerChange: (changeId: string) => `/organizer/changes/${changeId}`,
  desk: (eventId: number, query: { q?: string } = {}) => withQuery(`/desk/${eventId}`, query),
  deskOrder: (
    eventId: number,
    orderId: string,
    query: { line?: string | null; why?: 'short' | 'refused' | null } = {},
  ) => withQuery(`/desk/${eventId}/orders/${orderId}`, query),
  deskWalkUp: (eventId: number, query: { household?: number | null; q?: string; sold?: string } = {}) =>
    withQuery(`/desk/${eventId}/walk-up`, query),
  deskClose: (eventId: number) => `/desk/${eventId}/close`,
  deskQueue: (eventId: number) => `/desk/${eventId}/queue`,
  deskTopUp: (eventId: number, query: { household?: number | null; q?: string; added?: string } = {}) =>
    withQuery(`/desk/${eventId}/top-up`, query),
  deskLive: (eventId: number) => `/desk/${eventId}/live`,

  county: () => '/county',
  countyHouseholds: () => '/county/households',
  countyImport: () => '/county/import',
  countyImportRound: (id: string) => `/county/import/${id}`,
  countyImportItems: (id: string, filter: { group: string; kind?: string | null; after?: number | null }) =>
    withQuery(`/county/import/${id}/items`, { ...filter, after: filter.after || null }),
  countyDesk: () => '/county/desk',
  /** `what`: a figure of the town desk; without a village, of all. */
  countyDeskRows: (query: { what: string; village?: string | null; after?: number | null }) =>
    withQuery('/county/desk/rows', query),
  countyCleaning: (filter: { rule?: string | null; state?: string; after?: number | null } = {}) =>
    withQuery('/county/cleaning', filter),
  countyCooperatives: () => '/county/cooperatives',
  /** `done` names what was just done with a contract. */
  countyCooperative: (id: number, after: { done?: 'recorded' | 'ended' } = {}) =>
    withQuery(`/county/cooperatives/${id}`, after),
  /** `done` names what was just done with a pairing. */
  countyPairings: (filter: PairingFilter & { done?: 'begun' } = {}) => withQuery('/county/pairings', filter),
  countyPairing: (id: number, after: { done?: 'ended' | 'changed' } = {}) =>
    withQuery(`/county/pairings/${id}`, after),
  countyVillagePairings: (query: { after?: number | null; done?: 'begun' | 'ended' } = {}) =>
    withQuery('/county/pairings/villages', query),
  countyPairingsFile: (format: 'csv' | 'xlsx', filter: PairingFilter = {}) =>
    withQuery(`/county/pairings.${format}`, filter),
  countyImportUndo: (id: string) => `/county/import/${id}/undo`,
  countyImportRefused: (id: string, format: 'xlsx' | 'csv') => `/county/import/${id}/refused.${format}`,
  countyPeople: (
    filter: { role?: string | null; after?: number | null; done?: 'role-ended' | 'withdrawn' | null } = {},
  ) => withQuery('/county/people', filter),
  countyInvite: (role?: string | null) => withQuery('/county/people/invite', { role }),
  countyPrices: (after: { done?: 'added' | 'unchanged' } = {}) => withQuery('/county/prices', after),
  countyCalendar: (after: { done?: 'added' | 'unchanged'; count?: number } = {}) =>
    withQuery('/county/calendar', after),
  countySettings: (filter: { county?: string | null; done?: 'saved' | null } = {}) =>
    withQuery('/county/settings', filter),
  /** `done` names what was just done with a request. */
  countyInvoices: (query: { after?: string | null; done?: 'issued' | 'declined' } = {}) =>
    withQuery('/county/invoices', query),
  countyInvoicesFile: (format: 'csv' | 'xlsx') => `/county/invoices.${format}`,
  countyBank: (query: { after?: string | null } = {}) => withQuery('/county/bank', query),
  countyBankStatement: (id: string) => `/county/bank/${id}`,
  /** `done` names what was just done with the line. */
  countyBankLine: (id: string, query: { done?: 'assigned' | 'aside' } = {}) =>
    withQuery(`/county/bank/lines/${id}`, query),
  countyRefunds: (query: { done?: 'sent' } = {}) => withQuery('/county/refunds', query),
  countyAgencies: () => '/county/agencies',
  countyAgencyStatement: (id: number) => `/county/agencies/statements/${id}`,
  countyIncome: (filter: IncomeFilter = {}) => withQuery('/county/income', filter),
  countyIncomeFile: (format: 'csv' | 'xlsx', filter: IncomeFilter = {}) =>
    withQuery(`/county/income.${format}`, filter),

  audit: () => '/audit',
} as const

/** A path of this site to go back to, or `fallback`: never another origin, however it is written. */
export function safeBack(text: string | null | undefined, fallback: string): string {
  if (!text?.startsWith('/') || text.length > 500) return fallback
  // Backslashes, blanks and control characters are how "//evil" is smuggled past a prefix check.
  const isPlain = [...text].every(
    (character) => character > ' ' && character !== '\\' && character !== '\u007f',
  )
  if (!isPlain || text.startsWith('//')) return fallback
  const url = URL.canParse(text, 'http://here.invalid') ? new URL(text, 'http://here.invalid') : null
  if (url?.origin !== 'http://here.invalid') return fallback
  return url.pathname.startsWith('//') ? fallback : `${url.pathname}${url.search}`
}
