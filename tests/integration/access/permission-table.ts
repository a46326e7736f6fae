/**
 * Who may do what at every address of the product, written out by hand: the permission test holds each route to its row.
 * A route without a row fails, and so does a row without a route.
 */
import type { Role } from '#app/domain/access/roles.ts'
import type { Things } from './matrix-world.ts'

/** `everyone` includes visitors; `signed-in` is anybody with an account. */
export type Who = 'everyone' | 'signed-in' | readonly Role[]

export type Row = {
  /** Who may read it; left out where there is nothing to read. */
  read?: Who
  /** Who may post to it; left out where nothing is posted. */
  post?: Who
  /** What the address names. With it, what is foreign must be "not found" to everyone who may read at all. */
  at?: (things: Things) => {
    params?: Record<string, string | number>
    search?: Record<string, string | number>
  }
  /** Of those who may read, the ones whose own scope reaches what is named; all, if left out. */
  found?: readonly Role[]
  /** The page is for everyone wherever it lies: nothing is foreign. */
  isPublic?: true
}

const BUYERS = ['buyer', 'agency-manager'] as const
const VILLAGE = ['village-staff', 'village-lead', 'grid-worker'] as const
const LISTERS = ['village-staff', 'village-lead'] as const
const GROUP_READERS = ['village-staff', 'village-lead', 'county-office'] as const
const EVENT_READERS = ['organizer', 'village-lead', 'town-desk', 'county-office', 'inspector'] as const
const OFFICES = ['county-office', 'town-desk'] as const
const REPORT_READERS = [
  'county-office',
  'town-desk',
  'inspector',
  'village-lead',
  'village-staff',
  'grid-worker',
] as const

