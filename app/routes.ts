/** The site map. */
import { index, type RouteConfig, route } from '@remix-run/route-config'

export default [
  index('routes/store/catalogue.tsx'),
  route('offers/:id', 'routes/store/offer.tsx'),
  route('offers/:id/watch', 'routes/store/watch.ts'),
  route('villages/:code', 'routes/store/village.tsx'),
  route('events', 'routes/store/events.tsx'),
  route('events/:id', 'routes/store/event.tsx'),
  route('resources/events/:id/calendar', 'routes/resources/event-calendar.ts'),
  route('photos/:id/:file', 'routes/resources/photo.ts'),
  route('basket', 'routes/store/basket.tsx'),
  route('basket/plan', 'routes/store/basket-plan.ts'),
  route('basket/paste', 'routes/store/basket-paste.tsx'),
  route('checkout', 'routes/store/checkout.tsx'),
  route('orders', 'routes/store/orders.tsx'),
  route('orders/:id', 'routes/store/order.tsx'),
  route('orders/:id/pay', 'routes/store/order-pay.ts'),
  route('orders/:id/sheet', 'routes/store/order-sheet.tsx'),
  route('notices', 'routes/account/notices.tsx'),

  route('login', 'routes/account/login.tsx'),
  route('login/reset', 'routes/account/reset.tsx'),
  route('logout', 'routes/account/logout.ts'),
  route('invite/:code', 'routes/account/invite.tsx'),
  route('account', 'routes/account/account.tsx'),
  route('people/:accountId', 'routes/account/person.tsx'),
  route('language', 'routes/resources/language.ts'),

  route('agency', 'routes/agency/home.tsx'),
  route('agency/members', 'routes/agency/members.tsx'),

  route('village', 'routes/village/home.tsx'),
  route('village/list', 'routes/village/list.tsx'),
  route('village/lots/:id/photos', 'routes/village/lot-photos.tsx'),
  route('village/approvals', 'routes/village/approvals.tsx'),
  route('village/events/:eventId/sign', 'routes/village/sign.tsx'),

  route('organizer', 'routes/organizer/home.tsx'),
  route('organizer/events/new', 'routes/organizer/new-event.tsx'),
  route('organizer/events/:id', 'routes/organizer/event.tsx'),

  route('desk/:eventId', 'routes/desk/desk.tsx'),
  route('desk/:eventId/orders/:orderId', 'routes/desk/order.tsx'),
  route('desk/:eventId/walk-up', 'routes/desk/walk-up.tsx'),
  route('desk/:eventId/close', 'routes/desk/close.tsx'),

  route('county', 'routes/county/home.tsx'),
  route('county/import', 'routes/county/import.tsx'),
  route('county/import/:id', 'routes/county/import-round.tsx'),
  route('county/import/:id/refused.xlsx', 'routes/county/refused-rows.ts', { id: 'refused-xlsx' }),
  route('county/import/:id/refused.csv', 'routes/county/refused-rows.ts', { id: 'refused-csv' }),
  route('county/people', 'routes/county/people.tsx'),
  route('county/people/invite', 'routes/county/invite-person.tsx'),
  route('county/settings', 'routes/county/settings.tsx'),
  route('county/bank', 'routes/county/bank.tsx'),
  route('county/bank/:id', 'routes/county/bank-statement.tsx'),
  route('county/bank/lines/:id', 'routes/county/bank-line.tsx'),
  route('county/refunds', 'routes/county/refunds.tsx'),
  route('county/income', 'routes/county/income.tsx'),
  route('county/income.csv', 'routes/county/income-file.ts', { id: 'income-csv' }),
  route('county/income.xlsx', 'routes/county/income-file.ts', { id: 'income-xlsx' }),

  route('audit', 'routes/audit/home.tsx'),

  route('hooks/stripe', 'routes/hooks/stripe.ts'),
] satisfies RouteConfig
