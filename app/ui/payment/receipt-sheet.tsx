import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import {
  formatAmount,
  formatDate,
  formatInstantWithYear,
  formatUnitPrice,
  formatWeight,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { lineStateWord } from '#app/ui/ordering/state-words.ts'
import {
  type EventShown,
  eventInFull,
  eventPlace,
  type GoodsShown,
  quantityOf,
} from '#app/ui/ordering/words.ts'
import { Totals } from '#app/ui/primitives/facts.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { refundCauseWords, refundStateWords } from './refund-list.tsx'

type Line = {
  id: string
  goods: GoodsShown
  state: OrderLineState
  ordered: number
  given: number
  weightGrams: number | null
  amountFen: number
}

export type ReceiptTripShown = { event: EventShown & { id: number }; lines: readonly Line[] }

/** What was handed over at one event, where and when, each line beside what was ordered. */
export function ReceiptTrip({ trip }: { trip: ReceiptTripShown }) {
  const { event, lines } = trip
  const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  return (
    <section aria-labelledby={`receipt-${event.id}`}>
      <h2 id={`receipt-${event.id}`}>{eventInFull(event)}</h2>
      <p>{eventPlace(event)}</p>
      <Table
        caption={eventInFull(event)}
        hideCaption
        rows={lines}
        rowKey={(line) => line.id}
        columns={[
          {
            key: 'goods',
            heading: m.receipt_column_goods(),
            isRowHeading: true,
            cell: (line) => <LineGoods line={line} />,
            total: m.receipt_event_total(),
          },
          {
            key: 'given',
            heading: m.receipt_column_given(),
            numeric: true,
            cell: (line) => givenWords(line),
          },
          {
            key: 'amount',
            heading: m.receipt_column_amount(),
            numeric: true,
            noWrap: true,
            cell: (line) => formatAmount(line.amountFen),
            total: formatAmount(amountFen),
          },
        ]}
      />
    </section>
  )
}

function LineGoods({ line }: { line: Line }) {
  const { goods, state, ordered, given } = line
  const why = given === ordered ? null : lineStateWord(state)
  return (
    <>
      {productName(goods)}
      <br />
      <span className="soft">
        {m.receipt_line_detail({
          village: goods.village,
          price: formatUnitPrice(goods.unitPriceFen, { ...goods.measure, pieceUnit: goods.pieceUnit }),
        })}
        <br />
        {m.receipt_ordered({ quantity: quantityOf(goods, ordered) })}
        {why && ` · ${why}`}
      </span>
    </>
  )
}

function givenWords({ goods, state, given, weightGrams }: Line): string {
  if (given === 0) return state === 'placed' ? m.receipt_to_come() : m.receipt_not_given()
  const quantity = quantityOf(goods, given)
  return weightGrams === null
    ? quantity
    : m.receipt_given_weighed({ quantity, weight: formatWeight(weightGrams) })
}

const ways = {
  cash: m.receipt_way_cash,
  qr: m.receipt_way_qr,
  card: m.receipt_way_card,
  transfer: m.receipt_way_transfer,
  'agency-account': m.receipt_way_agency_account,
} as const

type Payment = { id: string; way: keyof typeof ways; amountFen: number; at: string }

/** Every time money came, or was charged. */
export function ReceiptPayments({ payments }: { payments: readonly Payment[] }) {
  return (
    <Table
      caption={m.receipt_payments()}
      rows={payments}
      rowKey={(payment) => payment.id}
      empty={m.receipt_payments_none()}
      columns={[
        {
          key: 'way',
          heading: m.receipt_column_way(),
          isRowHeading: true,
          cell: (payment) => (
            <>
              {ways[payment.way]()}
              <br />
              <span className="soft">{formatInstantWithYear(payment.at)}</span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.receipt_column_amount(),
          numeric: true,
          noWrap: true,
          cell: (payment) => formatAmount(payment.amountFen),
        },
      ]}
    />
  )
}

type Refund = {
  id: string
  amountFen: number
  cause: RefundCause
  state: RefundState
  decidedAt: string
  sentAt: string | null
  sentOn: CivilDate | null
}

/** Every refund that was decided, and when it was sent. */
export function ReceiptRefunds({ refunds }: { refunds: readonly Refund[] }) {
  if (refunds.length === 0) return null
  return (
    <Table
      caption={m.receipt_refunds()}
      rows={refunds}
      rowKey={(refund) => refund.id}
      columns={[
        {
          key: 'refund',
          heading: m.payment_refund_why(),
          isRowHeading: true,
          cell: (refund) => (
            <>
              {refundCauseWords[refund.cause]()}
              <br />
              <span className="soft">
                {m.receipt_refund_decided({ instant: formatInstantWithYear(refund.decidedAt) })}
                <br />
                {refundSent(refund)}
              </span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.receipt_column_amount(),
          numeric: true,
          noWrap: true,
          cell: (refund) => formatAmount(refund.amountFen),
        },
      ]}
    />
  )
}

function refundSent({ state, sentAt, sentOn }: Refund): string {
  if (sentOn !== null) return m.receipt_refund_sent_on({ day: formatDate(sentOn) })
  if (sentAt !== null) return m.receipt_refund_sent({ instant: formatInstantWithYear(sentAt) })
  return refundStateWords[state]()
}

type Sum = {
  goodsFen: number
  receivedFen: number
  chargedFen: number
  roundedOffFen: number
  refundedFen: number
  noShowShareFen: number
  keptFen: number
  owedFen: number
  unpaidAheadFen: number
}

/** What the goods came to, what paid for them, and what is left on either side. */
export function ReceiptTotals({ sum }: { sum: Sum }) {
  const rows = [
    { key: 'received', name: m.receipt_sum_received(), fen: sum.receivedFen },
    { key: 'charged', name: m.receipt_sum_charged(), fen: sum.chargedFen },
    { key: 'rounded', name: m.receipt_sum_rounded(), fen: sum.roundedOffFen },
    { key: 'refunded', name: m.receipt_sum_refunded(), fen: sum.refundedFen },
    { key: 'shared', name: m.receipt_sum_no_show(), fen: sum.noShowShareFen },
    { key: 'kept', name: m.receipt_sum_kept(), fen: sum.keptFen },
    { key: 'unpaid', name: m.receipt_sum_unpaid(), fen: sum.unpaidAheadFen },
    { key: 'owed', name: m.receipt_sum_owed(), fen: sum.owedFen },
  ]
  return (
    <section aria-labelledby="receipt-sum">
      <h2 id="receipt-sum">{m.receipt_sum()}</h2>
      <Totals
        rows={[
          ...rows
            .filter(({ fen }) => fen > 0)
            .map(({ key, name, fen }) => ({ key, name, value: formatAmount(fen) })),
          {
            key: 'all',
            name: m.receipt_sum_goods(),
            value: formatAmount(sum.goodsFen),
            kind: 'all' as const,
          },
        ]}
      />
      {sum.goodsFen > 0 && sum.owedFen === 0 && <p>{m.receipt_sum_settled()}</p>}
    </section>
  )
}
