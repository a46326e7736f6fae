import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { unwatchGoods } from '#app/commands/notices/unwatch-goods.server.ts'
import { watchGoods } from '#app/commands/notices/watch-goods.server.ts'
import { paths } from '#app/paths.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

const schema = z.object({ intent: z.enum(['watch', 'unwatch']) })

/** `/offers/:id/watch`: wants to be told when the goods can be ordered, or no longer. A visitor signs in on the way. */
export async function action(args: ActionFunctionArgs) {
  const { actor } = await guard(args, { can: 'order:place' })
  const offerId = readId(args.params.id)
  if (offerId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  if (form.value.intent === 'unwatch') await unwatchGoods(actor, { offerId })
  else {
    const verdict = await watchGoods(actor, { offerId })
    if (!verdict.ok) throw notFound()
  }
  return redirect(`${paths.offer(offerId)}#watch`)
}
