import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'
import { formatCount, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { ProgressBar } from '#app/ui/primitives/progress-bar.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { goodsWords } from './event-lists.tsx'

type EventShown = { id: number; startsAt: string; endsAt: string; village: string; place: string }
type Goods = {
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number
}
type Row = { orderNumber: number; goods: Goods[]; isMoreTrips: boolean }
type Page = {
  state: string
  change: EventChange
  reason: string
  event: EventShown
  terms: { term: string; value: number; bound: number }[]
  termCount: number
  groups: { to: EventShown | null; stays: boolean; rows: Row[] }[]
}

const whenOf = ({ startsAt, endsAt }: Pick<EventShown, 'startsAt' | 'endsAt'>) =>
  formatPickupTime(startsAt, endsAt)

/** What is asked, and how far it is. */
export function ChangeProgress({ page }: { page: Page }) {
  const { state, change, terms, termCount } = page
  return (
    <>
      <Facts
        facts={[
          { key: 'what', name: m.organizer_change_what(), value: changeWords(change) },
          ...(state === 'applied'
            ? []
            : [{ key: 'when', name: m.organizer_change_until_now(), value: whenOf(page.event) }]),
          { key: 'why', name: m.organizer_change_reason(), value: page.reason },
        ]}
      />
      {(state === 'waiting' || state === 'planning') && (
        <div className="stack">
          <p>
            {state === 'waiting'
              ? m.organizer_change_waiting()
              : m.organizer_change_planning({ done: formatCount(terms.length), of: formatCount(termCount) })}
          </p>
          <ProgressBar done={terms.length} of={termCount} />
        </div>
      )}
      {(state === 'applied' || state === 'dropped') && (
        <div className="mt-4">
          <Note tone={state === 'applied' ? 'ok' : 'plain'}>
            {state === 'applied' ? m.organizer_change_applied() : m.organizer_change_dropped()}
          </Note>
        </div>
      )}
    </>
  )
}

function changeWords(change: EventChange): string {
  if (change.kind === 'cancel') return m.organizer_change_cancel()
  if (change.kind === 'shrink')
    return m.organizer_change_shrink_to({ most: formatCount(change.capacityOrders) })
  return m.organizer_change_move_to({ when: whenOf(change), place: change.place })
}

/** The heading of a change's page. */
export function changeTitle(change: EventChange): string {
  if (change.kind === 'cancel') return m.organizer_change_cancel()
  return change.kind === 'shrink' ? m.organizer_change_shrink() : m.organizer_change_move()
}

/** Who goes where, what can't be placed, and how good the plan is proven to be. */
export function ChangePlan({ page }: { page: Page }) {
  const left = page.terms.find(({ term }) => term === 'lines-left')
  const trips = page.terms.find(({ term }) => term === 'new-events')
  return (
    <section className="stack" aria-labelledby="plan">
      <h2 id="plan">{m.organizer_change_plan_title()}</h2>
      {left && (
        <p>
          {left.value === 0
            ? m.organizer_change_all_placed()
            : left.value <= left.bound
              ? m.organizer_change_left_proven({ left: formatCount(left.value) })
              : m.organizer_change_left_gap({
                  left: formatCount(left.value),
                  bound: formatCount(left.bound),
                })}
        </p>
      )}
      {trips && trips.value > 0 && (
        <p>
          {trips.value <= trips.bound
            ? m.organizer_change_trips_proven({ trips: formatCount(trips.value) })
            : m.organizer_change_trips_gap({
                trips: formatCount(trips.value),
                bound: formatCount(trips.bound),
              })}
        </p>
      )}
      {page.groups.map((group) => (
        <Group key={group.to?.id ?? 'none'} group={group} change={page.change} />
      ))}
    </section>
  )
}

function Group({
  group: { to, stays, rows },
  change,
}: {
  group: Page['groups'][number]
  change: EventChange
}) {
  const time = stays && change.kind === 'move' ? whenOf(change) : to && whenOf(to)
  const place = stays && change.kind === 'move' ? change.place : to?.place
  const heading =
    to === null
      ? m.organizer_change_group_left()
      : stays && change.kind !== 'move'
        ? m.organizer_change_group_stays()
        : m.organizer_change_group_to({ when: time ?? '', village: to.village, place: place ?? '' })
  return (
    <Table
      caption={heading}
      rows={rows}
      rowKey={({ orderNumber }) => orderNumber}
      columns={[
        {
          key: 'order',
          heading: m.organizer_change_column_order(),
          isRowHeading: true,
          noWrap: true,
          cell: ({ orderNumber }) => <span className="num">{orderNumber}</span>,
        },
        {
          key: 'goods',
          heading: m.organizer_change_column_goods(),
          cell: ({ goods, isMoreTrips }) => (
            <>
              {goodsWords(goods)}
              {isMoreTrips && (
                <>
                  <br />
                  <Chip tone="look">{m.organizer_change_more_trips()}</Chip>
                </>
              )}
            </>
          ),
        },
      ]}
    />
  )
}
