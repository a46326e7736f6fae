import { formatUnitPrice, formatWeight } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { type GoodsShown, quantityOf } from './words.ts'

/** From which village, at what price, and for animals that are weighed what they are held at. */
export function GoodsDetail({
  goods,
  quantity,
  heldGrams,
}: {
  goods: GoodsShown
  quantity: number
  heldGrams: number | null
}) {
  const price = formatUnitPrice(goods.unitPriceFen, { ...goods.measure, pieceUnit: goods.pieceUnit })
  const { village } = goods
  if (heldGrams === null) return <>{m.ordering_basket_detail({ village, price })}</>
  const weighed = m.ordering_basket_detail_weighed({
    price,
    quantity: quantityOf(goods, quantity),
    weight: formatWeight(heldGrams),
  })
  return <>{m.ordering_basket_detail({ village, price: weighed })}</>
}
