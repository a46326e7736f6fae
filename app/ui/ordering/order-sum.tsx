import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import { formatAbout, formatAmount, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Totals } from '#app/ui/primitives/facts.tsx'

/** What an order comes to, how much of it is the help premium, and what has been paid. */
export function OrderSum({
  amountFen,
  premiumFen,
  paidFen,
  isEstimate,
  payBy,
  payment,
}: {
  amountFen: number
  premiumFen: number
  paidFen: number
  isEstimate: boolean
  payBy: PayBy
  payment: { receivedFen: number; noShowShareFen: number; refunds: readonly { amountFen: number }[] }
}) {
  const amount = formatMoney(amountFen)
  const refundedFen = payment.refunds.reduce((sum, refund) => sum + refund.amountFen, 0)
  const aheadFen = payment.receivedFen - payment.noShowShareFen - refundedFen
  const leftFen = Math.max(0, amountFen - aheadFen)
  const isSettled = !isEstimate && paidFen >= amountFen
  const isPaidAhead = payBy === 'card' || payBy === 'transfer' || payment.receivedFen > 0
  return (
    <Totals
      rows={[
        {
          key: 'premium',
          name: m.ordering_order_premium_of_it(),
          value: formatAmount(premiumFen),
          kind: 'premium',
        },
        ...(paidFen > 0 && !isPaidAhead
          ? [{ key: 'paid', name: m.ordering_order_paid(), value: formatAmount(paidFen) }]
          : []),
        ...(isPaidAhead
          ? [{ key: 'ahead', name: m.payment_order_prepaid(), value: formatAmount(aheadFen) }]
          : []),
        ...(aheadFen > 0 && leftFen > 0
          ? [{ key: 'left', name: m.payment_order_left(), value: formatAmount(leftFen) }]
          : []),
        {
          key: 'all',
          name: totalName(payBy, isPaidAhead || isSettled),
          value: isEstimate ? formatAbout(amount) : amount,
          kind: 'all',
        },
      ]}
    />
  )
}

function totalName(payBy: PayBy, isPaid: boolean): string {
  if (payBy === 'agency-account') return m.ordering_order_on_account()
  return isPaid ? m.ordering_basket_total() : m.ordering_order_to_pay()
}
