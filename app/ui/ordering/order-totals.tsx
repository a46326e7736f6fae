import { formatAbout, formatAmount, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Totals } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Beam } from '#app/ui/primitives/price-split.tsx'

/** What a basket comes to: reference, premium, sum; and how much of it the scale will decide. */
export function OrderTotals({
  amountFen,
  baseFen,
  premiumFen,
  estimatedFen,
}: {
  amountFen: number
  baseFen: number
  premiumFen: number
  estimatedFen: number
}) {
  const total = formatMoney(amountFen)
  return (
    <>
      <Totals
        rows={[
          { key: 'base', name: m.ordering_basket_base(), value: formatAmount(baseFen) },
          {
            key: 'premium',
            name: m.ordering_basket_premium(),
            value: m.ordering_basket_plus({ amount: formatAmount(premiumFen) }),
            kind: 'premium',
          },
          {
            key: 'all',
            name: m.ordering_basket_total(),
            value: estimatedFen > 0 ? formatAbout(total) : total,
            kind: 'all',
          },
        ]}
      />
      <Beam baseFen={baseFen} premiumFen={premiumFen} fat />
      {estimatedFen > 0 && (
        <Note tone="look" title={m.ordering_basket_estimated({ amount: formatMoney(estimatedFen) })}>
          {m.ordering_basket_estimated_why()}
        </Note>
      )}
    </>
  )
}
