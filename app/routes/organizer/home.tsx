import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readOrganizerHome } from '#app/queries/pickup/organizer-home.server.ts'
import { EventTable } from '#app/ui/pickup/event-table.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { guard } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.organizer_home_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:read' })
  const after = readId(new URL(args.request.url).searchParams.get('after'))
  const [home, frame] = await Promise.all([readOrganizerHome(scope, after), readRoomFrame(actor)])
  return json({ ...home, after, frame })
}

export default function OrganizerHomePage() {
  const { current, past, pastAfter, after, frame } = useLoaderData<typeof loader>()
  return (
    <OrganizerRoom frame={frame}>
      <div className="report-head">
        <div>
          <h1>{m.organizer_home_title()}</h1>
          <p className="soft">{m.organizer_home_lead()}</p>
        </div>
        {frame.may.includes('event:plan') && (
          <div className="exports no-print">
            <ButtonLink href={paths.organizerMissing()}>{m.missing_title()}</ButtonLink>
            <ButtonLink tone="go" href={paths.organizerNewEvent()}>
              {m.organizer_nav_new()}
            </ButtonLink>
          </div>
        )}
      </div>
      {after === null && (
        <section className="stack">
          <EventTable caption={m.organizer_current()} events={current} empty={m.organizer_none()} />
        </section>
      )}
      <section className="stack">
        <EventTable caption={m.organizer_past()} events={past} empty={m.organizer_none_past()} />
        <Pagination
          nextHref={pastAfter === null ? null : paths.organizer({ after: pastAfter })}
          firstHref={after === null ? null : paths.organizer()}
        />
      </section>
    </OrganizerRoom>
  )
}
