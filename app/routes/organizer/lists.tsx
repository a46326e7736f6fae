import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { LIST_KINDS, ListFrame } from '#app/ui/pickup/list-frame.tsx'
import { readPaper } from '#app/ui/pickup/list-words.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { PickList } from '#app/ui/pickup/pick-lists.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.lists_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const id = readId(args.params.id)
  const [lists, frame] = await Promise.all([
    id === null ? null : readEventLists(actor, scope, id),
    readRoomFrame(actor),
  ])
  if (lists === null) throw notFound()
  const search = new URL(args.request.url).searchParams
  const kind = LIST_KINDS.find((one) => one === search.get('by')) ?? 'household'
  const rows = search.get('rows') === 'household' ? ('household' as const) : ('product' as const)
  const paper = readPaper(search.get('paper'))
  return json({ lists, kind, rows, paper, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function ListsPage() {
  const { lists, kind, rows, paper, frame } = useLoaderData<typeof loader>()
  const ways = {
    label: m.lists_matrix_rows(),
    chosen: rows,
    ways: [
      { way: 'product', label: m.lists_matrix_product() },
      { way: 'household', label: m.lists_matrix_household() },
    ],
  }
  return (
    <OrganizerRoom frame={frame} className="papers-room">
      <ListFrame lists={lists} kind={kind} paper={paper} ways={kind === 'matrix' ? ways : undefined}>
        <PickList lists={lists} kind={kind} paper={paper} rows={rows} />
      </ListFrame>
    </OrganizerRoom>
  )
}
