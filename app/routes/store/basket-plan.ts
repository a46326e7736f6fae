/** Where and when the basket shall be collected: a pin for one thing in it, wishes for all. */
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { pinBasketLine } from '#app/commands/ordering/pin-basket-line.server.ts'
import { setBasketWishes } from '#app/commands/ordering/set-basket-wishes.server.ts'
import { paths } from '#app/paths.ts'
import { splitText } from '#app/ui/ordering/words.ts'
import { idField, readSplits } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'

const schema = z.union([
  z.object({
    intent: z.literal('pin'),
    offerId: idField,
    eventId: idField.optional().transform((id) => id ?? null),
  }),
  z.object({
    intent: z.literal('wishes'),
    latestDate: z.string().max(20).optional(),
    preferredTownCode: z.string().max(20).optional(),
  }),
])

/** Nothing is shown here: back to the basket. */
export async function loader(args: LoaderFunctionArgs) {
  await guard(args, { can: 'order:place' })
  return redirect(paths.basket())
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'order:place' })
  const split = splitText(readSplits(args.request))
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { value } = form
  const verdict =
    value.intent === 'pin'
      ? await pinBasketLine(actor, scope, value)
      : await setBasketWishes(actor, scope, {
          latestDate: value.latestDate ?? null,
          preferredTownCode: value.preferredTownCode ?? null,
        })
  return redirect(paths.basket({ split, refused: verdict.ok ? null : verdict.code }))
}
