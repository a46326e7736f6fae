import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { formatAmount, formatInstant, formatMoney, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Totals } from '#app/ui/primitives/facts.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { lineStateWords } from './desk-line.ts'

export type ShownChannel = {
  method: 'cash' | 'qr' | 'agency-account' | 'prepaid'
  expectedFen: number
  receivedFen: number | null
}

const channels = {
  cash: m.desk_channel_cash,
  qr: m.desk_channel_qr,
  'agency-account': m.desk_channel_agency_account,
  prepaid: m.desk_channel_prepaid,
} as const

/** What is known only later, by which paper. */
const later = {
  cash: m.desk_channel_not_counted,
  qr: m.desk_channel_later_qr,
  'agency-account': m.desk_channel_later_agency_account,
  prepaid: m.desk_channel_later_prepaid,
} as const

/** Each channel of money: what the books expect, and what is there. */
export function ChannelTable({ rows }: { rows: readonly ShownChannel[] }) {
  return (
    <Table
      caption={m.desk_close_money()}
      rows={rows}
      rowKey={(row) => row.method}
      columns={[
        {
          key: 'method',
          heading: m.desk_close_channel(),
          isRowHeading: true,
          cell: (row) => channels[row.method](),
        },
        {
          key: 'expected',
          heading: m.desk_close_expected(),
          numeric: true,
          cell: (row) => formatAmount(row.expectedFen),
        },
        {
          key: 'received',
          heading: m.desk_close_received(),
          numeric: true,
          cell: (row) =>
            row.receivedFen === null ? (
              <span className="soft whitespace-normal">{later[row.method]()}</span>
            ) : (
              formatAmount(row.receivedFen)
            ),
        },
        {
          key: 'difference',
          heading: m.desk_close_difference(),
          numeric: true,
          onlyWide: true,
          cell: (row) => (row.receivedFen === null ? '' : formatAmount(row.receivedFen - row.expectedFen)),
        },
      ]}
    />
  )
}

/** Where the value of the goods went: paid or charged, rounded off, still owed. */
export function HandedOverTotals({
  handedOverFen,
  roundedOffFen,
  outstandingFen,
}: {
  handedOverFen: number
  roundedOffFen: number
  outstandingFen: number
}) {
  return (
    <Totals
      rows={[
        { key: 'rounded', name: m.desk_close_rounded(), value: formatMoney(roundedOffFen) },
        { key: 'owed', name: m.desk_close_owed(), value: formatMoney(outstandingFen) },
        { key: 'all', name: m.desk_close_handed_over(), value: formatMoney(handedOverFen), kind: 'all' },
      ]}
    />
  )
}

export type ShownCount = {
  countedFen: number
  expectedFen: number
  reason: string | null
  by: string
  at: string
}

/** The newest count: who, when, how much, and why it differs. */
export function CountWords({ count }: { count: ShownCount }) {
  const { countedFen, expectedFen, reason, by, at } = count
  return (
    <p>
      {m.desk_close_counted({ by, at: formatInstant(at), amount: formatMoney(countedFen) })}
      {reason !== null && (
        <>
          <br />
          {m.desk_close_counted_reason({ amount: formatMoney(countedFen - expectedFen), reason })}
        </>
      )}
    </p>
  )
}

export type ShownCloseLine = {
  id: string
  orderNumber: number
  isWalkUp: boolean
  nameZh: string
  nameEn: string
  orderedBy: 'piece' | 'weight'
  pieceUnit: string | null
  /** The ten-household group that sold it. */
  group: string | null
  ordered: number
  handedOver: number
  state: OrderLineState
  amountFen: number
}

/** Every line with what became of it. */
export function CloseLineTable({ lines }: { lines: readonly ShownCloseLine[] }) {
  return (
    <Table
      caption={m.desk_close_lines()}
      rows={lines}
      rowKey={(line) => line.id}
      empty={m.desk_close_none()}
      columns={[
        {
          key: 'order',
          heading: <span className="break-keep [overflow-wrap:normal]">{m.desk_close_column_order()}</span>,
          cell: (line) =>
            line.isWalkUp ? m.desk_close_order_walk_up({ number: line.orderNumber }) : line.orderNumber,
        },
        {
          key: 'goods',
          heading: m.desk_close_column_goods(),
          isRowHeading: true,
          cell: (line) => (
            <>
              {productName(line)}
              {line.group !== null && (
                <>
                  <br />
                  <span className="soft">{m.group_sold_by_short({ group: line.group })}</span>
                </>
              )}
            </>
          ),
        },
        {
          key: 'ordered',
          heading: m.desk_close_column_ordered(),
          numeric: true,
          onlyWide: true,
          cell: (line) => formatQuantity(line.ordered, line),
        },
        {
          key: 'given',
          heading: m.desk_close_column_given(),
          numeric: true,
          onlyWide: true,
          cell: (line) => (line.handedOver === 0 ? '' : formatQuantity(line.handedOver, line)),
        },
        {
          key: 'state',
          // English breaks between words, Chinese nowhere.
          heading: <span className="break-keep [overflow-wrap:normal]">{m.desk_close_column_state()}</span>,
          cell: (line) => (
            <span className="break-keep [overflow-wrap:normal]">{lineStateWords(line.state)}</span>
          ),
        },
        {
          key: 'amount',
          heading: m.desk_close_column_amount(),
          numeric: true,
          cell: (line) => (line.handedOver === 0 ? '' : formatAmount(line.amountFen)),
          total: formatAmount(lines.reduce((sum, line) => sum + line.amountFen, 0)),
        },
      ]}
    />
  )
}
