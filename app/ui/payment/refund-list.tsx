import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import { formatAmount, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'

export type ShownRefund = {
  id: string
  amountFen: number
  cause: RefundCause
  state: RefundState
  at: string
}

export const refundCauseWords = {
  cancelled: m.payment_refund_cancelled,
  changed: m.payment_refund_changed,
  'not-handed-over': m.payment_refund_not_handed_over,
  'came-too-late': m.payment_refund_came_too_late,
  overpaid: m.payment_refund_overpaid,
  'goods-lost': m.payment_refund_goods_lost,
} as const

export const refundStateWords = {
  due: m.payment_refund_due,
  sending: m.payment_refund_sending,
  sent: m.payment_refund_sent,
  failed: m.payment_refund_failed,
} as const

const tones = { due: 'look', sending: 'look', sent: 'ok', failed: 'bad' } as const

/** What goes back to the buyer: why, how much, and whether it is on its way. */
export function RefundList({ refunds }: { refunds: readonly ShownRefund[] }) {
  if (refunds.length === 0) return null
  return (
    <Table
      caption={m.payment_refunds()}
      rows={refunds}
      rowKey={(refund) => refund.id}
      columns={[
        {
          key: 'cause',
          heading: m.payment_refund_why(),
          isRowHeading: true,
          cell: (refund) => (
            <>
              {refundCauseWords[refund.cause]()}
              <br />
              <span className="soft">{formatInstant(refund.at)}</span>
            </>
          ),
        },
        {
          key: 'state',
          heading: m.payment_refund_state(),
          noWrap: true,
          cell: (refund) => <Chip tone={tones[refund.state]}>{refundStateWords[refund.state]()}</Chip>,
        },
        {
          key: 'amount',
          heading: m.payment_refund_amount(),
          numeric: true,
          cell: (refund) => formatAmount(refund.amountFen),
        },
      ]}
    />
  )
}
