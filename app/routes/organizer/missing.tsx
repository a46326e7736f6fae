import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readMissing } from '#app/queries/pickup/missing.server.ts'
import {
  MISSING_KINDS,
  MissingFigures,
  type MissingKind,
  MissingRows,
} from '#app/ui/pickup/missing-tables.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.missing_title() }) }]

/** Of the kind that was asked for all rows, of the others how many; the first with any, if none was. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const [all, frame] = await Promise.all([readMissing(scope), readRoomFrame(actor)])
  const asked = new URL(args.request.url).searchParams.get('what')
  const what =
    MISSING_KINDS.find((kind) => kind === asked) ??
    MISSING_KINDS.find((kind) => all[kind].length > 0) ??
    MISSING_KINDS[0]
  const counts = Object.fromEntries(MISSING_KINDS.map((kind) => [kind, all[kind].length]))
  const none = Object.fromEntries(MISSING_KINDS.map((kind) => [kind, []]))
  const missing = { ...none, [what]: all[what] } as unknown as typeof all
  return json({ what, counts: counts as Record<MissingKind, number>, missing, frame })
}

export default function MissingPage() {
  const { what, counts, missing, frame } = useLoaderData<typeof loader>()
  return (
    <OrganizerRoom frame={frame}>
      <div className="report-head">
        <h1>{m.missing_title()}</h1>
        <p className="soft">{m.missing_lead()}</p>
      </div>
      <MissingFigures counts={counts} chosen={what} />
      <MissingRows kind={what} missing={missing} />
    </OrganizerRoom>
  )
}
