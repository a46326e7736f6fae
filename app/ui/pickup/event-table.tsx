import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { formatCount, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { EventState } from './event-state.tsx'

export type ShownEvent = {
  id: number
  title: string
  village: string
  place: string
  startsAt: string
  endsAt: string
  state: PickupEventState
  isLate: boolean
  ordersTaken: number
  capacityOrders: number
  shortCount: number
}

/** Events a row each: where, when, how far, and how full. */
export function EventTable({
  caption,
  events,
  empty,
}: {
  caption: string
  events: readonly ShownEvent[]
  empty: string
}) {
  return (
    <Table
      caption={caption}
      rows={events}
      rowKey={(event) => event.id}
      empty={empty}
      columns={[
        {
          key: 'event',
          heading: m.organizer_column_event(),
          isRowHeading: true,
          cell: (event) => (
            <>
              <a href={paths.organizerEvent(event.id)}>
                {m.organizer_where({ village: event.village, place: event.place })}
              </a>
              <br />
              <span className="soft">{formatPickupTime(event.startsAt, event.endsAt)}</span>
            </>
          ),
        },
        {
          key: 'state',
          heading: m.organizer_column_state(),
          cell: (event) => (
            <>
              <EventState state={event.state} />{' '}
              {event.isLate && <Chip tone="bad">{m.organizer_late()}</Chip>}
            </>
          ),
        },
        {
          key: 'orders',
          heading: m.organizer_column_orders(),
          numeric: true,
          cell: (event) =>
            m.organizer_orders_of({
              taken: formatCount(event.ordersTaken),
              most: formatCount(event.capacityOrders),
            }),
        },
        {
          key: 'short',
          heading: m.organizer_column_short(),
          numeric: true,
          onlyWide: true,
          cell: (event) => (event.shortCount === 0 ? '' : formatCount(event.shortCount)),
        },
      ]}
    />
  )
}
