import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { ForWhom } from './basket-line.tsx'
import { GoodsDetail } from './goods-detail.tsx'
import { TripLine } from './trip.tsx'
import { type GoodsShown, quantityOf } from './words.ts'

export type PlainLineShown = {
  key: string
  goods: GoodsShown
  quantity: number
  amountFen: number
  isEstimate: boolean
  heldGrams: number | null
  forWhom: string
}

/** One thing about to be ordered: nothing can be done with it here. */
export function PlainLine({ line }: { line: PlainLineShown }) {
  const { goods, quantity, amountFen, isEstimate } = line
  return (
    <TripLine
      name={m.ordering_order_goods({ name: productName(goods), quantity: quantityOf(goods, quantity) })}
      drawing={goods.drawing}
      kind={goods.kind}
      amountFen={amountFen}
      isEstimate={isEstimate}
      size="small"
      detail={
        <>
          <GoodsDetail goods={goods} quantity={quantity} heldGrams={line.heldGrams} />
          {line.forWhom !== '' && <ForWhom names={line.forWhom} />}
        </>
      }
    />
  )
}
