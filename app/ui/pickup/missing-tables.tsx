import type { ReactNode } from 'react'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import {
  formatCount,
  formatInstant,
  formatMoney,
  formatPickupTime,
  formatQuantity,
  formatUnitPrice,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { type Column, Table } from '#app/ui/primitives/table.tsx'

export const MISSING_KINDS = ['noDay', 'short', 'noStock', 'noPhone', 'unpaid', 'fewOrders'] as const
export type MissingKind = (typeof MISSING_KINDS)[number]

type Event = {
  id: number
  village: string
  place: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  ordersTaken: number
  capacityOrders: number
}
type Goods = { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }

export type ShownMissing = {
  noDay: readonly (Goods & {
    offerId: number
    village: string
    unitPriceFen: number
    pricedBy: PricedBy
    left: number
    asked: number
  })[]
  short: readonly (Goods & { key: string; event: Event; orderNumber: number; less: number; left: number })[]
  noStock: readonly Event[]
  noPhone: readonly { key: string; event: Event; number: string; alias: string; village: string }[]
  unpaid: readonly {
    key: string
    event: Event
    orderNumber: number
    buyer: string
    payBy: string
    unpaidFen: number
  }[]
  fewOrders: readonly Event[]
}

const names: Record<MissingKind, () => string> = {
  noDay: m.missing_no_day,
  short: m.missing_short,
  noStock: m.missing_no_stock,
  noPhone: m.missing_no_phone,
  unpaid: m.missing_unpaid,
  fewOrders: m.missing_few_orders,
}

const whys: Record<MissingKind, () => string> = {
  noDay: m.missing_no_day_why,
  short: m.missing_short_why,
  noStock: m.missing_no_stock_why,
  noPhone: m.missing_no_phone_why,
  unpaid: m.missing_unpaid_why,
  fewOrders: m.missing_few_orders_why,
}

/** How much is missing of each kind; each figure leads to its rows. */
export function MissingFigures({
  counts,
  chosen,
}: {
  counts: Record<MissingKind, number>
  chosen: MissingKind
}) {
  return (
    <ul className="missing-figures">
      {MISSING_KINDS.map((kind) => (
        <li key={kind}>
          <a
            href={paths.organizerMissing({ what: kind })}
            aria-current={kind === chosen ? 'page' : undefined}
          >
            <b>{formatCount(counts[kind])}</b>
            <span>{names[kind]()}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The rows of one kind, and why they are there. */
export function MissingRows({ kind, missing }: { kind: MissingKind; missing: ShownMissing }) {
  return (
    <section className="stack" aria-labelledby="missing-rows">
      <h2 id="missing-rows">{names[kind]()}</h2>
      <p className="soft">{whys[kind]()}</p>
      {tables[kind](missing)}
    </section>
  )
}

function eventColumn<Row>(eventOf: (row: Row) => Event, isRowHeading = false): Column<Row> {
  return {
    key: 'event',
    heading: m.organizer_column_event(),
    isRowHeading,
    cell: (row) => <EventCell event={eventOf(row)} />,
  }
}

function EventCell({ event }: { event: Event }) {
  return (
    <>
      <a href={paths.organizerEvent(event.id)}>
        {m.organizer_where({ village: event.village, place: event.place })}
      </a>
      <br />
      <span className="soft">{formatPickupTime(event.startsAt, event.endsAt)}</span>
    </>
  )
}

function table<Row>(
  kind: MissingKind,
  rows: readonly Row[],
  rowKey: (row: Row) => string | number,
  columns: Column<Row>[],
): ReactNode {
  return (
    <Table
      caption={names[kind]()}
      hideCaption
      rows={rows}
      rowKey={rowKey}
      empty={m.missing_none()}
      columns={columns}
    />
  )
}

const tables: Record<MissingKind, (missing: ShownMissing) => ReactNode> = {
  noDay: ({ noDay }) =>
    table('noDay', noDay, ({ offerId }) => offerId, [
      {
        key: 'goods',
        heading: m.missing_column_goods(),
        isRowHeading: true,
        cell: (row) => (
          <>
            <a href={paths.offer(row.offerId)}>{productName(row)}</a>
            <br />
            <span className="soft">
              {m.joined({ first: row.village, second: formatUnitPrice(row.unitPriceFen, row) })}
            </span>
          </>
        ),
      },
      {
        key: 'left',
        heading: m.missing_column_left(),
        numeric: true,
        cell: (row) => formatQuantity(row.left, row),
      },
      {
        key: 'asked',
        heading: m.missing_column_asked(),
        numeric: true,
        cell: (row) => formatCount(row.asked),
      },
    ]),
  short: ({ short }) =>
    table('short', short, ({ key }) => key, [
      {
        key: 'goods',
        heading: m.missing_column_order(),
        isRowHeading: true,
        cell: (row) => (
          <>
            {m.missing_order({ number: row.orderNumber })}
            <br />
            {productName(row)}
          </>
        ),
      },
      {
        key: 'less',
        heading: m.missing_column_less(),
        numeric: true,
        cell: (row) => (
          <>
            {formatQuantity(row.less, row)}
            <br />
            <span className="soft">{m.missing_left({ quantity: formatQuantity(row.left, row) })}</span>
          </>
        ),
      },
      eventColumn((row) => row.event),
    ]),
  noStock: ({ noStock }) =>
    table('noStock', noStock, ({ id }) => id, [
      eventColumn((event) => event, true),
      { key: 'cut-off', heading: m.organizer_fact_cut_off(), cell: (event) => formatInstant(event.cutOffAt) },
    ]),
  noPhone: ({ noPhone }) =>
    table('noPhone', noPhone, ({ key }) => key, [
      {
        key: 'household',
        heading: m.organizer_column_household(),
        isRowHeading: true,
        cell: (row) => (
          <>
            <a href={paths.organizerLists(row.event.id)}>
              {m.lists_household({ alias: row.alias, village: row.village })}
            </a>
            <br />
            <span className="soft">{row.number}</span>
          </>
        ),
      },
      eventColumn((row) => row.event),
    ]),
  unpaid: ({ unpaid }) =>
    table('unpaid', unpaid, ({ key }) => key, [
      {
        key: 'order',
        heading: m.missing_column_order(),
        isRowHeading: true,
        cell: (row) => (
          <>
            {m.lists_order_of({ number: row.orderNumber, buyer: row.buyer })}
            <br />
            <span className="soft">
              {row.payBy === 'card' ? m.payment_checkout_card() : m.payment_checkout_transfer()}
            </span>
          </>
        ),
      },
      {
        key: 'due',
        heading: m.missing_column_due(),
        numeric: true,
        cell: (row) => formatMoney(row.unpaidFen),
      },
      eventColumn((row) => row.event),
    ]),
  fewOrders: ({ fewOrders }) =>
    table('fewOrders', fewOrders, ({ id }) => id, [
      eventColumn((event) => event, true),
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
      { key: 'cut-off', heading: m.organizer_fact_cut_off(), cell: (event) => formatInstant(event.cutOffAt) },
    ]),
}
