/** Households as the village's own people see them. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { maskName, seesNameInFull } from '#app/domain/access/visibility.ts'

/** The name of the head is in full only where the actor works for the household's village or grid. */
export type VillageHousehold = {
  id: number
  number: string
  name: string
  headcount: number | null
}

const HOUSEHOLD = {
  id: true,
  number: true,
  states: { where: { toDay: null }, select: { villageCode: true, gridCode: true, headcount: true } },
  members: { where: { isHead: true, toDay: null }, take: 1, select: { nameSealed: true } },
} as const

type HouseholdRow = {
  id: number
  number: string
  states: { villageCode: string; gridCode: string | null; headcount: number }[]
  members: { nameSealed: string }[]
}

function toVillageHousehold(actor: Actor, row: HouseholdRow): VillageHousehold {
  const [state] = row.states
  const [head] = row.members
  const name = head ? openText('person.name', head.nameSealed) : ''
  return {
    id: row.id,
    number: row.number,
    name: state && seesNameInFull(actor, state) ? name : maskName(name),
    headcount: state?.headcount ?? null,
  }
}

export async function readHouseholdsById(
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, VillageHousehold>> {
  const rows = await readDatabase().household.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: HOUSEHOLD,
  })
  return new Map(rows.map((row) => [row.id, toVillageHousehold(actor, row)]))
}

/** Open households that belong to the scope today; with `id` that one alone. At most as many as a town has. */
export async function readHouseholdsInScope(
  actor: Actor,
  scope: Scope,
  id?: number,
): Promise<VillageHousehold[]> {
  const belongs = { OR: [...withinScope(scope, 'villageCode'), ...withinScope(scope, 'gridCode')] }
  const rows = await readDatabase().household.findMany({
    where: { id, closedOn: null, states: { some: { toDay: null, ...belongs } } },
    orderBy: { number: 'asc' },
    take: 5_000,
    select: HOUSEHOLD,
  })
  return rows.map((row) => toVillageHousehold(actor, row))
}
