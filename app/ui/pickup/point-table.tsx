import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { OpeningSpan, ServicePointState } from '#app/domain/pickup/service-point.ts'
import { formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { hoursText } from '#app/ui/catalogue/opening-hours.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { EventState } from './event-state.tsx'
import { PointState } from './point-state.tsx'

export type ShownAtPoint = { id: number; startsAt: string; endsAt: string; state: PickupEventState }
type ShownPoint = {
  id: number
  name: string
  village: string
  place: string
  openingHours: readonly OpeningSpan[]
  scaleCount: number
  state: ServicePointState
  events: readonly ShownAtPoint[]
}

/** Service points a row each: where, when it is open, and what is to come there next. */
export function PointTable({ points }: { points: readonly ShownPoint[] }) {
  return (
    <Table
      caption={m.point_list()}
      rows={points}
      rowKey={(point) => point.id}
      empty={m.point_list_none()}
      columns={[
        {
          key: 'point',
          heading: m.point_one(),
          isRowHeading: true,
          cell: (point) => (
            <>
              <a href={paths.organizerPoint(point.id)}>{point.name}</a>
              <br />
              <span className="soft">
                {m.organizer_where({ village: point.village, place: point.place })}
                <br />
                {hoursText(point.openingHours)}
                <br />
                {m.point_scales({ count: point.scaleCount })}
              </span>
              {point.events.map((event) => (
                <div key={event.id}>
                  <a href={paths.organizerEvent(event.id)}>
                    {formatPickupTime(event.startsAt, event.endsAt)}
                  </a>
                </div>
              ))}
            </>
          ),
        },
        {
          key: 'state',
          heading: m.organizer_column_state(),
          noWrap: true,
          cell: (point) => <PointState state={point.state} />,
        },
      ]}
    />
  )
}

/** What is to come at one point. */
export function EventsAtPoint({ events }: { events: readonly ShownAtPoint[] }) {
  return (
    <Table
      caption={m.point_events()}
      rows={events}
      rowKey={(event) => event.id}
      empty={m.point_events_none()}
      columns={[
        {
          key: 'event',
          heading: m.organizer_column_event(),
          isRowHeading: true,
          cell: (event) => (
            <a href={paths.organizerEvent(event.id)}>
              {m.point_event({ number: event.id, when: formatPickupTime(event.startsAt, event.endsAt) })}
            </a>
          ),
        },
        {
          key: 'state',
          heading: m.organizer_column_state(),
          noWrap: true,
          cell: (event) => <EventState state={event.state} />,
        },
      ]}
    />
  )
}
