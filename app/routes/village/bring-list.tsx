import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { tickBringHousehold } from '#app/commands/pickup/tick-bring-household.server.ts'
import { formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readBringList } from '#app/queries/pickup/bring-lists.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { BringPage } from '#app/ui/village/bring-page.tsx'
import { DoorStepTasks, LoudspeakerScript, NoPhoneList } from '#app/ui/village/bring-parts.tsx'
import { listName } from '#app/ui/village/bring-words.ts'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bring_title() }) }]

const schema = z.object({
  household: z.string().transform(readId).pipe(z.number()),
  done: z.enum(['yes', 'no']),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bring:read' })
  const id = readId(args.params.id ?? null)
  const list = id === null ? null : await readBringList(actor, scope, id)
  if (list === null) throw notFound()
  const isOnlyChanged = new URL(args.request.url).searchParams.get('only') === 'changed'
  return json({ list, isOnlyChanged }, { headers: { 'Cache-Control': 'private, no-store' } })
}

/** That a household nobody can call was told, or that it wasn't after all. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bring:tick' })
  const listId = readId(args.params.id ?? null)
  if (listId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { household: householdId, done } = form.value
  const isDone = done === 'yes'
  const ticked = await tickBringHousehold(actor, scope, { listId, householdId, kind: 'told', isDone })
  if (ticked.ok) return redirect(`${paths.villageBringList(listId)}#no-phone`)
  if (statusOf(ticked) === 404) throw notFound()
  return json(answerOf(form, { '': ticked }), statusOf(ticked))
}

export default function BringListPage() {
  const answer = useActionData<typeof action>()
  const { list, isOnlyChanged } = useLoaderData<typeof loader>()
  const { event, households, number } = list
  const changed = households.filter((household) => household.isChanged)
  const shown = isOnlyChanged ? changed : households
  return (
    <YardLayout back={{ href: paths.villageBring(), label: m.bring_title() }} status={list.village}>
      <div className="stack no-print">
        <h1 className="head">{listName(number)}</h1>
        <ErrorSummary errors={answer?.errors ?? {}} />
        <p>
          {formatPickupTime(event.startsAt, event.endsAt)}
          <br />
          {m.store_place_at({ village: event.village, place: event.place })}
          <br />
          <span className="soft">{m.bring_made({ instant: formatInstant(list.madeAt) })}</span>
        </p>
        {list.newerId !== null && (
          <Note tone="bad" title={m.bring_newer()}>
            <a href={paths.villageBringList(list.newerId)}>{m.bring_newer_link()}</a>
          </Note>
        )}
        {number > 1 && (
          <Note tone="look" title={m.bring_corrected({ count: changed.length })}>
            <a href={paths.villageBringList(list.id, { only: isOnlyChanged ? null : 'changed' })}>
              {isOnlyChanged ? m.bring_show_all() : m.bring_show_changed()}
            </a>
          </Note>
        )}
        <LoudspeakerScript list={list} />
        <NoPhoneList households={households} mayTick={list.mayTick} />
        <DoorStepTasks households={households} href={paths.villageBringRun(list.id)} />
        <h2>{m.bring_pages()}</h2>
        <p className="soft">{m.bring_pages_how()}</p>
      </div>
      {shown.map((household) => (
        <BringPage key={household.id} household={household} list={list} />
      ))}
    </YardLayout>
  )
}
