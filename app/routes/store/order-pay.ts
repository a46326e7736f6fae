import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { openCardSession } from '#app/commands/payment/open-card-session.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'
import { guardSignedIn, notFound } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readOrderId } from '#app/web/store-page.server.ts'

/** Leads to the card provider's page for an order; what keeps from it is said on the order's own page. */
export async function action(args: ActionFunctionArgs) {
  const { actor } = await guardSignedIn(args)
  const orderId = readOrderId(args.params.id)
  const returnUrl = `${publicOrigin(args.request)}${paths.order(orderId, { done: 'back-from-card' })}`
  const verdict = await openCardSession(actor, scopeOf(actor, rolesWith('order:read')), {
    orderId,
    returnUrl,
  })
  if (verdict.ok) return redirect(verdict.value.pageUrl, 303)
  if (verdict.code === 'not-found') throw notFound()
  return redirect(paths.order(orderId, { refused: verdict.code }), 303)
}
