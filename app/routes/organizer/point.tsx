import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { moveServicePoint } from '#app/commands/pickup/move-service-point.server.ts'
import { nextPointStates, servicePointStates } from '#app/domain/pickup/service-point.ts'
import { formatCount, formatInstantWithYear } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readServicePoint, type ServicePointPage } from '#app/queries/pickup/service-points.server.ts'
import { hoursText } from '#app/ui/catalogue/opening-hours.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { PointState, pointMoveName, pointStateName } from '#app/ui/pickup/point-state.tsx'
import { EventsAtPoint } from '#app/ui/pickup/point-table.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: data?.point.name ?? m.point_name() }) },
]

const schema = z.object({
  from: z.enum(servicePointStates, { error: 'point-state-changed' }),
  to: z.enum(servicePointStates, { error: 'point-state-changed' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:read' })
  const id = readId(args.params.id)
  const [point, frame] = await Promise.all([
    id === null ? null : readServicePoint(scope, id, new Date()),
    readRoomFrame(actor),
  ])
  if (point === null) throw notFound()
  return json({ point, frame, done: new URL(args.request.url).searchParams.get('done') })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'point:keep' })
  const pointId = readId(args.params.id)
  if (pointId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const moved = await moveServicePoint(actor, scope, { pointId, ...form.value })
  if (moved.ok) return redirect(paths.organizerPoint(pointId, { done: 'moved' }))
  if (statusOf(moved) === 404) throw notFound()
  return json(answerOf(form, { '': moved }), statusOf(moved))
}

export default function PointPage() {
  const { point, frame, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <BackLink href={paths.organizerPoints()}>{m.point_name()}</BackLink>
      <div className="report-head">
        <div>
          <h1>{point.name}</h1>
          <p className="mt-2">
            <PointState state={point.state} />
          </p>
        </div>
      </div>
      {!answer && <Done done={done} />}
      <ErrorSummary errors={answer?.errors ?? {}} />
      <div className="panel-2">
        <section>
          <PointFacts point={point} />
        </section>
        {frame.may.includes('point:keep') && (
          <section className="stack no-print">
            <Moves state={point.state} />
            <p>
              <TapLink href={paths.organizerPointChange(point.id)}>{m.point_change()}</TapLink>
            </p>
          </section>
        )}
      </div>
      <section>
        <EventsAtPoint events={point.events} />
      </section>
      <section>
        <States states={point.states} />
      </section>
    </OrganizerRoom>
  )
}

function Done({ done }: { done: string | null }) {
  const words: Record<string, string> = {
    created: m.point_done_created(),
    changed: m.point_done_changed(),
    moved: m.point_done_moved(),
  }
  const said = words[done ?? '']
  if (said === undefined) return null
  return (
    <Note tone="ok" announce>
      {said}
    </Note>
  )
}

function Moves({ state }: { state: ServicePointPage['state'] }) {
  return (
    <form method="post" className="stack">
      <input type="hidden" name="from" value={state} />
      <div className="flex flex-wrap gap-3">
        {nextPointStates(state).map((to) => (
          <Button key={to} name="to" value={to} tone={to === 'open' ? 'go' : 'plain'} size="big">
            {pointMoveName(to)}
          </Button>
        ))}
      </div>
      <p className="hint">{m.point_move_hint()}</p>
    </form>
  )
}

function PointFacts({ point }: { point: ServicePointPage }) {
  return (
    <Facts
      facts={[
        {
          key: 'where',
          name: m.organizer_fact_where(),
          value: m.organizer_where({ village: point.village, place: point.place }),
        },
        { key: 'hours', name: m.point_field_hours(), value: hoursText(point.openingHours) },
        { key: 'scales', name: m.organizer_fact_scales(), value: formatCount(point.scaleCount) },
        { key: 'staff', name: m.point_field_staff(), value: formatCount(point.staffCount) },
        {
          key: 'cold-box',
          name: m.point_field_cold_box(),
          value: point.hasColdBox ? m.point_cold_box_yes() : m.point_cold_box_no(),
        },
      ]}
    />
  )
}

function States({ states }: { states: ServicePointPage['states'] }) {
  return (
    <Table
      caption={m.point_states()}
      rows={states}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'from',
          heading: m.point_state_since(),
          isRowHeading: true,
          cell: (row) => formatInstantWithYear(row.recordedAt),
        },
        { key: 'state', heading: m.organizer_column_state(), cell: (row) => pointStateName(row.state) },
      ]}
    />
  )
}
