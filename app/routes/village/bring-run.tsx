import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { nameCarrier } from '#app/commands/pickup/name-carrier.server.ts'
import { tickBringHousehold } from '#app/commands/pickup/tick-bring-household.server.ts'
import { formatCount, formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readCollectionRun } from '#app/queries/pickup/collection-run.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { CollectionStops } from '#app/ui/village/bring-parts.tsx'
import { listName } from '#app/ui/village/bring-words.ts'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bring_run_title() }) }]

const schema = z.union([
  z.object({
    carrier: z
      .string()
      .transform(readId)
      .pipe(z.number({ error: 'carrier-unknown' })),
  }),
  z.object({ household: z.string().transform(readId).pipe(z.number()), done: z.enum(['yes', 'no']) }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bring:read' })
  const id = readId(args.params.id ?? null)
  const run = id === null ? null : await readCollectionRun(actor, scope, id, new Date())
  if (run === null) throw notFound()
  return json({ run }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bring:tick' })
  const listId = readId(args.params.id ?? null)
  if (listId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { value } = form
  const verdict =
    'carrier' in value
      ? await nameCarrier(actor, scope, { listId, carrierId: value.carrier, now: new Date() })
      : await tickBringHousehold(actor, scope, {
          listId,
          householdId: value.household,
          kind: 'fetched',
          isDone: value.done === 'yes',
        })
  if (verdict.ok) return redirect(paths.villageBringRun(listId))
  if (statusOf(verdict) === 404) throw notFound()
  return json(answerOf(form, { '': verdict }), statusOf(verdict))
}

export default function BringRunPage() {
  const { list, stops, carrier, carriers } = useLoaderData<typeof loader>().run
  const answer = useActionData<typeof action>()
  const { event, mayTick } = list
  return (
    <YardLayout
      back={{ href: paths.villageBringList(list.id), label: m.bring_run_back() }}
      status={list.village}
      className="stack"
    >
      <h1 className="head">{m.bring_run_title()}</h1>
      <ErrorSummary errors={answer?.errors ?? {}} />
      <p>
        {formatPickupTime(event.startsAt, event.endsAt)}
        <br />
        {m.store_place_at({ village: event.village, place: event.place })}
        <br />
        <span className="soft">
          {listName(list.number)} {m.bring_made({ instant: formatInstant(list.madeAt) })}
        </span>
      </p>
      <h2>{m.bring_run_carrier()}</h2>
      <p>
        <b>{carrier ?? m.bring_run_nobody()}</b>
      </p>
      {mayTick && carriers.length > 0 && stops.length > 0 && (
        <form method="post" className="stack no-print">
          <Choice
            legend={m.bring_run_carrier()}
            hideLegend
            name="carrier"
            options={carriers.map(({ accountId, name, isHelper }) => ({
              value: String(accountId),
              label: isHelper ? m.bring_run_helper({ name }) : name,
            }))}
            required
          />
          <p>
            <Button>{m.bring_run_name()}</Button>
          </p>
        </form>
      )}
      <p className="soft no-print">{m.bring_run_lead()}</p>
      {stops.length === 0 ? (
        <EmptyState title={m.bring_run_none()} />
      ) : (
        <>
          <h2>
            {m.bring_run_progress({
              done: formatCount(stops.filter(({ isFetched }) => isFetched).length),
              all: formatCount(stops.length),
            })}
          </h2>
          <CollectionStops households={stops} mayTick={mayTick} />
        </>
      )}
    </YardLayout>
  )
}
