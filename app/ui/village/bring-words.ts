import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'

export type ShownBringGoods = {
  key: string
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number
  before: number | null
}

export type ShownBringHousehold = {
  id: number
  number: string
  name: string
  gridCode: string | null
  goods: readonly ShownBringGoods[]
  isChanged: boolean
  hasNoPhone: boolean
  isDoorStep: boolean
  isTold: boolean
  isFetched: boolean
}

/** The list of the cut-off, or its numbered correction. */
export function listName(number: number): string {
  return number === 1 ? m.bring_list() : m.bring_correction({ number: number - 1 })
}

/** `大白鹅2只`. */
export function goodsWords(goods: Omit<ShownBringGoods, 'before' | 'key'>): string {
  return m.notice_goods({ name: productName(goods), quantity: formatQuantity(goods.quantity, goods) })
}

/** All of a household's goods in one line; those that are no longer wanted are left out. */
export function allGoodsWords(goods: readonly Omit<ShownBringGoods, 'before'>[]): string {
  return goods
    .filter(({ quantity }) => quantity > 0)
    .map(goodsWords)
    .reduce((first, second) => (first === '' ? second : m.store_names_joined({ first, second })), '')
}

/** `第03网格`: the last two digits of its code; nothing for none. */
export function gridWords(gridCode: string | null): string {
  return gridCode === null ? '' : m.bring_grid({ number: gridCode.slice(-2) })
}
