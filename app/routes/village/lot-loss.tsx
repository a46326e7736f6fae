import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { reportLostGoods } from '#app/commands/catalogue/report-lost-goods.server.ts'
import { isLossReason, kindOfLoss, LOSS_REASONS } from '#app/domain/catalogue/loss.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readLotLoss } from '#app/queries/catalogue/lot-loss.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { lossWords } from '#app/ui/village/change-words.ts'
import { LossForm, LossPreview } from '#app/ui/village/lot-loss.tsx'
import { householdName } from '#app/ui/village/words.ts'
import { answerOf, parseForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.listing_loss_title() }) }]

const schema = z.object({
  changeId: z.string({ error: 'operation-id-missing' }),
  quantity: z.coerce.number(),
  expected: z.coerce.number(),
  shown: z.string({ error: 'loss-plan-changed' }),
  why: z.enum(LOSS_REASONS, { error: 'reason-missing' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:withdraw' })
  const lotId = readId(args.params.id)
  const query = new URL(args.request.url).searchParams
  const quantity = readId(query.get('quantity') ?? '') ?? 1
  const asked = query.get('why') ?? ''
  const why = isLossReason(asked) ? asked : 'died'
  const page = lotId && (await readLotLoss(actor, scope, { lotId, quantity, why }))
  if (!page) throw notFound()
  const beyondCode = kindOfLoss(why) === 'written-off' ? 'loss-at-desk' : 'loss-past-cut-off'
  const beyondWords = refusalText(beyondCode, { orders: page.beyond.orders.join('、') })
  return json(
    { ...page, beyondWords, quantity: Math.min(quantity, page.expected), why, changeId: randomUUID() },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:withdraw' })
  const lotId = readId(args.params.id)
  if (lotId === null) throw notFound()
  const form = parseForm(await args.request.formData().catch(() => new FormData()), schema)
  if (!form.ok) return json(answerOf(form), 400)
  const reason = lossWords(form.value.why)
  const done = await reportLostGoods(actor, scope, { ...form.value, lotId, reason })
  if (done.ok) return redirect(paths.villageHome({ done: 'lost' }))
  if (statusOf(done) === 404) throw notFound()
  return json(answerOf(form, { why: done }), statusOf(done))
}

export default function LotLossPage() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { lot, village, quantity, why, expected, isOpen, beyond } = page
  const { product } = lot
  const promised = Math.max(0, quantity - lot.available)
  return (
    <YardLayout
      back={{ href: paths.villageLotChange(lot.id), label: m.listing_loss_back() }}
      status={village}
      className="stack"
    >
      <h1 className="head">{m.listing_loss_title()}</h1>
      <p>{m.village_lot_of({ household: householdName(lot.household), product: productName(product) })}</p>
      <ErrorSummary errors={answer?.errors ?? {}} />
      {isOpen && expected > 0 ? (
        <>
          <p>
            {m.listing_loss_leaves({
              quantity: formatQuantity(quantity, product),
              promised: formatQuantity(promised, product),
            })}
          </p>
          <LossPreview {...page} product={product} />
          <LossForm
            changeId={page.changeId}
            quantity={quantity}
            expected={expected}
            shown={page.fingerprint}
            why={why}
            mayConfirm={beyond.quantity === 0}
            error={answer?.errors.why}
          />
        </>
      ) : (
        <EmptyState title={m.listing_change_over()}>{m.listing_change_over_why()}</EmptyState>
      )}
    </YardLayout>
  )
}
