import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { EventLabels } from '#app/ui/pickup/event-labels.tsx'
import { ListFrame } from '#app/ui/pickup/list-frame.tsx'
import { readPaper } from '#app/ui/pickup/list-words.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.lists_labels() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const id = readId(args.params.id)
  const [lists, frame] = await Promise.all([
    id === null ? null : readEventLists(actor, scope, id),
    readRoomFrame(actor),
  ])
  if (lists === null) throw notFound()
  const search = new URL(args.request.url).searchParams
  const each = search.get('each') === 'parcel' ? ('parcel' as const) : ('line' as const)
  const paper = readPaper(search.get('paper'))
  return json({ lists, each, paper, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function LabelsPage() {
  const { lists, each, paper, frame } = useLoaderData<typeof loader>()
  const ways = {
    label: m.lists_label_each(),
    chosen: each,
    ways: [
      { way: 'line', label: m.lists_label_line() },
      { way: 'parcel', label: m.lists_label_parcel() },
    ],
  }
  return (
    <OrganizerRoom frame={frame} className="papers-room">
      <ListFrame lists={lists} kind="labels" paper={paper} ways={ways}>
        <EventLabels lists={lists} each={each} />
      </ListFrame>
    </OrganizerRoom>
  )
}
