import { m } from '#app/i18n/generated/messages.js'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { OrderTotals } from './order-totals.tsx'

/** What the basket comes to, and the way on. */
export function BasketAside({
  totals,
  checkoutHref,
}: {
  totals: { amountFen: number; baseFen: number; premiumFen: number; estimatedFen: number }
  checkoutHref: string
}) {
  return (
    <aside className="aside stack head" aria-label={m.ordering_basket_totals()}>
      <OrderTotals {...totals} />
      <ButtonLink tone="go" size="big" wide href={checkoutHref}>
        {m.ordering_basket_to_checkout()}
      </ButtonLink>
      <p className="soft">{m.ordering_basket_next()}</p>
    </aside>
  )
}
