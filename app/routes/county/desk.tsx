import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readTownDesk } from '#app/queries/pickup/town-desk.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { TownDeskTable } from '#app/ui/county/town-desk.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.town_desk_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'county:read' })
  const [desk, frame] = await Promise.all([readTownDesk(scope), readRoomFrame(actor)])
  return json({ ...desk, frame })
}

export default function TownDeskPage() {
  const { villages, total, frame } = useLoaderData<typeof loader>()
  return (
    <CountyRoom frame={frame}>
      <div className="report-head">
        <h1>{m.town_desk_title()}</h1>
        <p className="soft">{m.town_desk_lead()}</p>
      </div>
      <TownDeskTable villages={villages} total={total} />
    </CountyRoom>
  )
}
