/** What changed between the page a buyer saw and the order he sent, in sentences. */
import type { ShownDifference } from '#app/domain/ordering/compare-shown.ts'
import { formatMoney, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { type EventShown, eventInShort, type GoodsShown, quantityOf } from './words.ts'

/** What the page shows now: names for what the differences give by number. */
export type NowShown = {
  trips: readonly { event: EventShown & { id: number }; lines: readonly { goods: GoodsShown }[] }[]
  unplaced: readonly { goods: GoodsShown; isSoldOut: boolean }[]
}

export function differenceText(difference: ShownDifference, now: NowShown): string {
  if (difference.code === 'total-changed') {
    const { shownFen, nowFen } = difference
    return m.ordering_diff_total({ shown: formatMoney(shownFen), now: formatMoney(nowFen) })
  }
  const goods = goodsOf(now, difference.offerId)
  const name = goods ? productName(goods) : m.ordering_diff_some_goods()
  const inWords = (quantity: number) => (goods ? quantityOf(goods, quantity) : '')
  const asPrice = (fen: number) =>
    goods ? formatUnitPrice(fen, { ...goods.measure, pieceUnit: goods.pieceUnit }) : formatMoney(fen)
  switch (difference.code) {
    case 'line-gone':
      return isSoldOut(now, difference.offerId)
        ? m.ordering_diff_sold_out({ name })
        : m.ordering_diff_line_gone({ name })
    case 'line-added':
      return m.ordering_diff_line_added({ name })
    case 'price-changed':
      return m.ordering_diff_price({
        name,
        shown: asPrice(difference.shownFen),
        now: asPrice(difference.nowFen),
      })
    case 'reference-changed':
      return m.ordering_diff_reference({ name })
    case 'no-show-share-changed':
      return m.ordering_diff_no_show({ name, shown: difference.shownPercent, now: difference.nowPercent })
    case 'quantity-changed': {
      const { shownQuantity, nowQuantity } = difference
      return m.ordering_diff_quantity({ name, shown: inWords(shownQuantity), now: inWords(nowQuantity) })
    }
    case 'events-changed': {
      const ids = difference.now.map((event) => event.eventId)
      const events = now.trips
        .filter((trip) => ids.includes(trip.event.id))
        .map((trip) => eventInShort(trip.event))
      return m.ordering_diff_events({ name, events: events.join(' ') })
    }
  }
}

function goodsOf(now: NowShown, offerId: number): GoodsShown | undefined {
  const all = [...now.trips.flatMap((trip) => trip.lines), ...now.unplaced].map((line) => line.goods)
  return all.find((goods) => goods.offerId === offerId)
}

function isSoldOut(now: NowShown, offerId: number): boolean {
  return now.unplaced.some((line) => line.goods.offerId === offerId && line.isSoldOut)
}
