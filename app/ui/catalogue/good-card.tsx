import type { ReactNode } from 'react'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import {
  type Counting,
  formatDay,
  formatInstantDay,
  formatMonth,
  formatUnit,
  formatWeight,
  type Instant,
  type PriceCounting,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { PriceSplit, PriceTag } from '#app/ui/primitives/price-split.tsx'
import { ProduceDrawing } from '#app/ui/primitives/produce-drawing.tsx'
import { StockPip, type StockShown } from '#app/ui/primitives/stock-pip.tsx'
import { LotPhoto } from './lot-photo.tsx'

/** How a product is ordered and priced, with its counting word. */
export type ProductCounting = Counting & PriceCounting & Pick<Measure, 'usualPieceGrams'>

export type Good = {
  href: string
  name: string
  drawing: string
  kind: string
  /** Of the goods themselves, in place of the drawing. */
  photo?: ShownPhoto | null
  village: string
  town: string
  unitPriceFen: number
  referencePriceFen: number
  /** Several offers stand behind the card: "from". */
  isFromPrice?: boolean
  counting: ProductCounting
  stock: StockShown
  /** The next event it can be collected at. */
  nextPickup: { startsAt: Instant; place: string } | null
  /** The first day any of it can be had, where that is still to come. */
  firstDay?: CivilDate | null
  /** Sold out and out of season: the month it comes back in. */
  backInMonth?: number | null
}

/** "About 8.5 jin each, billed by the scale", where a piece is weighed; else nothing. */
export function weighedNote({ orderedBy, pieceUnit, usualPieceGrams }: ProductCounting): string | null {
  if (!usualPieceGrams) return null
  const { least, most } = usualPieceGrams
  const unit = formatUnit({ orderedBy, pieceUnit })
  return least === most
    ? m.good_weighed({ unit, weight: formatWeight(least) })
    : m.good_weighed_range({ unit, least: formatWeight(least), most: formatWeight(most) })
}

/** When and where it can be collected; else when there will be something, or a day. */
function whenToHave({ stock, nextPickup, firstDay, backInMonth }: Good): string {
  if (stock.state === 'out') {
    return backInMonth ? m.good_back_in({ month: formatMonth(backInMonth) }) : m.good_back_later()
  }
  if (nextPickup) {
    return m.good_collect({ day: formatInstantDay(nextPickup.startsAt), place: nextPickup.place })
  }
  return firstDay ? m.good_from_day({ day: formatDay(firstDay) }) : m.good_no_day()
}

/** The cards of a catalogue page, one a product and village; `children` is a last cell that is no good. */
export function GoodCards({ goods, children }: { goods: readonly Good[]; children?: ReactNode }) {
  return (
    <ul className="goods">
      {goods.map((good, index) => (
        <GoodCard key={good.href} good={good} eager={index < 4} />
      ))}
      {children && <li className="asked">{children}</li>}
    </ul>
  )
}

/** Drawing, name and price, village, split, stock, pickup. One link covers all of it. */
function GoodCard({ good, eager }: { good: Good; eager: boolean }) {
  const { counting } = good
  const weighed = weighedNote(counting)
  return (
    <li className={classNames('good', good.stock.state === 'out' && 'gone')}>
      <ProduceDrawing
        drawing={good.drawing}
        kind={good.kind}
        photo={
          good.photo && (
            <LotPhoto
              photo={good.photo}
              alt={m.store_photo_alt({ village: good.village, product: good.name })}
              sizes="(min-width: 60rem) 18rem, 6.5rem"
              eager={eager}
            />
          )
        }
        eager={eager}
      />
      <div className="good-top">
        <h2>
          <a href={good.href}>{good.name}</a>
        </h2>
        <PriceTag unitPriceFen={good.unitPriceFen} counting={counting} from={good.isFromPrice} />
      </div>
      <p className="from">{m.good_where({ village: good.village, town: good.town })}</p>
      <PriceSplit unitPriceFen={good.unitPriceFen} referencePriceFen={good.referencePriceFen} />
      <div className="tail">
        <StockPip stock={good.stock} counting={counting} />
        <p className="to">{whenToHave(good)}</p>
        {weighed && <p className="to">{weighed}</p>}
      </div>
    </li>
  )
}
