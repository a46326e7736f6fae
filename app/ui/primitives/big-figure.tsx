import { splitAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** The figure that matters, in yuan, its fen set small. */
export function BigMoney({ amountFen }: { amountFen: number }) {
  const { yuan, fen } = splitAmount(amountFen)
  return (
    <p className="bignum">
      {yuan}
      <span className="fen">{fen}</span>
      <span className="unit"> {m.unit_yuan()}</span>
    </p>
  )
}
