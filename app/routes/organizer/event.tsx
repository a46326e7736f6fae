import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { canTransition, pickupEventStates } from '#app/domain/pickup/event-states.ts'
import { unclosedIn } from '#app/domain/pickup/unclosed-events.ts'
import { formatCount, formatInstant, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { type OrganizerEventPage, readOrganizerEvent } from '#app/queries/pickup/organizer-event.server.ts'
import { BringsTable, OrderTable } from '#app/ui/pickup/event-lists.tsx'
import { EventMoves } from '#app/ui/pickup/event-moves.tsx'
import { EventState } from '#app/ui/pickup/event-state.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { UnclosedEvents } from '#app/ui/pickup/unclosed-events.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: data ? data.event.title : m.organizer_home_title() }) },
]

const schema = z.object({
  from: z.enum(pickupEventStates, { error: 'event-state-changed' }),
  to: z.enum(['open', 'running', 'closing'], { error: 'event-state-changed' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:read' })
  const eventId = readId(args.params.id)
  const [event, frame] = await Promise.all([
    eventId === null ? null : readOrganizerEvent(scope, eventId),
    readRoomFrame(actor),
  ])
  if (event === null) throw notFound()
  return json({ event, frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const eventId = readId(args.params.id)
  if (eventId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json({ ...answerOf(form), unclosed: [] }, 400)
  const moved = await movePickupEvent(actor, scope, { eventId, ...form.value })
  if (moved.ok) {
    return redirect(
      moved.value.state === 'closing' ? paths.deskClose(eventId) : paths.organizerEvent(eventId),
    )
  }
  if (statusOf(moved) === 404) throw notFound()
  return json({ ...answerOf(form, { '': moved }), unclosed: unclosedIn(moved.facts) }, statusOf(moved))
}

export default function EventPage() {
  const { event, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <div className="report-head">
        <div>
          <h1>{event.title}</h1>
          <p className="mt-2">
            <EventState state={event.state} />
          </p>
        </div>
      </div>
      <ErrorSummary errors={answer?.errors ?? {}} />
      <UnclosedEvents ids={answer?.unclosed ?? []} />
      <div className="panel-2">
        <section>
          <EventFacts event={event} />
        </section>
        {frame.may.includes('event:plan') && (
          <section className="stack no-print">
            <EventMoves event={event} />
            <p>
              <TapLink href={paths.organizerLists(event.id)}>{m.lists_open()}</TapLink>
            </p>
            <p>
              <TapLink href={paths.organizerNewEvent({ from: event.id })}>{m.series_again()}</TapLink>
            </p>
            {canTransition(event.state, 'cancelled') && (
              <p>
                <TapLink href={paths.organizerNewChange(event.id)}>{m.organizer_change_title()}</TapLink>
              </p>
            )}
          </section>
        )}
      </div>
      <BringsTable rows={event.brings} isFixed={event.state !== 'draft' && event.state !== 'open'} />
      <OrderTable orders={event.orders} />
    </OrganizerRoom>
  )
}

function EventFacts({ event }: { event: OrganizerEventPage }) {
  const orders = m.organizer_orders_of({
    taken: formatCount(event.ordersTaken),
    most: formatCount(event.capacityOrders),
  })
  return (
    <Facts
      facts={[
        { key: 'when', name: m.organizer_fact_when(), value: formatPickupTime(event.startsAt, event.endsAt) },
        {
          key: 'where',
          name: m.organizer_fact_where(),
          value: m.organizer_where({ village: event.village, place: event.place }),
        },
        ...(event.servicePoint
          ? [
              {
                key: 'point',
                name: m.point_one(),
                value: <a href={paths.organizerPoint(event.servicePoint.id)}>{event.servicePoint.name}</a>,
              },
            ]
          : []),
        { key: 'cut-off', name: m.organizer_fact_cut_off(), value: formatInstant(event.cutOffAt) },
        { key: 'orders', name: m.organizer_fact_orders(), value: <b className="num">{orders}</b> },
        { key: 'scales', name: m.organizer_fact_scales(), value: formatCount(event.scaleCount) },
        ...(event.deskTime
          ? [
              {
                key: 'desk-time',
                name: m.organizer_fact_desk_time(),
                value: m.organizer_desk_time_of({
                  taken: formatCount(event.deskTime.takenMinutes),
                  most: formatCount(event.deskTime.mostMinutes),
                }),
              },
            ]
          : []),
        {
          key: 'serves',
          name: m.organizer_fact_serves(),
          value: event.serves.join(m.organizer_and()),
        },
      ]}
    />
  )
}
