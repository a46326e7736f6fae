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
import { recountLot } from '#app/commands/catalogue/recount-lot.server.ts'
import { writeOffLot } from '#app/commands/catalogue/write-off-lot.server.ts'
import { RECOUNT_REASONS } from '#app/domain/catalogue/recount.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { parseQuantity } from '#app/domain/ordering/order-lines.ts'
import { formatInstant, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readLotChange } from '#app/queries/catalogue/lot-change.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { changeKindWords, lossOfWords, recountReasonWords } from '#app/ui/village/change-words.ts'
import { RecountForm, WriteOffForm } from '#app/ui/village/lot-changes.tsx'
import { PoolTable } from '#app/ui/village/pool-table.tsx'
import { householdName } from '#app/ui/village/words.ts'
import { answerOf, parseForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.listing_change_title() }) }]

const common = {
  changeId: z.string({ error: 'operation-id-missing' }),
  countedBy: z.enum(['piece', 'weight']),
}
const writeOffSchema = z.object({
  ...common,
  quantity: z.string({ error: 'stock-count-unreadable' }),
  reason: z.string({ error: 'reason-missing' }),
})
const recountSchema = z.object({
  ...common,
  counted: z.string({ error: 'stock-count-unreadable' }),
  expected: z.coerce.number(),
  why: z.enum(RECOUNT_REASONS, { error: 'reason-missing' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:withdraw' })
  const id = readId(args.params.id)
  const page = id && (await readLotChange(actor, scope, id))
  if (!page) throw notFound()
  return json(
    { ...page, writeOffId: randomUUID(), recountId: randomUUID() },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'lot:withdraw' })
  const lotId = readId(args.params.id)
  if (lotId === null) throw notFound()
  const body = await args.request.formData().catch(() => new FormData())
  if (body.get('act') === 'recount') {
    const form = parseForm(body, recountSchema)
    if (!form.ok) return json(answerOf(form), 400)
    const { counted: typed, countedBy, ...recount } = form.value
    const counted = quantityOf(countedBy, typed)
    if (counted === null) return json(answerOf(form, { counted: refuse('stock-count-unreadable') }), 400)
    const reason = recountReasonWords(recount.why)
    const done = await recountLot(actor, scope, { ...recount, lotId, counted, reason })
    if (done.ok)
      return redirect(paths.villageHome({ done: done.value === null ? 'counted-same' : 'changed' }))
    if (statusOf(done) === 404) throw notFound()
    if (isPromised(done)) {
      const why = recount.why === 'died' ? 'died' : 'kept'
      return redirect(paths.villageLotLoss(lotId, { quantity: recount.expected - counted, why }))
    }
    const field = done.code.startsWith('recount-') || done.code === 'reason-missing' ? 'why' : 'counted'
    return json(answerOf(form, { [field]: done }), statusOf(done))
  }
  const form = parseForm(body, writeOffSchema)
  if (!form.ok) return json(answerOf(form), 400)
  const { countedBy, ...writeOff } = form.value
  const quantity = quantityOf(countedBy, writeOff.quantity)
  if (quantity === null) return json(answerOf(form, { quantity: refuse('stock-count-unreadable') }), 400)
  const done = await writeOffLot(actor, scope, { ...writeOff, lotId, quantity })
  if (done.ok) return redirect(paths.villageHome({ done: 'changed' }))
  if (statusOf(done) === 404) throw notFound()
  if (isPromised(done) && quantity <= inAll(done)) {
    return redirect(paths.villageLotLoss(lotId, { quantity, why: lossOfWords(writeOff.reason) }))
  }
  return json(
    answerOf(form, { [done.code === 'reason-missing' ? 'reason' : 'quantity']: done }),
    statusOf(done),
  )
}

/** Goods that buyers were promised would go: what is done about them is shown before it is done. */
function isPromised({ code }: Refusal): boolean {
  return code === 'lot-promised' || code === 'lot-promised-weight'
}

/** All that the lot has, by what the refusal says of it. */
function inAll({ facts = {} }: Refusal): number {
  const { left, leftGrams, promised, promisedGrams } = facts
  return Number(left ?? leftGrams) + Number(promised ?? promisedGrams)
}

/** A count as people write it, none at all included. */
function quantityOf(countedBy: 'piece' | 'weight', typed: string): number | null {
  const text = typed.normalize('NFKC').trim()
  return /^0+(\.0+)?$/.test(text) ? 0 : parseQuantity({ orderedBy: countedBy }, text)
}

export default function LotChangePage() {
  const { lot, village, pool, step, expected, isOpen, changes, writeOffId, recountId } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const product = productName(lot.product)
  const quantity = (count: number) => formatQuantity(count, lot.product)
  const form = { product: lot.product, step, answer }
  return (
    <YardLayout
      back={{ href: paths.villageHome(), label: m.village_back_home() }}
      status={village}
      className="stack"
    >
      <h1 className="head">{m.listing_change_title()}</h1>
      <p>{m.village_lot_of({ household: householdName(lot.household), product })}</p>
      <p>
        {m.village_lot_stock({
          left: quantity(lot.available),
          reserved: quantity(lot.reserved),
          given: quantity(lot.given),
        })}
      </p>
      <ErrorSummary errors={answer?.errors ?? {}} />
      {isOpen ? (
        <>
          <WriteOffForm {...form} changeId={writeOffId} />
          <RecountForm {...form} changeId={recountId} expected={expected} reserved={lot.reserved} />
          {lot.reserved > 0 && (
            <p>
              <TapLink href={paths.villageLotLoss(lot.id, { quantity: expected, why: 'changed' })}>
                {m.listing_loss_withdraw_all()}
              </TapLink>
            </p>
          )}
        </>
      ) : (
        <EmptyState title={m.listing_change_over()}>{m.listing_change_over_why()}</EmptyState>
      )}
      {pool.length > 0 && <PoolTable rows={pool} product={lot.product} />}
      {changes.length > 0 && (
        <section>
          <h2>{m.listing_changes()}</h2>
          <ul className="fair">
            {changes.map((change) => (
              <li key={change.id}>
                <span>
                  {m.listing_change_row({
                    kind: changeKindWords(change.kind),
                    quantity: quantity(change.quantity),
                    reason: change.reason,
                  })}
                </span>
                <span className="soft">{formatInstant(change.madeAt)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </YardLayout>
  )
}
