import { Prisma } from '../client.server.ts'

/**
 * SQL: whether one of the agencies is paired today with the village in `villageCode`, as a whole or by a helper of a
 * household there.
 */
export function isPairedWith(agencyIds: readonly number[], villageCode: Prisma.Sql): Prisma.Sql {
  const today = Prisma.sql`(now() AT TIME ZONE 'Asia/Shanghai')::date`
  const isToday = Prisma.sql`r.from_day <= ${today} AND (r.to_day IS NULL OR r.to_day >= ${today})`
  return Prisma.sql`(EXISTS (SELECT 1 FROM agency_village r WHERE r.agency_id = ANY(${[...agencyIds]}::int[])
      AND r.village_code = ${villageCode} AND ${isToday})
    OR EXISTS (SELECT 1 FROM pairing r WHERE r.agency_id = ANY(${[...agencyIds]}::int[])
      AND r.village_code = ${villageCode} AND ${isToday}))`
}
