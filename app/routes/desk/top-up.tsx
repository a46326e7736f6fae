import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { topUpLot } from '#app/commands/handover/top-up-lot.server.ts'
import { countedOf, readQuantity } from '#app/domain/handover/desk-figures.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readTopUp, type TopUp } from '#app/queries/handover/top-up.server.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { DeskFrame } from '#app/ui/handover/desk-frame.tsx'
import { householdWords, stallWords } from '#app/ui/handover/desk-line.ts'
import { FindHousehold } from '#app/ui/handover/find-household.tsx'
import { HouseholdRows } from '#app/ui/handover/household-rows.tsx'
import { Live } from '#app/ui/handover/live.tsx'
import { deskRefusalText } from '#app/ui/handover/refusal-words.ts'
import { TopUpForm } from '#app/ui/handover/top-up-form.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.desk_top_up_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const eventId = readId(args.params.eventId)
  const query = new URL(args.request.url).searchParams
  const asked = query.get('q')?.slice(0, 60) ?? ''
  const householdId = readId(query.get('household'))
  const addedId = query.get('added')
  const page =
    eventId === null ? null : await readTopUp(actor, scope, eventId, { asked, householdId, addedId })
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
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]))
  const refused = (field: string, refusal: Refusal) => json({ field, refusal, typed }, statusOf(refusal))
  const [lot, counted] = (typed.lot ?? '').split(':')
  const lotId = readId(lot)
  if (lotId === null) return refused('lot', refuse('lot-missing'))
  const figure = readQuantity(typed.quantity ?? '', countedOf(counted))
  if (figure === null || figure.quantity === 0) return refused('quantity', refuse('figure-unreadable'))
  const { operationId = '' } = typed
  const added = await topUpLot(actor, scope, {
    operationId,
    eventId,
    lotId,
    quantity: figure.quantity,
    hasHouseholdAgreed: typed.agreed !== undefined,
    reason: m.desk_top_up_reason(),
  })
  if (added.ok) return redirect(paths.deskTopUp(eventId, { added: operationId }))
  if (statusOf(added) === 404) throw notFound()
  return refused(added.code === 'household-not-asked' ? 'agreed' : '', added)
}

export default function TopUpPage() {
  const { bar, chosen, added, asked, households, operationId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const goods = chosen?.lots.find((lot) => answer?.typed.lot?.startsWith(`${lot.lotId}:`)) ?? null
  return (
    <DeskFrame bar={bar} back={{ href: paths.desk(bar.eventId), label: m.desk_back() }}>
      <div className="find stack">
        <h1>{m.desk_top_up_title()}</h1>
        {added && <AddedNote added={added} />}
        {chosen ? (
          <p>
            <b>{householdWords(chosen)}</b> {stallWords([chosen])}
            <br />
            <TapLink href={paths.deskTopUp(bar.eventId)}>{m.desk_walk_up_other()}</TapLink>
          </p>
        ) : (
          <FindHousehold asked={asked} />
        )}
      </div>
      {chosen && bar.state === 'running' ? (
        <section className="weigh">
          <TopUpForm
            lots={chosen.lots}
            operationId={operationId}
            typed={answer?.typed ?? {}}
            errors={answer ? { [answer.field]: deskRefusalText(answer.refusal, goods) } : {}}
          />
        </section>
      ) : (
        <section className="rest stack" aria-labelledby="households">
          <h2 id="households">{m.desk_top_up_choose()}</h2>
          <Live name="households">
            <HouseholdRows
              households={households.map((household) => ({
                ...household,
                href: paths.deskTopUp(bar.eventId, { household: household.id }),
              }))}
            />
          </Live>
          {households.length === 0 && (
            <p className="soft">{asked === '' ? m.desk_top_up_empty() : m.desk_top_up_none()}</p>
          )}
        </section>
      )}
    </DeskFrame>
  )
}

/** What was just added, to whose goods, and where they stand. */
function AddedNote({ added }: { added: NonNullable<TopUp['added']> }) {
  const { household, lot, quantity } = added
  return (
    <Note tone="ok" title={m.desk_top_up_done()} announce>
      {m.desk_top_up_added({
        household: householdWords(household),
        product: productName(lot),
        quantity: formatQuantity(quantity, lot),
        left: formatQuantity(lot.available, lot),
      })}{' '}
      {stallWords([household])}
    </Note>
  )
}
