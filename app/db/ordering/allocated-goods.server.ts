/** Whose goods a planned basket takes: the rules of domain/lots, line after line, so that one line sees the one before. */
import { yearOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  afterGiving,
  allocateByRule,
  type RuleLot,
  type RuleRequest,
  toRuleRequest,
} from '#app/domain/lots/allocate-by-rule.ts'
import { dealToLines, type LineShare, type LotPart } from '#app/domain/ordering/order-lines.ts'
import type { PlannedBasket, PlannedGoods } from './planned-basket.server.ts'
import { eventDay, isBroughtTo, type Supply, type SupplyLot } from './read-supply.server.ts'
import { type RuleFacts, toRuleLot } from './rule-facts.server.ts'

/** Planned goods with the lots they take. `requests` are what the rule was asked, in order, for a replay. */
export type AllocatedGoods = PlannedGoods & {
  requests: RuleRequest[]
  ruleName: string
  ruleVersion: string
  parts: LotPart[]
  shares: LineShare[]
}

/** What the lines so far have taken, by lot; and by household and year what it gave of a group's goods and earned. */
type Tally = { taken: Map<number, number>; given: Map<string, number>; earned: Map<string, number> }
type Stock = { supply: Supply; facts: RuleFacts; tally: Tally }

/** Refuses `not-enough` where the lots that a line was planned with don't have its quantity. */
export function allocateBasket(
  planned: PlannedBasket,
  facts: RuleFacts,
): Verdict<AllocatedGoods[], 'not-enough'> {
  const tally: Tally = { taken: new Map(), given: new Map(), earned: new Map() }
  const stock = { supply: planned.supply, facts, tally }
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
  pools: { quantity: number; lots: RuleLot[] }[],
): Verdict<AllocatedGoods, 'not-enough'> {
  const { measure, unitPriceFen } = part.goods
  const requests = pools
    .filter((pool) => pool.quantity > 0)
    .map((pool) => toRuleRequest({ ...pool, measure, unitPriceFen }))
  const parts: LotPart[] = []
  let rule = { ruleName: '', ruleVersion: '' }
  for (const request of requests) {
    const verdict = allocateByRule(request)
    if (!verdict.ok) return verdict
    const { shares, ...named } = verdict.value
    parts.push(...shares)
    rule = named
  }
  return accept({ ...part, ...rule, requests, parts, shares: dealToLines(part.held, parts) })
}

/** How much of the lots that both parts can use the first may take, so that the second finds enough. */
function spareOfShared(
  shared: readonly RuleLot[],
  siblingLots: readonly RuleLot[],
  siblingQuantity: number,
): number {
  const others = siblingLots.filter((lot) => !isAmong(shared, lot))
  const wanted = Math.max(0, siblingQuantity - totalOf(others))
  return Math.max(0, totalOf(shared) - wanted)
}

function isAmong(lots: readonly { lotId: number }[], lot: { lotId: number }): boolean {
  return lots.some((one) => one.lotId === lot.lotId)
}

function totalOf(lots: readonly RuleLot[]): number {
  return lots.reduce((sum, lot) => sum + lot.available, 0)
}

function quantityOf(parts: readonly LotPart[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}

function lotsFor({ supply, facts, tally }: Stock, { goods, event }: PlannedGoods): RuleLot[] {
  const day = eventDay(event)
  return supply.lots
    .filter((lot) => lot.offerId === goods.offerId && isBroughtTo(lot, goods.villageCode, event))
    .map((lot) => {
      const available = lot.available - (tally.taken.get(lot.lotId) ?? 0)
      return afterGiving(toRuleLot({ ...lot, available }, facts, day), {
        quantity: tally.given.get(givenKey(lot, facts, yearOf(day))) ?? 0,
        amountFen: tally.earned.get(earnedKey(lot, yearOf(day))) ?? 0,
      })
    })
}

function note({ supply, facts, tally }: Stock, goods: AllocatedGoods): void {
  const year = yearOf(eventDay(goods.event))
  for (const share of goods.shares) {
    const lot = lotOf(supply, share.lotId)
    tally.taken.set(share.lotId, (tally.taken.get(share.lotId) ?? 0) + share.quantity)
    addTo(tally.given, givenKey(lot, facts, year), share.quantity)
    addTo(tally.earned, earnedKey(lot, year), share.amountFen)
  }
}

function addTo(sums: Map<string, number>, key: string, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more)
}

function earnedKey({ householdId }: SupplyLot, year: number): string {
  return `${householdId} ${year}`
}

/** Of one household, group, product and year; lots that no group sells are counted and never asked for. */
function givenKey(lot: SupplyLot, { members }: RuleFacts, year: number): string {
  return `${earnedKey(lot, year)} ${members.get(lot.lotId)?.goodsKey ?? ''}`
}

/** A lot of the supply by its id; it must be there. */
export function lotOf(supply: Supply, lotId: number): SupplyLot {
  const lot = supply.lots.find((one) => one.lotId === lotId)
  invariant(lot, `lot ${lotId} was not read`)
  return lot
}
