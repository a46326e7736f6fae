import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { TownDeskItem } from '#app/domain/pickup/town-desk.ts'
import { formatAmount, formatDate, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { productName } from '#app/ui/catalogue/words.ts'
import { EventState } from '#app/ui/pickup/event-state.tsx'
import { type Column, Table } from '#app/ui/primitives/table.tsx'

type Row = {
  key: string
  village: string
  event: { id: number; title: string; heldOn: string; state: string }
  orderNumber: number | null
  goods: {
    nameZh: string
    nameEn: string
    orderedBy: OrderedBy
    pieceUnit: string | null
    short: number
  } | null
  amountFen: number | null
  dueOn: string | null
}

const MONEY: readonly TownDeskItem[] = ['unpaid', 'open-differences', 'late-differences']

type TownDeskRowTableProps = {
  caption: string
  what: TownDeskItem
  rows: readonly Row[]
  isOneVillage: boolean
}

/** The rows behind a figure of the town desk, each with the event it is of. */
export function TownDeskRowTable({ caption, what, rows, isOneVillage }: TownDeskRowTableProps) {
  const isOfMoney = MONEY.includes(what)
  const isOfOrders = isOfMoney || what === 'short'
  const columns: Column<Row>[] = [
    {
      key: 'event',
      heading: m.organizer_column_event(),
      isRowHeading: true,
      cell: ({ event, village, orderNumber }) => (
        <>
          <a href={paths.organizerEvent(event.id)}>{event.title}</a>
          <br />
          <span className="soft">
            {isOneVillage
              ? formatDate(event.heldOn)
              : m.joined({ first: formatDate(event.heldOn), second: village })}
          </span>
          {isOfOrders && orderNumber !== null && (
            <span className="soft sm:hidden">
              <br />
              {m.missing_order({ number: orderNumber })}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'state',
      heading: m.organizer_column_state(),
      noWrap: true,
      onlyWide: isOfOrders,
      cell: ({ event }) => <EventState state={event.state as PickupEventState} />,
    },
  ]
  const ofOrders: Column<Row>[] = [
    {
      key: 'order',
      heading: m.missing_column_order(),
      onlyWide: true,
      noWrap: true,
      cell: ({ orderNumber }) => (orderNumber === null ? '' : m.missing_order({ number: orderNumber })),
    },
  ]
  const ofGoods: Column<Row>[] = [
    {
      key: 'goods',
      heading: m.missing_column_goods(),
      cell: ({ goods }) => goods && productName(goods),
    },
    {
      key: 'less',
      heading: m.town_desk_column_less(),
      numeric: true,
      cell: ({ goods }) => goods && formatQuantity(goods.short, goods),
    },
  ]
  const ofMoney: Column<Row>[] = [
    {
      key: 'amount',
      heading: m.town_desk_column_amount(),
      numeric: true,
      cell: ({ amountFen }) => (amountFen === null ? '' : formatAmount(amountFen)),
    },
  ]
  const ofDifferences: Column<Row>[] = [
    {
      key: 'due',
      heading: m.town_desk_column_due(),
      noWrap: true,
      cell: ({ dueOn }) => (dueOn === null ? '' : formatDate(dueOn)),
    },
  ]
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.key}
      empty={m.town_desk_rows_none()}
      columns={[
        ...columns,
        ...(isOfOrders ? ofOrders : []),
        ...(what === 'short' ? ofGoods : []),
        ...(isOfMoney ? ofMoney : []),
        ...(isOfMoney && what !== 'unpaid' ? ofDifferences : []),
      ]}
    />
  )
}
