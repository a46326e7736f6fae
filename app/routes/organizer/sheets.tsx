import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { BuyerSheets } from '#app/ui/pickup/buyer-sheets.tsx'
import { ListFrame } from '#app/ui/pickup/list-frame.tsx'
import { readPaper } from '#app/ui/pickup/list-words.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.lists_sheets() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const id = readId(args.params.id)
  const [lists, frame] = await Promise.all([
    id === null ? null : readEventLists(actor, scope, id),
    readRoomFrame(actor),
  ])
  if (lists === null) throw notFound()
  const paper = readPaper(new URL(args.request.url).searchParams.get('paper'))
  return json({ lists, paper, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function SheetsPage() {
  const { lists, paper, frame } = useLoaderData<typeof loader>()
  return (
    <OrganizerRoom frame={frame} className="papers-room">
      <ListFrame lists={lists} kind="sheets" paper={paper}>
        <BuyerSheets lists={lists} />
      </ListFrame>
    </OrganizerRoom>
  )
}
