/** Goods that village staff list by hand: pools of several households at one price, each lot approved by the lead. */
import { randomUUID } from 'node:crypto'
import { approveLot } from '#app/commands/catalogue/approve-lot.server.ts'
import { keepEvidence } from '#app/commands/catalogue/keep-evidence.server.ts'
import { listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { sendBackLot } from '#app/commands/catalogue/send-back-lot.server.ts'
import { addGroupMember } from '#app/commands/people/add-group-member.server.ts'
import { makeGroup } from '#app/commands/people/make-group.server.ts'
import { database } from '#app/db/client.server.ts'
import { AGREEMENT_WAYS, needsWitness } from '#app/domain/catalogue/lot-entry.ts'
import { addDays, type CivilDate, yearOf } from '#app/domain/kernel/calendar.ts'
import type { Chance } from './chance.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'
import { handDrawn, spoken } from './shown-agreement.ts'

export type Crew = { code: string; staff: DemoPerson; lead: DemoPerson }

/** What a village pools: price, market reference and the lowest floor in fen, and what one household brings. */
type PooledGoods = {
  productKey: string
  unitPriceFen: number
  referencePriceFen: number
  floorPriceFen: number
  /** Pieces, or 斤 where ordered by weight. */
  least: number
  most: number
  gramsPerUnit: number
}

const byPiece = (
  productKey: string,
  prices: [number, number, number],
  least: number,
  most: number,
): PooledGoods => ({
  productKey,
  unitPriceFen: prices[0],
  referencePriceFen: prices[1],
  floorPriceFen: prices[2],
  least,
  most,
  gramsPerUnit: 1,
})
export const byJin = (
  productKey: string,
  prices: [number, number, number],
  least: number,
  most: number,
): PooledGoods => ({
  ...byPiece(productKey, prices, least, most),
  gramsPerUnit: 500,
})

const WEIGHED_GEESE = byPiece('goose-weighed', [1_680, 1_500, 1_450], 2, 5)
const GROUP_EGGS = byPiece('eggs', [140, 130, 120], 100, 200)
const GOODS: PooledGoods[] = [
  byPiece('goose', [12_000, 11_000, 10_500], 2, 6),
  byPiece('hen', [11_500, 10_400, 10_000], 3, 8),
  byPiece('eggs', [150, 130, 120], 60, 200),
  byJin('celtuce', [240, 200, 190], 40, 150),
  byJin('sweet-potato', [180, 150, 140], 60, 200),
  byJin('blood-orange', [550, 480, 450], 50, 220),
  byJin('walnut', [1_800, 1_600, 1_500], 10, 40),
  byJin('rice', [420, 380, 360], 50, 200),
  byJin('rapeseed-oil', [1_600, 1_450, 1_400], 10, 40),
]

const SOURCES = ['武安农贸市场', '县城超市', '发改局价格监测']

type Listing = {
  crew: Crew
  householdId: number
  goods: PooledGoods
  today: CivilDate
  isOfGroup?: boolean
  isLeadFarmer?: boolean
  contractId?: number
  lead?: { householdNumber: string; feeFen: number }
  /** The highest floor, where a contract or a fee leaves less than the price. */
  mostFloorFen?: number
}

export async function list(listing: Listing, chance: Chance): Promise<number> {
  const { crew, householdId, goods, today, isOfGroup = false } = listing
  const { isLeadFarmer = false, contractId = null, lead = null } = listing
  const { staff } = crew
  const { productKey, unitPriceFen, referencePriceFen, floorPriceFen, gramsPerUnit } = goods
  const how = chance.pick(AGREEMENT_WAYS)
  const formKey = randomUUID()
  const scope = scopeFor(staff, 'lot:list')
  const sent = { drawn: await handDrawn(), voice: spoken() }
  const shown = done(await keepEvidence(staff.actor, scope, { formKey, householdId, how, sent }), 'agreeing')
  const listed = await listLot(staff.actor, scope, {
    ...shown,
    formKey,
    householdId,
    productKey,
    quantity: chance.between(goods.least, goods.most) * gramsPerUnit,
    unitPriceFen,
    referencePriceFen,
    referenceSource: chance.pick(SOURCES),
    floorPriceFen: chance.between(floorPriceFen, listing.mostFloorFen ?? unitPriceFen),
    availableFrom: addDays(today, -chance.between(40, 45)),
    availableTo: addDays(today, chance.between(35, 60)),
    agreement: {
      how,
      witness: needsWitness(how) ? staff.name : '',
      agreedOn: addDays(today, -chance.between(45, 50)),
    },
    isOfGroup,
    isLeadFarmer,
    contractId,
    lead,
    referenceId: null,
    doubt: { isSo: true, reason: '散养一年，个头比市场上的大' },
  })
  return done(listed, `listing ${productKey}`).lotId
}

export async function approve({ lead }: Crew, lotId: number): Promise<void> {
  done(
    await approveLot(lead.actor, scopeFor(lead, 'lot:approve'), { lotId, aboveCapAccepted: false }),
    'approving',
  )
}

async function householdsOf(villageCode: string): Promise<{ id: number; isOrdinary: boolean }[]> {
  const states = await database().householdState.findMany({
    where: { villageCode, toDay: null },
    select: { householdId: true, category: true },
    orderBy: { householdId: 'asc' },
  })
  return states.map(({ householdId, category }) => ({ id: householdId, isOrdinary: category === 'ordinary' }))
}

/** A ten-household group with weights of its own since the start of the year before, and a lot of eggs of each member. */
export async function listGroup(crew: Crew, today: CivilDate, chance: Chance): Promise<void> {
  const { staff } = crew
  const scope = scopeFor(staff, 'group:keep')
  const startsOn = `${yearOf(today) - 1}-01-01`
  const said = { villageCode: crew.code, name: '向阳十户组', startsOn }
  const { groupId } = done(await makeGroup(staff.actor, scope, said), 'making a group')
  const households = chance.some(await householdsOf(crew.code), 10)
  for (const { id: householdId } of households) {
    const weight = String(chance.between(1, 6))
    const member = { groupId, householdId, weight, startsOn }
    done(await addGroupMember(staff.actor, scope, member), 'joining a group')
    const listing = { crew, householdId, goods: GROUP_EGGS, today, isOfGroup: true }
    await approve(crew, await list(listing, chance))
  }
}

/** A few pools of three to eight households, ordinary ones among them, and what still waits for the lead. */
export async function listPools(crew: Crew, today: CivilDate, chance: Chance): Promise<void> {
  const households = await householdsOf(crew.code)
  const ordinary = households.filter((household) => household.isOrdinary)
  const helped = households.filter((household) => !household.isOrdinary)
  const pooled = [WEIGHED_GEESE, ...chance.some(GOODS, chance.between(2, 3))]
  for (const [index, goods] of pooled.entries()) {
    const more = index === 1 ? ordinary.slice(0, 1) : []
    const sellers = [...chance.some(helped, chance.between(3, 7)), ...more]
    for (const { id } of sellers) {
      await approve(crew, await list({ crew, householdId: id, goods, today }, chance))
    }
  }
  await leaveWaiting(crew, helped, today, chance)
}

/** One lot within the cap, one above it, and one sent back: what a lead finds on any morning. */
async function leaveWaiting(
  crew: Crew,
  helped: { id: number }[],
  today: CivilDate,
  chance: Chance,
): Promise<void> {
  const [first, second, third] = chance.some(helped, 3)
  const [goods, dear] = [chance.pick(GOODS), chance.pick(GOODS)]
  const waiting = (householdId: number, of: PooledGoods) =>
    list({ crew, householdId, goods: of, today }, chance)
  if (first) await waiting(first.id, goods)
  if (second) {
    const aboveCap = { ...dear, unitPriceFen: Math.ceil(dear.referencePriceFen * 1.4) }
    await waiting(second.id, aboveCap)
  }
  if (third) {
    const lotId = await waiting(third.id, goods)
    const { lead } = crew
    const sent = { lotId, reason: '数量再核一下，昨天还说只有一半' }
    done(await sendBackLot(lead.actor, scopeFor(lead, 'lot:approve'), sent), 'sending back')
  }
}
