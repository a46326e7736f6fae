import type { ReactNode } from 'react'
import { formatCount, splitAmount } from '#app/i18n/format.ts'
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

/** The figure that matters, counted; `unit` is what is counted. */
export function BigCount({ count, unit }: { count: number; unit?: ReactNode }) {
  return (
    <p className="bignum">
      {formatCount(count)}
      {unit && <span className="unit"> {unit}</span>}
    </p>
  )
}
