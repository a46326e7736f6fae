import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'

/** The villages an event may be planned in or serve, by town, and the service points it may be held at. */
export type PlanChoices = {
  points: { id: number; name: string; openingHours: OpeningSpan[] }[]
  towns: { code: string; name: string; villages: { code: string; name: string }[] }[]
}

/** More than any county has villages. */
const MOST_VILLAGES = 2_000

export async function readPlanChoices(scope: Scope): Promise<PlanChoices> {
  const db = readDatabase()
  const villages = await db.division.findMany({
    where: { OR: withinScope(scope, 'code'), level: 'village', toDay: null },
    orderBy: { code: 'asc' },
    take: MOST_VILLAGES,
    select: { code: true, shortName: true, parentCode: true },
  })
  const towns = await db.division.findMany({
    where: { code: { in: [...new Set(villages.flatMap((village) => village.parentCode ?? []))] } },
    orderBy: { code: 'asc' },
    select: { code: true, shortName: true },
  })
  const points = await db.servicePoint.findMany({
    where: { OR: withinScope(scope, 'villageCode'), state: { not: 'closed' } },
    orderBy: [{ villageCode: 'asc' }, { id: 'asc' }],
    take: MOST_VILLAGES,
    select: { id: true, name: true, openingHours: true },
  })
  return {
    points: points.map((point) => ({ ...point, openingHours: point.openingHours as OpeningSpan[] })),
    towns: towns.map((town) => ({
      code: town.code,
      name: town.shortName,
      villages: villages
        .filter((village) => village.parentCode === town.code)
        .map((village) => ({ code: village.code, name: village.shortName })),
    })),
  }
}
