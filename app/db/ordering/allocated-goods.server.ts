/** Whose goods a planned basket takes: the rule of domain/lots, line after line, so that one line sees the one before. */
import { type CivilDate, yearOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type AllocationRequest, allocate, type NeedLot } from '#app/domain/lots/allocate.ts'
import { dealToLines, type LineShare, type LotPart } from '#app/domain/ordering/order-lines.ts'
import type { PlannedBasket, PlannedGoods } from './planned-basket.server.ts'
import { type HouseholdNeed, needOn } from './read-needs.server.ts'
import { eventDay, isBroughtTo, type Supply, type SupplyLot } from './read-supply.server.ts'

/** Planned goods with the lots they take. `requests` are what the rule was asked, in order, for a replay. */
export type AllocatedGoods = PlannedGoods & {
  requests: AllocationRequest[]
  ruleName: string
  ruleVersion: string
  parts: LotPart[]
  shares: LineShare[]
}

/** What the lines so far have taken, by lot, and brought in, by household and year. */
type Tally = { taken: Map<number, number>; earned: Map<string, number> }
type Stock = { supply: Supply; needs: ReadonlyMap<number, HouseholdNeed>; tally: Tally }

/** Refuses `not-enough` where the lots that a line was planned with don't have its quantity. */
export function allocateBasket(
  planned: PlannedBasket,
  needs: ReadonlyMap<number, HouseholdNeed>,
): Verdict<AllocatedGoods[], 'not-enough'> {
  const stock = { supply: planned.supply, needs, tally: { taken: new Map(), earned: new Map() } }
  const allocated: AllocatedGoods[] = []
  for (const part of planned.placed) {
    const other = planned.placed.find((one) => one !== part && one.goods === part.goods)
    const isFirst = other !== undefined && planned.placed.indexOf(part) < planned.placed.indexOf(other)
    const verdict = allocateGoods(stock, part, isFirst ? other : null)
    if (!verdict.ok) return verdict
    note(stock, verdict.value)
    allocated.push(verdict.value)
  }
  return accept(allocated)
}

/** One planned line. `sibling` is the part of the same goods still to come, which must find enough. */
function allocateGoods(
  stock: Stock,
  part: PlannedGoods,
  sibling: PlannedGoods | null,
): Verdict<AllocatedGoods, 'not-enough'> {
  const lots = lotsFor(stock, part)
  const whole = allocateFrom(part, [{ quantity: part.quantity, lots }])
  if (!whole.ok || sibling === null) return whole
  const siblingLots = lotsFor(stock, sibling)
  const shared = lots.filter((lot) => isAmong(siblingLots, lot))
  const spare = spareOfShared(shared, siblingLots, sibling.quantity)
  if (quantityOf(whole.value.parts.filter((one) => isAmong(shared, one))) <= spare) return whole
  const own = lots.filter((lot) => !isAmong(shared, lot))
  return allocateFrom(part, [
    { quantity: spare, lots: shared },
    { quantity: part.quantity - spare, lots: own },
  ])
}

function allocateFrom(
  part: PlannedGoods,
  pools: { quantity: number; lots: NeedLot[] }[],
): Verdict<AllocatedGoods, 'not-enough'> {
  const { measure, unitPriceFen } = part.goods
  const requests = pools
    .filter((pool) => pool.quantity > 0)
    .map((pool): AllocationRequest => ({ ...pool, measure, unitPriceFen }))
  const parts: LotPart[] = []
  let rule = { ruleName: '', ruleVersion: '' }
  for (const request of requests) {
    const verdict = allocate(request)
    if (!verdict.ok) return verdict
    const { shares, ...named } = verdict.value
    parts.push(...shares)
    rule = named
  }
  return accept({ ...part, ...rule, requests, parts, shares: dealToLines(part.held, parts) })
}

/** How much of the lots that both parts can use the first may take, so that the second finds enough. */
function spareOfShared(
  shared: readonly NeedLot[],
  siblingLots: readonly NeedLot[],
  siblingQuantity: number,
): number {
  const others = siblingLots.filter((lot) => !isAmong(shared, lot))
  const wanted = Math.max(0, siblingQuantity - totalOf(others))
  return Math.max(0, totalOf(shared) - wanted)
}

function isAmong(lots: readonly { lotId: number }[], lot: { lotId: number }): boolean {
  return lots.some((one) => one.lotId === lot.lotId)
}

function totalOf(lots: readonly NeedLot[]): number {
  return lots.reduce((sum, lot) => sum + lot.available, 0)
}

function quantityOf(parts: readonly LotPart[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}

function lotsFor({ supply, needs, tally }: Stock, { goods, event }: PlannedGoods): NeedLot[] {
  const day = eventDay(event)
  return supply.lots
    .filter((lot) => lot.offerId === goods.offerId && isBroughtTo(lot, goods.villageCode, event))
    .map((lot) => ({ ...lot, available: lot.available - (tally.taken.get(lot.lotId) ?? 0) }))
    .map((lot) => toNeedLot(lot, needs, day, tally.earned.get(earnedKey(lot.householdId, yearOf(day))) ?? 0))
}

/** A lot as the rule is asked about it; `moreFen` is income that the household's need does not count yet. */
export function toNeedLot(
  lot: Pick<SupplyLot, 'lotId' | 'householdId' | 'householdNumber' | 'isLeadFarmer' | 'available'>,
  needs: ReadonlyMap<number, HouseholdNeed>,
  day: CivilDate,
  moreFen: number,
): NeedLot {
  const { lotId, householdId, householdNumber, isLeadFarmer, available } = lot
  const need = needs.get(householdId)
  invariant(need, `nothing is known of household ${householdId}`)
  const { incomeFen, ...facts } = needOn(need, day)
  return { ...facts, lotId, householdNumber, isLeadFarmer, available, incomeFen: incomeFen + moreFen }
}

function note({ supply, tally }: Stock, goods: AllocatedGoods): void {
  const year = yearOf(eventDay(goods.event))
  for (const share of goods.shares) {
    const lot = lotOf(supply, share.lotId)
    const key = earnedKey(lot.householdId, year)
    tally.taken.set(share.lotId, (tally.taken.get(share.lotId) ?? 0) + share.quantity)
    tally.earned.set(key, (tally.earned.get(key) ?? 0) + share.amountFen)
  }
}

function earnedKey(householdId: number, year: number): string {
  return `${householdId} ${year}`
}

/** A lot of the supply by its id; it must be there. */
export function lotOf(supply: Supply, lotId: number): SupplyLot {
  const lot = supply.lots.find((one) => one.lotId === lotId)
  invariant(lot, `lot ${lotId} was not read`)
  return lot
}
