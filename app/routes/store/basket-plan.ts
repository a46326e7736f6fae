/** Where and when the basket shall be collected, and whom it is for: for one thing in it, or wishes for all. */
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { divideBasketLine } from '#app/commands/ordering/divide-basket-line.server.ts'
import { noteBasketLine } from '#app/commands/ordering/note-basket-line.server.ts'
import { pinBasketLine } from '#app/commands/ordering/pin-basket-line.server.ts'
import { setBasketWishes } from '#app/commands/ordering/set-basket-wishes.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'
import { idField } from '#app/web/basket-request.server.ts'
import { readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'

const schema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('pin'),
    offerId: idField,
    eventId: idField.optional().transform((id) => id ?? null),
  }),
  z.object({ intent: z.enum(['divide', 'whole']), offerId: idField }),
  z.object({ intent: z.literal('note'), offerId: idField, forWhom: z.string().max(2000).default('') }),
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
  const form = await readForm(args.request, schema)
  if (!form.ok) throw new Response(null, { status: 400 })
  const verdict = await act(actor, scope, form.value)
  return redirect(paths.basket({ refused: verdict.ok ? null : verdict.code }))
}

function act(actor: Actor, scope: Scope, value: z.output<typeof schema>) {
  switch (value.intent) {
    case 'pin':
      return pinBasketLine(actor, scope, value)
    case 'divide':
    case 'whole':
      return divideBasketLine(actor, scope, { offerId: value.offerId, inTwo: value.intent === 'divide' })
    case 'note':
      return noteBasketLine(actor, scope, value)
    case 'wishes':
      return setBasketWishes(actor, scope, {
        latestDate: value.latestDate ?? null,
        preferredTownCode: value.preferredTownCode ?? null,
      })
  }
}
