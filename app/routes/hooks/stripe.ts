import type { ActionFunctionArgs } from '@remix-run/node'
import { hearProvider } from '#app/commands/payment/hear-provider.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { publicRoute } from '#app/web/guard.server.ts'

/**
 * Where the card provider says what happened: 200 once it is written, 400 where it is not the provider, and what is
 * thrown is answered 500, so that it is said again.
 */
export async function action(args: ActionFunctionArgs) {
  await publicRoute(args)
  const verdict = await hearProvider(SYSTEM_ACTOR, {
    body: await args.request.text(),
    signature: args.request.headers.get('stripe-signature'),
  })
  if (verdict.ok) return new Response('ok\n')
  return new Response(`${verdict.code}\n`, { status: verdict.code === 'card-not-offered' ? 404 : 400 })
}
