/** Goods as village staff list them and their lead approves them: pools of several households, and ordinary ones. */
import { randomUUID } from 'node:crypto'
import { approveLot } from '#app/commands/catalogue/approve-lot.server.ts'
import { type LotInput, listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { seedHousehold } from '../builders.ts'
import type { Chance } from './chance.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

type VillageCrew = { code: string; name: string; staff: DemoPerson; lead: DemoPerson }

/** Prices in fen per piece or 斤; quantities of one household, in pieces or 斤. */
type PoolKind = { productKey: string; referenceFen: number; least: number; most: number; isByWeight: boolean }

const POOL_KINDS: readonly PoolKind[] = [
  { productKey: 'celtuce', referenceFen: 200, least: 30, most: 120, isByWeight: true },
  { productKey: 'hen', referenceFen: 8_000, least: 4, most: 15, isByWeight: false },
  { productKey: 'eggs', referenceFen: 120, least: 40, most: 150, isByWeight: false },
  { productKey: 'sweet-potato', referenceFen: 150, least: 60, most: 250, isByWeight: true },
  { productKey: 'rice', referenceFen: 300, least: 50, most: 200, isByWeight: true },
  { productKey: 'walnut', referenceFen: 1_200, least: 10, most: 50, isByWeight: true },
]
const WEIGHED_GOOSE = {
  productKey: 'goose-weighed',
  referenceFen: 1_500,
  least: 4,
  most: 10,
  isByWeight: false,
}
const WEIGHED_GOOSE_FEN = 1_680
const SOURCE = '武安农贸市场'
const MOST_PREMIUM_PERCENT = 28
/** Invented: families of no roster. */
const ORDINARY_NAMES = ['柯向晚', '卢春耕', '易秋实', '汤小雪', '毕山青', '戚水生', '房冬至', '柴新禾']

/** A price a little above the reference, in whole jiao where the reference is more than a yuan or two. */
function priceAbove(referenceFen: number, chance: Chance): number {
  const exact = (referenceFen * (100 + chance.between(8, MOST_PREMIUM_PERCENT))) / 100
  const step = referenceFen >= 1_000 ? 10 : 1
  return Math.floor(exact / step) * step
}

/** What staff do for one household: list, and have the lead approve. */
async function listAndApprove(
  crew: VillageCrew,
  input: Omit<LotInput, 'formKey' | 'isLeadFarmer'>,
): Promise<void> {
  const { lotId } = done(
    await listLot(crew.staff.actor, scopeFor(crew.staff, 'lot:list'), {
      ...input,
      formKey: randomUUID(),
      isLeadFarmer: false,
    }),
    `listing ${input.productKey} in ${crew.name}`,
  )
  done(
    await approveLot(crew.lead.actor, scopeFor(crew.lead, 'lot:approve'), { lotId, aboveCapAccepted: false }),
    `approving ${input.productKey} in ${crew.name}`,
  )
}

/** The goods of one household in a pool: floor between reference and price, agreed a few days before they were there. */
function goodsOf(
  crew: VillageCrew,
  householdId: number,
  kind: PoolKind,
  unitPriceFen: number,
  today: CivilDate,
  chance: Chance,
): Omit<LotInput, 'formKey' | 'isLeadFarmer'> {
  const how = chance.pick(['signature', 'signature', 'thumbprint', 'voice'] as const)
  const counted = chance.between(kind.least, kind.most)
  return {
    householdId,
    productKey: kind.productKey,
    quantity: kind.isByWeight ? counted * GRAMS_PER_JIN : counted,
    unitPriceFen,
    referencePriceFen: kind.referenceFen,
    referenceSource: SOURCE,
    floorPriceFen: chance.between(Math.floor(kind.referenceFen * 0.9), unitPriceFen),
    availableFrom: addDays(today, -45),
    availableTo: addDays(today, 60),
    agreement: {
      how,
      witness: how === 'thumbprint' ? crew.staff.name : '',
      agreedOn: addDays(today, -chance.between(45, 50)),
    },
  }
}

async function openHouseholds(villageCode: string): Promise<number[]> {
  const rows = await database().householdState.findMany({
    where: { villageCode, toDay: null, household: { closedOn: null } },
    select: { householdId: true },
    orderBy: { householdId: 'asc' },
  })
  return rows.map((row) => row.householdId)
}

/** Rosters list only helped households, and ordinary ones come by no import: they are written as they stand. */
async function addOrdinaryHouseholds(crew: VillageCrew, chance: Chance): Promise<number[]> {
  const ids: number[] = []
  for (const name of chance.some(ORDINARY_NAMES, chance.between(1, 2))) {
    const { id } = await seedHousehold({
      villageCode: crew.code,
      gridNumber: null,
      category: 'ordinary',
      name,
      number: `${crew.code.slice(0, 6)}97${crew.code.slice(-6)}${ids.length + 1}`,
    })
    ids.push(id)
  }
  return ids
}

/**
 * Lists, as this village's staff would: two pools of three to eight households at one price each, a few weighed geese,
 * and the goods of an ordinary household. Households are those of the roster.
 */
export async function listPools(crew: VillageCrew, today: CivilDate, chance: Chance): Promise<void> {
  const households = await openHouseholds(crew.code)
  const list = async (ids: readonly number[], kind: PoolKind, unitPriceFen: number) => {
    for (const id of ids) {
      await listAndApprove(crew, goodsOf(crew, id, kind, unitPriceFen, today, chance))
    }
  }
  const kinds = chance.some(POOL_KINDS, 2)
  const prices = kinds.map((kind) => priceAbove(kind.referenceFen, chance))
  for (const [index, kind] of kinds.entries()) {
    await list(chance.some(households, chance.between(3, 8)), kind, prices[index] ?? kind.referenceFen)
  }
  await list(chance.some(households, chance.between(2, 3)), WEIGHED_GOOSE, WEIGHED_GOOSE_FEN)
  const [ordinary] = await addOrdinaryHouseholds(crew, chance)
  const [kind] = kinds
  if (ordinary !== undefined && kind) await list([ordinary], kind, prices[0] ?? kind.referenceFen)
}