export const PERMISSION_TABLE: Record<string, Row> = {
  '/': { read: 'everyone' },
  '/offers/:id': { read: 'everyone', at: ({ offerId }) => ({ params: { id: offerId } }), isPublic: true },
  '/offers/:id/watch': { post: BUYERS, at: ({ offerId }) => ({ params: { id: offerId } }), isPublic: true },
  '/villages/:code': {
    read: 'everyone',
    at: ({ villageCode }) => ({ params: { code: villageCode } }),
    isPublic: true,
  },
  '/villages/:code/events.ics': {
    read: 'everyone',
    at: ({ villageCode }) => ({ params: { code: villageCode } }),
    isPublic: true,
  },
  // Its secret is what opens it.
  '/calendar/:token/events.ics': {
    read: 'everyone',
    at: ({ calendarToken }) => ({ params: { token: calendarToken } }),
    isPublic: true,
  },
  '/events': { read: 'everyone' },
  '/events/:id': { read: 'everyone', at: ({ eventId }) => ({ params: { id: eventId } }), isPublic: true },
  '/resources/events/:id/calendar': {
    read: 'everyone',
    at: ({ eventId }) => ({ params: { id: eventId } }),
    isPublic: true,
  },
  // While its lot is approved, everyone sees a photo; before that, who lists the village's goods.
  '/photos/:id/:file': {
    read: 'everyone',
    at: ({ photoId }) => ({ params: { id: photoId, file: '320.webp' } }),
    isPublic: true,
  },
  '/basket': { read: BUYERS, post: BUYERS },
  '/checkout': { read: BUYERS, post: BUYERS },
  '/basket/plan': { read: BUYERS, post: BUYERS },
  '/basket/paste': { read: BUYERS, post: BUYERS },
  // Whoever has left an agency keeps the orders they pay themselves, so a role is not asked for.
  '/orders': { read: 'signed-in' },
  '/orders/:id': {
    read: 'signed-in',
    post: 'signed-in',
    at: ({ orderId }) => ({ params: { id: orderId } }),
    found: ['buyer'],
  },
  '/orders/:id/sheet': {
    read: 'signed-in',
    at: ({ orderId }) => ({ params: { id: orderId } }),
    found: ['buyer'],
  },
  '/orders/:id/receipt': {
    read: 'signed-in',
    at: ({ orderId }) => ({ params: { id: orderId } }),
    found: ['buyer'],
  },
  '/orders/:id/invoice': {
    read: 'signed-in',
    post: 'signed-in',
    at: ({ orderId }) => ({ params: { id: orderId } }),
    found: ['buyer'],
  },
  '/notices': { read: 'signed-in', post: 'signed-in' },

  // Only the order's own buyer gets a page; to others the order is not there.
  '/orders/:id/pay': { post: 'signed-in', at: ({ orderId }) => ({ params: { id: orderId } }) },
  // Another server posts here; its signature is what it is checked by.
  '/hooks/stripe': { post: 'everyone' },

  '/login': { read: 'everyone', post: 'everyone' },
  '/login/reset': { read: 'everyone', post: 'everyone' },
  '/logout': { read: 'everyone', post: 'everyone' },
  '/invite/:code': { read: 'everyone', post: 'everyone' },
  '/account': { read: 'signed-in', post: 'signed-in' },
  '/people/:accountId': {
    read: ['county-office', 'town-desk', 'agency-manager'],
    post: ['county-office', 'town-desk', 'agency-manager'],
    at: ({ accountId }) => ({ params: { accountId } }),
    found: OFFICES,
  },
  '/language': { read: 'everyone' },

  '/agency': {
    read: ['agency-manager'],
    post: ['agency-manager'],
    at: ({ agencyId }) => ({ search: { agency: agencyId } }),
  },
  '/agency/households': { read: BUYERS },
  '/agency/statements': {
    read: ['agency-manager'],
    at: ({ agencyId }) => ({ search: { agency: agencyId } }),
  },
  '/agency/statements/:id': {
    read: ['agency-manager'],
    at: ({ agencyStatementId }) => ({ params: { id: agencyStatementId } }),
  },
  '/agency/statements/:id/lines.csv': {
    read: ['agency-manager', 'county-office'],
    at: ({ agencyStatementId }) => ({ params: { id: agencyStatementId } }),
  },
  '/agency/statements/:id/lines.xlsx': {
    read: ['agency-manager', 'county-office'],
    at: ({ agencyStatementId }) => ({ params: { id: agencyStatementId } }),
  },
  '/agency/members': {
    read: ['agency-manager'],
    post: ['agency-manager'],
    at: ({ agencyId }) => ({ search: { agency: agencyId } }),
  },

  '/village': { read: VILLAGE, post: LISTERS },
  '/village/list': { read: LISTERS, post: LISTERS },
  '/village/households': { read: VILLAGE },
  '/village/households/:id': {
    read: VILLAGE,
    post: LISTERS,
    at: ({ householdId }) => ({ params: { id: householdId } }),
  },
  '/village/groups': { read: GROUP_READERS, post: LISTERS },
  '/village/groups/:id': {
    read: GROUP_READERS,
    post: LISTERS,
    at: ({ groupId }) => ({ params: { id: groupId } }),
  },
  '/village/groups/:id/households/:householdId': {
    read: GROUP_READERS,
    post: LISTERS,
    at: ({ groupId, householdId }) => ({ params: { id: groupId, householdId } }),
  },
  '/village/bring': { read: VILLAGE },
  '/village/bring/:id': {
    read: VILLAGE,
    post: VILLAGE,
    at: ({ bringListId }) => ({ params: { id: bringListId } }),
  },
  '/village/bring/:id/run': {
    read: VILLAGE,
    post: VILLAGE,
    at: ({ bringListId }) => ({ params: { id: bringListId } }),
  },
  '/village/lots/:id/photos': {
    read: LISTERS,
    post: LISTERS,
    at: ({ lotId }) => ({ params: { id: lotId } }),
  },
  '/village/lots/:id/change': {
    read: LISTERS,
    post: LISTERS,
    at: ({ lotId }) => ({ params: { id: lotId } }),
  },
  '/village/lots/:id/loss': {
    read: LISTERS,
    post: LISTERS,
    at: ({ lotId }) => ({ params: { id: lotId } }),
  },
  // Only those who may see the household's name in full.
  '/village/lots/:id/evidence': {
    read: VILLAGE,
    at: ({ lotId }) => ({ params: { id: lotId } }),
  },
  '/village/approvals': { read: ['village-lead'], post: ['village-lead'] },
  '/village/events/:eventId/sign': {
    read: ['village-lead'],
    post: ['village-lead'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },

  '/organizer': { read: EVENT_READERS },
  '/organizer/events/new': { read: ['organizer'], post: ['organizer'] },
  '/organizer/events/:id': {
    read: EVENT_READERS,
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { id: eventId } }),
  },
  '/organizer/events/:id/lists': { read: ['organizer'], at: ({ eventId }) => ({ params: { id: eventId } }) },
  '/organizer/events/:id/labels': { read: ['organizer'], at: ({ eventId }) => ({ params: { id: eventId } }) },
  '/organizer/events/:id/sheets': { read: ['organizer'], at: ({ eventId }) => ({ params: { id: eventId } }) },
  '/organizer/events/:id/lists.xlsx': {
    read: ['organizer'],
    at: ({ eventId }) => ({ params: { id: eventId } }),
  },
  '/organizer/missing': { read: ['organizer'] },
  '/organizer/exceptions': {
    read: ['organizer', 'village-lead', 'town-desk', 'county-office'],
    post: ['organizer', 'village-lead', 'town-desk', 'county-office'],
  },
  '/organizer/events/:id/change': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ openEventId }) => ({ params: { id: openEventId } }),
  },
  '/organizer/changes/:id': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ changeId }) => ({ params: { id: changeId } }),
  },
  '/organizer/points': { read: EVENT_READERS, post: ['organizer'] },
  '/organizer/points/:id': {
    read: EVENT_READERS,
    post: ['organizer'],
    at: ({ pointId }) => ({ params: { id: pointId } }),
  },
  '/organizer/points/:id/change': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ pointId }) => ({ params: { id: pointId } }),
  },
  '/organizer/series': { read: ['organizer'], post: ['organizer'] },
  '/organizer/series/:id': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ seriesId }) => ({ params: { id: seriesId } }),
  },

  '/desk/:eventId': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },
  '/desk/:eventId/orders/:orderId': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId, orderId }) => ({ params: { eventId, orderId } }),
  },
  '/desk/:eventId/walk-up': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },
  '/desk/:eventId/close': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },
  '/desk/:eventId/queue': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },
  '/desk/:eventId/top-up': {
    read: ['organizer'],
    post: ['organizer'],
    at: ({ eventId }) => ({ params: { eventId } }),
  },
  '/desk/:eventId/live': { read: ['organizer'], at: ({ eventId }) => ({ params: { eventId } }) },

  '/county': { read: OFFICES },
  '/county/cooperatives': { read: [...OFFICES, 'inspector'], post: ['county-office'] },
  '/county/cooperatives/:id': {
    read: [...OFFICES, 'inspector'],
    post: ['county-office'],
    at: ({ cooperativeId }) => ({ params: { id: cooperativeId } }),
  },
  '/county/households': { read: OFFICES, post: OFFICES },
  '/county/import': { read: ['county-office'], post: ['county-office'] },
  '/county/import/:id': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ importId }) => ({ params: { id: importId } }),
  },
  '/county/import/:id/items': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ importId }) => ({ params: { id: importId }, search: { group: 'changed' } }),
  },
  '/county/import/:id/undo': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ importId }) => ({ params: { id: importId } }),
  },
  '/county/import/:id/refused.xlsx': {
    read: ['county-office'],
    at: ({ importId }) => ({ params: { id: importId } }),
  },
  '/county/import/:id/refused.csv': {
    read: ['county-office'],
    at: ({ importId }) => ({ params: { id: importId } }),
  },
  '/county/desk': { read: OFFICES },
  '/county/desk/rows': {
    read: OFFICES,
    at: ({ villageCode }) => ({ search: { what: 'coming', village: villageCode } }),
  },
  '/county/cleaning': { read: ['county-office'], post: ['county-office'] },
  '/county/pairings': { read: OFFICES, post: ['county-office'] },
  '/county/pairings/villages': { read: OFFICES, post: ['county-office'] },
  '/county/pairings/:id': {
    read: OFFICES,
    post: ['county-office'],
    at: ({ pairingId }) => ({ params: { id: pairingId } }),
  },
  '/county/pairings.csv': { read: OFFICES },
  '/county/pairings.xlsx': { read: OFFICES },
  '/county/people': { read: OFFICES, post: OFFICES },
  '/county/people/invite': { read: OFFICES, post: OFFICES },
  '/county/settings': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ countyCode }) => ({ search: { county: countyCode } }),
  },
  '/county/calendar': { read: ['county-office'], post: ['county-office'] },
  '/county/prices': { read: ['county-office'], post: ['county-office'] },
  '/county/invoices': { read: ['county-office'], post: ['county-office'] },
  '/county/invoices.csv': { read: ['county-office'] },
  '/county/invoices.xlsx': { read: ['county-office'] },
  '/county/bank': { read: ['county-office'], post: ['county-office'] },
  '/county/bank/:id': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ bankStatementId }) => ({ params: { id: bankStatementId } }),
  },
  '/county/bank/lines/:id': {
    read: ['county-office'],
    post: ['county-office'],
    at: ({ bankLineId }) => ({ params: { id: bankLineId } }),
  },
  '/county/agencies': { read: ['county-office'] },
  '/county/agencies/statements/:id': {
    read: ['county-office'],
    at: ({ agencyStatementId }) => ({ params: { id: agencyStatementId } }),
  },
  '/county/refunds': { read: ['county-office'], post: ['county-office'] },
  '/county/income': {
    read: REPORT_READERS,
    at: ({ villageCode }) => ({ search: { scope: villageCode } }),
    found: ['county-office', 'town-desk', 'inspector', 'village-lead', 'village-staff'],
  },
  '/county/income.csv': {
    read: ['county-office', 'town-desk', 'inspector'],
    at: ({ villageCode }) => ({ search: { scope: villageCode } }),
  },
  '/county/income.xlsx': {
    read: ['county-office', 'town-desk', 'inspector'],
    at: ({ villageCode }) => ({ search: { scope: villageCode } }),
  },

  '/audit': { read: ['county-office', 'inspector'] },
}
