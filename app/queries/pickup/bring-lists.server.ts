/** What a village's households are to bring: the lists there are, and the newest of each event and village. */
import { readDatabase } from '#app/db/client.server.ts'
import { readBringTicks } from '#app/db/pickup/bring-ticks.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { maskName, seesNameInFull } from '#app/domain/access/visibility.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { isDoorStep } from '#app/domain/people/access-needs.ts'
import { type BringLine, bringChanges } from '#app/domain/pickup/bring-list.ts'

export type BringEvent = {
  id: number
  village: string
  place: string
  startsAt: string
  endsAt: string
}

export type BringListRow = {
  id: number
  village: string
  event: BringEvent
  number: number
  madeAt: string
  householdCount: number
}

/** Goods of one product to bring; `before` is what the list before said, where it said otherwise. */
export type BringGoods = {
  key: string
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number
  before: number | null
}

export type BringHousehold = {
  id: number
  number: string
  /** Of the head; in full only for the village's own people. */
  name: string
  gridCode: string | null
  goods: BringGoods[]
  /** This list changes something of it. */
  isChanged: boolean
  /** None of its members has a phone in the roster. */
  hasNoPhone: boolean
  /** Its goods are fetched from the door. */
  isDoorStep: boolean
  /** It was told what the newest list says. */
  isTold: boolean
  /** What the newest list says was fetched from its door. */
  isFetched: boolean
}

export type BringList = {
  id: number
  village: string
  event: BringEvent
  number: number
  madeAt: string
  /** The newest list of the event and village, where this isn't it. */
  newerId: number | null
  /** The newest, while households are told and fetched: until the desk closes. */
  mayTick: boolean
  households: BringHousehold[]
  /** All that is brought, by product. */
  totals: Omit<BringGoods, 'before'>[]
  /** Who reads it, for the households to call. */
  caller: { name: string; phone: string | null }
}

const MOST_LISTS = 60

/** Villages that a scope reaches as a whole or by one of its grids. */
function villagesOf(scope: Scope): { OR: { villageCode: { startsWith: string } }[] } {
  return { OR: scope.prefixes.map((prefix) => ({ villageCode: { startsWith: prefix.slice(0, 12) } })) }
}

/** The newest list of each event and village that is not closed, soonest first. */
export async function readBringLists(scope: Scope): Promise<BringListRow[]> {
  const lists = await readDatabase().bringList.findMany({
    where: { ...villagesOf(scope), event: { state: { in: ['cut-off', 'running', 'closing'] } } },
    distinct: ['eventId', 'villageCode'],
    orderBy: [{ eventId: 'asc' }, { villageCode: 'asc' }, { number: 'desc' }],
    take: MOST_LISTS,
    include: { event: true },
  })
  const villages = await readNames([
    ...lists.map((list) => list.villageCode),
    ...lists.map((list) => list.event.villageCode),
  ])
  return lists
    .map((list) => ({
      id: list.id,
      village: villages.get(list.villageCode) ?? '',
      event: toEvent(list.event, villages),
      number: list.number,
      madeAt: list.madeAt.toISOString(),
      householdCount: new Set(linesOf(list.lines).map((line) => line.householdId)).size,
    }))
    .sort((a, b) => a.event.startsAt.localeCompare(b.event.startsAt) || a.id - b.id)
}

