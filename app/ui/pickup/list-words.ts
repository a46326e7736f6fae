/** What the lists, labels and sheets of an event show, and the words they share. */
import { isWeighedPiece, type OrderedBy, type PricedBy } from '#app/domain/kernel/quantity.ts'
import { goodsTotals } from '#app/domain/pickup/pick-lists.ts'
import { formatInstantWithYear, formatQuantity } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'

export const PAPERS = ['a4', 'a5', '80mm'] as const
export type Paper = (typeof PAPERS)[number]

export type ShownListHousehold = {
  id: number
  number: string
  alias: string
  village: string
  /** Null where it may not be seen. */
  name: string | null
  stall: number
  isDoorStep: boolean
  isFetched: boolean
}

export type ShownListOrder = {
  id: string
  number: number
  pickupCode: string
  buyer: string
  agency: string | null
  payBy: 'desk' | 'transfer' | 'card' | 'agency-account'
}

export type ShownListGoods = {
  key: string
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

export type ShownListPart = {
  lineId: string
  orderId: string
  householdId: number
  goods: string
  quantity: number
  amountFen: number
}

export type ShownLists = {
  eventId: number
  title: string
  village: string
  place: string
  startsAt: string
  endsAt: string
  asOf: string
  standing: 'open' | 'cut-off' | 'desk'
  households: readonly ShownListHousehold[]
  orders: readonly ShownListOrder[]
  goods: readonly ShownListGoods[]
  parts: readonly ShownListPart[]
}

const standings: Record<ShownLists['standing'], () => string> = {
  open: m.lists_still_open,
  'cut-off': m.lists_cut_off,
  desk: m.lists_at_desk,
}

/** `截至12月1日9:28，还没截单，还会变`. */
export function standingWords({ asOf, standing }: Pick<ShownLists, 'asOf' | 'standing'>): string {
  return m.joined({
    first: m.lists_as_of({ instant: formatInstantWithYear(asOf) }),
    second: standings[standing](),
  })
}

/** The first of them where the address says none. */
export function readPaper(text: string | null): Paper {
  return PAPERS.find((paper) => paper === text) ?? 'a4'
}

export function goodsOf(lists: Pick<ShownLists, 'goods'>, key: string): ShownListGoods {
  const goods = lists.goods.find((one) => one.key === key)
  if (!goods) throw new Error(`there are no goods ${key}`)
  return goods
}

/** The sums of some parts, product by product in one order everywhere. */
export function totalsOf(
  lists: Pick<ShownLists, 'goods'>,
  parts: readonly Pick<ShownListPart, 'goods' | 'quantity'>[],
): { goods: ShownListGoods; quantity: number }[] {
  const sums = new Map(goodsTotals(parts).map(({ goods, quantity }) => [goods, quantity]))
  return lists.goods.flatMap((goods) => {
    const quantity = sums.get(goods.key)
    return quantity === undefined ? [] : [{ goods, quantity }]
  })
}

/** `大白鹅2只，土鸡蛋30个`. */
export function totalsWords(totals: readonly { goods: ShownListGoods; quantity: number }[]): string {
  return totals
    .map(({ goods, quantity }) =>
      m.lists_goods({ name: productName(goods), quantity: formatQuantity(quantity, goods) }),
    )
    .reduce((first, second) => (first === '' ? second : m.joined({ first, second })), '')
}

/** For the organizer: by name where it may be seen. */
export function householdName({ name, alias, village }: ShownListHousehold): string {
  return m.lists_household({ alias: name ?? alias, village })
}

/** For paper that buyers take home: the alias, whoever prints it. */
export function householdAlias({ alias, village }: ShownListHousehold): string {
  return m.lists_household({ alias, village })
}

/** `1、3号摊`: where these parts lie. */
export function stallWords(
  lists: Pick<ShownLists, 'households'>,
  parts: readonly Pick<ShownListPart, 'householdId'>[],
): string {
  const ids = new Set(parts.map(({ householdId }) => householdId))
  const stalls = lists.households.filter(({ id }) => ids.has(id)).map(({ stall }) => String(stall))
  const [only, ...more] = stalls
  if (only === undefined) return ''
  if (more.length === 0) return m.lists_stall({ stall: only })
  return m.lists_stalls({
    stalls: stalls.reduce((first, second) => m.store_names_joined({ first, second })),
  })
}

/** Whether the scale has the last word on what it comes to. */
export function isByScale(goods: ShownListGoods): boolean {
  return goods.orderedBy === 'weight' || isWeighedPiece(goods)
}
