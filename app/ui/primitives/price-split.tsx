import type { ReactNode } from 'react'
import { formatAmount, type PriceCounting, splitUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** Share of the whole in percent, one decimal, for lengths on a drawing. */
function percentOf(partFen: number, wholeFen: number): number {
  return wholeFen <= 0 ? 0 : Math.round((partFen * 1000) / wholeFen) / 10
}

/**
 * The steelyard's beam: wood for the market reference, its thick end for the premium, a gap between them.
 * The figures stand beside it in words, so it is hidden from screen readers.
 */
export function Beam({
  baseFen,
  premiumFen,
  fat = false,
}: {
  baseFen: number
  premiumFen: number
  fat?: boolean
}) {
  const base = percentOf(baseFen, baseFen + premiumFen)
  const end = `${premiumFen > 0 ? base : 100}%`
  return (
    <svg className={fat ? 'beam fat' : 'beam'} aria-hidden="true">
      <line className="rod" x1="0" x2={end} y1="50%" y2="50%" />
      <line className="star" x1="5" x2={end} y1="20%" y2="20%" />
      {premiumFen > 0 && (
        <line className="help" x1={`${Math.min(base + 0.6, 99.4).toFixed(1)}%`} x2="100%" y1="50%" y2="50%" />
      )}
    </svg>
  )
}

type UnitPrice = { unitPriceFen: number; referencePriceFen: number }

/** A unit price and what it adds to the market reference; never less than nothing. */
export function premiumOf({ unitPriceFen, referencePriceFen }: UnitPrice): {
  baseFen: number
  premiumFen: number
} {
  const premiumFen = Math.max(0, unitPriceFen - referencePriceFen)
  return { baseFen: unitPriceFen - premiumFen, premiumFen }
}

/** `16.80 元/斤`, the figure set large. `from` where several offers stand behind one card. */
export function PriceTag({
  unitPriceFen,
  counting,
  from = false,
}: {
  unitPriceFen: number
  counting: PriceCounting
  from?: boolean
}) {
  const { figure, unit } = splitUnitPrice(unitPriceFen, counting)
  const tag = (
    <>
      <b>{figure}</b> {unit}
    </>
  )
  return <p className="price">{from ? <FromPrice>{tag}</FromPrice> : tag}</p>
}

/** "from ¥2.40", "2.40元起": the word stands before or after, as the language has it. */
function FromPrice({ children }: { children: ReactNode }) {
  const [before, after] = m.price_from({ price: '\n' }).split('\n')
  return (
    <>
      {before}
      {children}
      {after}
    </>
  )
}

/** Beam and both parts of a unit price, for a card. */
export function PriceSplit(price: UnitPrice) {
  const { baseFen, premiumFen } = premiumOf(price)
  return (
    <div className="split">
      <Beam baseFen={baseFen} premiumFen={premiumFen} />
      <p className="parts">
        <span className="soft">{m.price_reference({ price: formatAmount(price.referencePriceFen) })}</span>
        {premiumFen > 0 && (
          <>
            {' '}
            <span className="plus">{m.price_premium({ price: formatAmount(premiumFen) })}</span>
          </>
        )}
      </p>
    </div>
  )
}

/** The same, large, with the parts as a list: for the page of one offer. */
export function BigPriceSplit({
  unitPriceFen,
  referencePriceFen,
  counting,
}: UnitPrice & { counting: PriceCounting }) {
  const { baseFen, premiumFen } = premiumOf({ unitPriceFen, referencePriceFen })
  const { figure, unit } = splitUnitPrice(unitPriceFen, counting)
  return (
    <div>
      <p className="bigprice">
        {figure}
        <small> {unit}</small>
      </p>
      <Beam baseFen={baseFen} premiumFen={premiumFen} fat />
      <dl className="split-2">
        <dt>{m.price_reference_name()}</dt>
        <dd className="num">{formatAmount(referencePriceFen)}</dd>
        {premiumFen > 0 && (
          <>
            <dt className="plus">{m.price_premium_name()}</dt>
            <dd className="num plus">+{formatAmount(premiumFen)}</dd>
          </>
        )}
      </dl>
    </div>
  )
}
