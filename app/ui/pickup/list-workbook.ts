/** The lists of an event as sheets of a workbook: rows of text and figures, no name of a household in any. */
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { crossTable, groupParts } from '#app/domain/pickup/pick-lists.ts'
import { formatDate, formatTimeSpan, formatUnit } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import {
  goodsOf,
  householdAlias,
  type ShownListGoods,
  type ShownListPart,
  type ShownLists,
  standingWords,
  totalsOf,
} from './list-words.ts'

type Cell = string | number
export type ListSheet = { name: string; rows: Cell[][] }

/** Pieces, or 斤. */
function figure(quantity: number, goods: ShownListGoods): number {
  return goods.orderedBy === 'weight' ? quantity / GRAMS_PER_JIN : quantity
}

function goodsCells(goods: ShownListGoods, quantity: number): Cell[] {
  return [productName(goods), figure(quantity, goods), formatUnit(goods)]
}
const pairOf = ({ orderId, householdId }: ShownListPart) => `${orderId} ${householdId}`
const goodsHeadings = () => [m.lists_column_product(), m.lists_column_quantity(), m.lists_column_unit()]

export function listWorkbook(lists: ShownLists): ListSheet[] {
  return [about(lists), byHousehold(lists), byBuyer(lists), byProduct(lists), matrix(lists), packing(lists)]
}

function about(lists: ShownLists): ListSheet {
  const { title, village, place, startsAt, endsAt } = lists
  const day = formatDate(civilDateOf(new Date(startsAt)))
  return {
    name: m.lists_sheet_about(),
    rows: [
      [m.lists_column_event(), title],
      [m.organizer_fact_when(), `${day} ${formatTimeSpan(startsAt, endsAt)}`],
      [m.organizer_fact_where(), m.organizer_where({ village, place })],
      [m.lists_column_as_of(), standingWords(lists)],
    ],
  }
}

function byHousehold(lists: ShownLists): ListSheet {
  const ofPair = groupParts(lists.parts, pairOf)
  const rows = lists.households.flatMap((household) =>
    lists.orders.flatMap(({ id, number, pickupCode, buyer }) =>
      totalsOf(lists, ofPair.get(`${id} ${household.id}`) ?? []).map(({ goods, quantity }) => [
        household.stall,
        household.number,
        householdAlias(household),
        ...goodsCells(goods, quantity),
        number,
        pickupCode,
        buyer,
      ]),
    ),
  )
  const headings = [
    m.lists_column_stall(),
    m.lists_column_household_number(),
    m.lists_column_household(),
    ...goodsHeadings(),
    m.lists_column_order(),
    m.lists_column_code(),
    m.lists_column_buyer(),
  ]
  return { name: m.lists_by_household(), rows: [headings, ...rows] }
}

function byBuyer(lists: ShownLists): ListSheet {
  const ofOrder = groupParts(lists.parts, ({ orderId }) => orderId)
  const rows = [...lists.orders]
    .sort((a, b) => a.number - b.number)
    .flatMap(({ id, number, pickupCode, buyer, agency }) =>
      totalsOf(lists, ofOrder.get(id) ?? []).map(({ goods, quantity }) => [
        number,
        pickupCode,
        buyer,
        agency ?? '',
        ...goodsCells(goods, quantity),
      ]),
    )
  const headings = [
    m.lists_column_order(),
    m.lists_column_code(),
    m.lists_column_buyer(),
    m.lists_column_agency(),
    ...goodsHeadings(),
  ]
  return { name: m.lists_by_buyer(), rows: [headings, ...rows] }
}

function byProduct(lists: ShownLists): ListSheet {
  const partsOf = groupParts(lists.parts, ({ goods }) => goods)
  const rows = totalsOf(lists, lists.parts).map(({ goods, quantity }) => {
    const parts = partsOf.get(goods.key) ?? []
    return [
      ...goodsCells(goods, quantity),
      new Set(parts.map(({ householdId }) => householdId)).size,
      new Set(parts.map(({ orderId }) => orderId)).size,
    ]
  })
  const headings = [...goodsHeadings(), m.lists_column_households(), m.lists_column_orders()]
  return { name: m.lists_by_product(), rows: [headings, ...rows] }
}

function matrix(lists: ShownLists): ListSheet {
  const orders = [...lists.orders].sort((a, b) => a.number - b.number)
  const rows = crossTable(lists.parts, 'product').map(({ goods: key, total, cells }) => {
    const goods = goodsOf(lists, key)
    return [
      productName(goods),
      formatUnit(goods),
      ...orders.map(({ id }) => figure(cells.get(id) ?? 0, goods)),
      figure(total, goods),
    ]
  })
  const headings = [
    m.lists_column_product(),
    m.lists_column_unit(),
    ...orders.map(({ pickupCode }) => pickupCode),
    m.lists_all(),
  ]
  return { name: m.lists_by_matrix(), rows: [headings, ...rows] }
}

function packing(lists: ShownLists): ListSheet {
  const ofPair = groupParts(lists.parts, pairOf)
  const rows = lists.orders.flatMap(({ id, number, pickupCode }, index) =>
    lists.households.flatMap((household) =>
      totalsOf(lists, ofPair.get(`${id} ${household.id}`) ?? []).map(({ goods, quantity }) => [
        index + 1,
        number,
        pickupCode,
        household.stall,
        householdAlias(household),
        ...goodsCells(goods, quantity),
      ]),
    ),
  )
  const headings = [
    m.lists_column_place(),
    m.lists_column_order(),
    m.lists_column_code(),
    m.lists_column_stall(),
    m.lists_column_household(),
    ...goodsHeadings(),
  ]
  return { name: m.lists_by_stall(), rows: [headings, ...rows] }
}
