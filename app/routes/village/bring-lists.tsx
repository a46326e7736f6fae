import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatCount, formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readBringLists } from '#app/queries/pickup/bring-lists.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { listName } from '#app/ui/village/bring-words.ts'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bring_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { scope } = await guard(args, { can: 'bring:read' })
  const lists = await readBringLists(scope)
  return json({ lists }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function BringLists() {
  const { lists } = useLoaderData<typeof loader>()
  return (
    <YardLayout back={{ href: paths.villageHome(), label: m.village_back_home() }} className="stack">
      <h1 className="head">{m.bring_title()}</h1>
      <p className="soft">{m.bring_lead()}</p>
      {lists.length === 0 && <EmptyState title={m.bring_none()}>{m.bring_none_why()}</EmptyState>}
      <ul className="bring-index">
        {lists.map((list) => (
          <li key={list.id}>
            <a href={paths.villageBringList(list.id)}>
              {m.joined({
                first: formatPickupTime(list.event.startsAt, list.event.endsAt),
                second: list.village,
              })}
            </a>
            <br />
            {listName(list.number)}
            <br />
            <span className="soft">
              {m.bring_row({
                count: formatCount(list.householdCount),
                instant: formatInstant(list.madeAt),
              })}
            </span>
          </li>
        ))}
      </ul>
    </YardLayout>
  )
}
