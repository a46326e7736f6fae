import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { countedOf, readQuantity } from '#app/domain/handover/desk-figures.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readWalkUp, type WalkUp } from '#app/queries/handover/walk-up.server.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { householdWords, stallWords } from '#app/ui/handover/desk-line.ts'
import { FindHousehold } from '#app/ui/handover/find-household.tsx'
import { HouseholdRows } from '#app/ui/handover/household-rows.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { deskRefusalText } from '#app/ui/handover/refusal-words.ts'
import { WalkUpForm } from '#app/ui/handover/walk-up-form.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.desk_walk_up_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const query = new URL(args.request.url).searchParams
  const asked = query.get('q')?.slice(0, 60) ?? ''
  const page =
    eventId === null
      ? null
      : await readWalkUp(actor, scope, eventId, {
          asked,
          householdId: readId(query.get('household')),
          soldOrderId: query.get('sold'),
        })
  if (page === null) throw notFound()
  return json(
    { ...page, asked, operationId: randomUUID() },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  if (eventId === null) throw notFound()
  const form = await args.request.formData().catch(() => new FormData())
  const text = (name: string) => String(form.get(name) ?? '')
  const [lot, counted] = text('lot').split(':')
  const lotId = readId(lot)
  const typed = { lot: text('lot'), quantity: text('quantity'), usual: text('usual') }
  // What was typed counts before what was tapped; a piece on the scale is never a usual quantity.
  const usual = countedOf(counted) === 'weighed-piece' ? '' : typed.usual
  const figure = readQuantity(typed.quantity || usual, countedOf(counted))
  const refused = (field: string, refusal: ReturnType<typeof refuse>) =>
    json({ field, refusal, typed }, statusOf(refusal))
  if (lotId === null) return refused('lot', refuse('lot-missing'))
  if (figure === null) return refused('quantity', refuse('figure-unreadable'))
  const operationId = text('operationId')
  const method = text('method') === 'qr' ? 'qr' : 'cash'
  const sold = await sellWalkUp(actor, scope, { operationId, eventId, lotId, ...figure, method })
  if (sold.ok) return redirect(paths.deskWalkUp(eventId, { sold: operationId }))
  if (statusOf(sold) === 404) throw notFound()
  return refused(sold.code === 'not-enough' || sold.code === 'quantity-not-whole' ? 'quantity' : '', sold)
}

export default function WalkUpPage() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { bar, chosen, sold, asked, households, operationId } = page
  const goods = chosen?.lots.find((lot) => answer?.typed.lot.startsWith(`${lot.lotId}:`)) ?? null
  return (
    <DeskFrame bar={bar} back={{ href: paths.desk(bar.eventId), label: m.desk_back() }}>
      <div className="find stack">
        <h1>{m.desk_walk_up_title()}</h1>
        {sold && <SoldNote sold={sold} mendHref={paths.deskOrder(bar.eventId, sold.orderId)} />}
        {chosen ? (
          <p>
            <b>{householdWords(chosen)}</b> {stallWords([chosen])}
            <br />
            <TapLink href={paths.deskWalkUp(bar.eventId)}>{m.desk_walk_up_other()}</TapLink>
          </p>
        ) : (
          <FindHousehold asked={asked} />
        )}
      </div>
      <Live
        name="work"
        workKey={chosen ? `lots:${chosen.lots.map((lot) => lot.lotId).join()}` : undefined}
        overtaken={m.desk_live_stall_changed()}
      >
        {chosen && bar.state === 'running' ? (
          <section className="weigh">
            <WalkUpForm
              lots={chosen.lots}
              operationId={operationId}
              typed={answer?.typed ?? {}}
              errors={answer ? { [answer.field]: deskRefusalText(answer.refusal, goods) } : {}}
            />
          </section>
        ) : (
          <section className="rest stack" aria-labelledby="households">
            <h2 id="households">{m.desk_walk_up_choose()}</h2>
            <HouseholdRows
              households={households.map((household) => ({
                ...household,
                href: paths.deskWalkUp(bar.eventId, { household: household.id }),
              }))}
            />
            {households.length === 0 && (
              <p className="soft">{asked === '' ? m.desk_walk_up_empty() : m.desk_walk_up_none()}</p>
            )}
          </section>
        )}
      </Live>
    </DeskFrame>
  )
}

/** What was just sold, for whom, and what to take. */
function SoldNote({ sold, mendHref }: { sold: NonNullable<WalkUp['sold']>; mendHref: string }) {
  const amount = formatMoney(sold.paidFen)
  return (
    <Note tone="ok" title={m.desk_sold_title()} announce>
      {m.desk_sold({ amount: formatMoney(sold.amountFen), household: householdWords(sold.household) })}
      <br />
      {sold.method === 'qr' ? m.desk_sold_qr({ amount }) : m.desk_sold_cash({ amount })}
      <br />
      <TapLink href={mendHref}>{m.desk_mend()}</TapLink>
    </Note>
  )
}
