import { highestWithinCap } from '#app/domain/catalogue/price.ts'
import { formatMoney, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'
import { PriceGauge } from '#app/ui/primitives/price-gauge.tsx'
import type { ShownProduct } from './words.ts'

/** How a price stands to its reference, to the household's floor and to the county's cap. Prices in fen per unit. */
export function PriceCheck({
  product,
  unitPriceFen,
  referencePriceFen,
  floorPriceFen,
  capPercent,
}: {
  product: ShownProduct
  unitPriceFen: number
  referencePriceFen: number
  floorPriceFen: number | null
  capPercent: number
}) {
  const capPriceFen = highestWithinCap(referencePriceFen, capPercent)
  return (
    <>
      <PriceGauge {...{ referencePriceFen, floorPriceFen, capPriceFen, unitPriceFen }} />
      <PriceNote
        {...{ unitPriceFen, referencePriceFen, capPriceFen }}
        cap={formatUnitPrice(capPriceFen, product)}
      />
    </>
  )
}

function PriceNote({
  unitPriceFen,
  referencePriceFen,
  capPriceFen,
  cap,
}: {
  unitPriceFen: number
  referencePriceFen: number
  capPriceFen: number
  cap: string
}) {
  if (unitPriceFen <= referencePriceFen) {
    return <Note title={m.village_price_under()}>{m.village_price_under_why()}</Note>
  }
  const premium = formatMoney(unitPriceFen - referencePriceFen)
  return unitPriceFen > capPriceFen ? (
    <Note tone="look" title={m.village_price_above({ premium })}>
      {m.village_price_above_why({ cap })}
    </Note>
  ) : (
    <Note tone="ok" title={m.village_price_within({ premium })}>
      {m.village_price_within_why()}
    </Note>
  )
}
