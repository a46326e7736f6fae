import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readBringList } from '#app/queries/pickup/bring-lists.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { BringPage } from '#app/ui/village/bring-page.tsx'
import { DoorStepTasks, LoudspeakerScript, NoPhoneList } from '#app/ui/village/bring-parts.tsx'
import { listName } from '#app/ui/village/bring-words.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bring_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bring:read' })
  const id = readId(args.params.id ?? null)
  const list = id === null ? null : await readBringList(actor, scope, id)
  if (list === null) throw notFound()
  const isOnlyChanged = new URL(args.request.url).searchParams.get('only') === 'changed'
  return json({ list, isOnlyChanged }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function BringListPage() {
  const { list, isOnlyChanged } = useLoaderData<typeof loader>()
  const { event, households, number } = list
  const changed = households.filter((household) => household.isChanged)
  const shown = isOnlyChanged ? changed : households
  return (
    <YardLayout back={{ href: paths.villageBring(), label: m.bring_title() }} status={list.village}>
      <div className="stack no-print">
        <h1 className="head">{listName(number)}</h1>
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
        <NoPhoneList households={households} />
        <DoorStepTasks households={households} />
        <h2>{m.bring_pages()}</h2>
        <p className="soft">{m.bring_pages_how()}</p>
      </div>
      {shown.map((household) => (
        <BringPage key={household.id} household={household} list={list} />
      ))}
    </YardLayout>
  )
}
