import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TOWN_DESK_ITEMS } from '#app/domain/pickup/town-desk.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readTownDesk } from '#app/queries/pickup/town-desk.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { QuietVillages, TownDeskTable } from '#app/ui/county/town-desk.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.town_desk_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'county:read' })
  const [desk, frame] = await Promise.all([readTownDesk(scope), readRoomFrame(actor)])
  return json({ ...desk, frame })
}

export default function TownDeskPage() {
  const { villages, total, frame } = useLoaderData<typeof loader>()
  const isBusy = (village: (typeof villages)[number]) => TOWN_DESK_ITEMS.some((item) => village[item] > 0)
  // Of a county most villages have nothing: they would hide those that have.
  const busy = villages.filter(isBusy)
  const quiet = villages.filter((village) => !isBusy(village))
  return (
    <CountyRoom frame={frame}>
      <div className="report-head">
        <h1>{m.town_desk_title()}</h1>
        <p className="soft">{m.town_desk_lead()}</p>
      </div>
      <TownDeskTable villages={busy} total={total} />
      <QuietVillages villages={quiet} />
    </CountyRoom>
  )
}
