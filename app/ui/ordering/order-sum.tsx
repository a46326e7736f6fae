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
}: {
  amountFen: number
  premiumFen: number
  paidFen: number
  isEstimate: boolean
  payBy: PayBy
}) {
  const amount = formatMoney(amountFen)
  return (
    <Totals
      rows={[
        {
          key: 'premium',
          name: m.ordering_order_premium_of_it(),
          value: formatAmount(premiumFen),
          kind: 'premium',
        },
        ...(paidFen > 0
          ? [{ key: 'paid', name: m.ordering_order_paid(), value: formatAmount(paidFen) }]
          : []),
        {
          key: 'all',
          name: payBy === 'desk' ? m.ordering_order_to_pay() : m.ordering_order_on_account(),
          value: isEstimate ? formatAbout(amount) : amount,
          kind: 'all',
        },
      ]}
    />
  )
}