/** A list with its households by name; null where there is none, or its village is out of scope. */
export async function readBringList(actor: Actor, scope: Scope, id: number): Promise<BringList | null> {
  const db = readDatabase()
  const list = await db.bringList.findFirst({ where: { id, ...villagesOf(scope) }, include: { event: true } })
  if (list === null) return null
  const { eventId, villageCode, number } = list
  const [before, newest, caller] = await Promise.all([
    db.bringList.findFirst({ where: { eventId, villageCode, number: number - 1 }, select: { lines: true } }),
    db.bringList.findFirst({
      where: { eventId, villageCode },
      orderBy: { number: 'desc' },
      select: { id: true },
    }),
    db.account.findUniqueOrThrow({
      where: { id: actor.accountId },
      select: { nameSealed: true, phoneSealed: true },
    }),
  ])
  const lines = linesOf(list.lines)
  const changes = before === null ? [] : bringChanges(linesOf(before.lines), lines)
  const gone = changes.filter((change) => change.after === 0)
  const all = [...lines, ...gone.map(({ householdId, offerId }) => ({ householdId, offerId, quantity: 0 }))]
  const [products, people, villages, ticksOf] = await Promise.all([
    readProducts(all),
    readHouseholds(actor, scope, villageCode, [...new Set(all.map((line) => line.householdId))]),
    readNames([villageCode, list.event.villageCode]),
    readBringTicks(db, [eventId]),
  ])
  const isTicked = ticksOf(eventId)
  const goodsOf = (line: BringLine): BringGoods => {
    const change = changes.find((one) => one.householdId === line.householdId && one.offerId === line.offerId)
    const product = products.get(line.offerId)
    if (!product) throw new Error(`there is no offer ${line.offerId}`)
    return {
      ...product,
      key: String(line.offerId),
      quantity: line.quantity,
      before: change ? change.before : null,
    }
  }
  const households = people.map((household) => {
    const goods = all.filter((line) => line.householdId === household.id).map(goodsOf)
    const of = { villageCode, householdId: household.id }
    return {
      ...household,
      goods,
      isChanged: goods.some((one) => one.before !== null),
      isTold: isTicked('told', of),
      isFetched: isTicked('fetched', of),
    }
  })
  return {
    id,
    village: villages.get(villageCode) ?? '',
    event: toEvent(list.event, villages),
    number,
    madeAt: list.madeAt.toISOString(),
    newerId: newest && newest.id !== id ? newest.id : null,
    mayTick: newest?.id === id && (list.event.state === 'cut-off' || list.event.state === 'running'),
    households,
    totals: totalsOf(households),
    caller: {
      name: openText('account.name', caller.nameSealed),
      phone: caller.phoneSealed && openText('account.phone', caller.phoneSealed),
    },
  }
}

function linesOf(lines: unknown): BringLine[] {
  return lines as BringLine[]
}

type EventRow = { id: number; villageCode: string; place: string; startsAt: Date; endsAt: Date }

function toEvent(event: EventRow, villages: Map<string, string>): BringEvent {
  return {
    id: event.id,
    village: villages.get(event.villageCode) ?? '',
    place: event.place,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
  }
}

async function readNames(codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await readDatabase().division.findMany({
    where: { code: { in: [...codes] } },
    select: { code: true, shortName: true },
  })
  return new Map(rows.map(({ code, shortName }) => [code, shortName]))
}

type Product = Pick<BringGoods, 'nameZh' | 'nameEn' | 'orderedBy' | 'pieceUnit'>

async function readProducts(lines: readonly BringLine[]): Promise<Map<number, Product>> {
  const offers = await readDatabase().offer.findMany({
    where: { id: { in: lines.map((line) => line.offerId) } },
    select: {
      id: true,
      product: { select: { nameZh: true, nameEn: true, orderedBy: true, pieceUnit: true } },
    },
  })
  return new Map(
    offers.map(({ id, product }) => [id, { ...product, orderedBy: product.orderedBy as OrderedBy }]),
  )
}

type Listed = Omit<BringHousehold, 'goods' | 'isChanged' | 'isTold' | 'isFetched'>

/** By grid and number. Who has the village sees them all, who has a grid its own. */
async function readHouseholds(
  actor: Actor,
  scope: Scope,
  villageCode: string,
  ids: readonly number[],
): Promise<Listed[]> {
  const rows = await readDatabase().household.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      number: true,
      accessNeeds: true,
      states: { where: { toDay: null }, select: { villageCode: true, gridCode: true } },
      members: { where: { toDay: null }, select: { isHead: true, nameSealed: true, phoneSealed: true } },
    },
  })
  const hasVillage = scope.prefixes.some((prefix) => villageCode.startsWith(prefix))
  return rows
    .flatMap((row): Listed[] => {
      const [state] = row.states
      const grid = state?.gridCode ?? null
      if (!hasVillage && !scope.prefixes.some((prefix) => grid?.startsWith(prefix))) return []
      const head = row.members.find((member) => member.isHead)
      const name = head ? openText('person.name', head.nameSealed) : ''
      return [
        {
          id: row.id,
          number: row.number,
          name: state && seesNameInFull(actor, state) ? name : maskName(name),
          gridCode: grid,
          hasNoPhone: row.members.every((member) => member.phoneSealed === null),
          isDoorStep: isDoorStep(row.accessNeeds),
        },
      ]
    })
    .sort((a, b) => (a.gridCode ?? '').localeCompare(b.gridCode ?? '') || a.number.localeCompare(b.number))
}

function totalsOf(households: readonly BringHousehold[]): BringList['totals'] {
  const totals = new Map<string, Omit<BringGoods, 'before'>>()
  for (const { before: _, ...goods } of households.flatMap((household) => household.goods)) {
    const key = `${goods.nameZh} ${goods.orderedBy} ${goods.pieceUnit}`
    const quantity = goods.quantity + (totals.get(key)?.quantity ?? 0)
    if (quantity > 0) totals.set(key, { ...goods, key, quantity })
  }
  return [...totals.values()]
}
