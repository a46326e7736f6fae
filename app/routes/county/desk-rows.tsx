import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TOWN_DESK_ITEMS } from '#app/domain/pickup/town-desk.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readTownDeskRows } from '#app/queries/pickup/town-desk.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { townDeskName, townDeskWhy } from '#app/ui/county/town-desk.tsx'
import { TownDeskRowTable } from '#app/ui/county/town-desk-rows.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { BackLink, Pagination } from '#app/ui/primitives/links.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.town_desk_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'county:read' })
  const query = new URL(args.request.url).searchParams
  const what = TOWN_DESK_ITEMS.find((item) => item === query.get('what'))
  if (what === undefined) throw notFound()
  const of = { what, villageCode: query.get('village'), after: readId(query.get('after')) ?? 0 }
  const [page, frame] = await Promise.all([readTownDeskRows(scope, of), readRoomFrame(actor)])
  if (page === null) throw notFound()
  return json({ ...page, ...of, frame })
}

export default function TownDeskRowsPage() {
  const { frame, what, villageCode, after, village, count, rows, next } = useLoaderData<typeof loader>()
  const here = { what, village: villageCode }
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyDesk()}>{m.town_desk_title()}</BackLink>
      <div className="report-head">
        <div>
          <h1>
            {m.town_desk_rows_title({ village: village ?? m.town_desk_all(), name: townDeskName(what) })}
          </h1>
          <p className="soft">{townDeskWhy(what)}</p>
        </div>
      </div>
      <TownDeskRowTable
        caption={m.town_desk_rows_count({ count: formatCount(count) })}
        what={what}
        rows={rows}
        isOneVillage={village !== null}
      />
      {(what === 'open-differences' || what === 'late-differences') && count > 0 && (
        <p>
          <TapLink
            href={paths.organizerExceptions({
              village: villageCode ?? undefined,
              only: what === 'late-differences' ? 'overdue' : undefined,
            })}
          >
            {m.town_desk_settle()}
          </TapLink>
        </p>
      )}
      <Pagination
        nextHref={next === null ? null : paths.countyDeskRows({ ...here, after: next })}
        firstHref={after === 0 ? null : paths.countyDeskRows(here)}
      />
    </CountyRoom>
  )
}
