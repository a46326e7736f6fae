import { Banknote, Package, QrCode } from 'lucide-react'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import { formatAbout, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Icon } from '#app/ui/primitives/icon.tsx'

/** What to bring to the desk for what is collected there: the code, the money, and something airy for what is alive. */
export function OrderBring({
  payBy,
  agency,
  goods,
  payment,
}: {
  payBy: PayBy
  agency: string | null
  goods: readonly { goods: { kind: string }; amountFen: number; isEstimate: boolean }[]
  payment: { receivedFen: number; unpaidFen: number }
}) {
  const amountFen = goods.reduce((sum, line) => sum + line.amountFen, 0)
  const isEstimate = goods.some((line) => line.isEstimate)
  const hasFowl = goods.some((line) => line.goods.kind === 'fowl')
  return (
    <section aria-labelledby="bring">
      <h2 id="bring">{m.ordering_order_bring()}</h2>
      <ul className="bring">
        <li>
          <Icon of={QrCode} />
          <span>{m.ordering_order_bring_code()}</span>
        </li>
        <li>
          <Icon of={Banknote} />
          <span>{aheadText(payBy, payment) ?? moneyText(payBy, agency, amountFen, isEstimate)}</span>
        </li>
        {hasFowl && (
          <li>
            <Icon of={Package} />
            <span>{m.ordering_order_bring_crate()}</span>
          </li>
        )}
      </ul>
    </section>
  )
}

/** What is paid ahead wants no money; what was to be and is not yet wants it said. */
function aheadText(payBy: PayBy, { receivedFen, unpaidFen }: { receivedFen: number; unpaidFen: number }) {
  if (unpaidFen > 0) return m.payment_bring_unpaid({ amount: formatMoney(unpaidFen) })
  return payBy !== 'agency-account' && receivedFen > 0 ? m.payment_bring_prepaid() : null
}

function moneyText(payBy: PayBy, agency: string | null, amountFen: number, isEstimate: boolean): string {
  if (payBy === 'agency-account') return m.ordering_order_bring_account({ agency: agency ?? '' })
  const amount = formatMoney(amountFen)
  return isEstimate
    ? m.ordering_order_bring_money({ amount: formatAbout(amount) })
    : m.ordering_order_bring_money_fixed({ amount })
}
