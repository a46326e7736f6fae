import type { Transaction } from '../client.server.ts'

/** A division or grid as it is named to people: 白鹿垭 of 武安镇, its second grid. */
export type Place = {
  code: string
  /** Short name of the division, or of the grid's village. */
  name: string
  /** The town of a village or grid. */
  within: string | null
  gridNumber: number | null
}

/** The places with these codes. A code that no list has is named by itself. */
export async function readPlaces(db: Transaction, codes: readonly string[]): Promise<Map<string, Place>> {
  const divisionCodes = [...new Set(codes.map((code) => code.slice(0, 12)))]
  const divisions = await db.division.findMany({
    where: { code: { in: divisionCodes } },
    select: { code: true, shortName: true, level: true, parentCode: true },
  })
  const towns = await db.division.findMany({
    where: {
      code: { in: divisions.flatMap((d) => (d.level === 'village' && d.parentCode ? [d.parentCode] : [])) },
    },
    select: { code: true, shortName: true },
  })
  const townNames = new Map(towns.map((town) => [town.code, town.shortName]))
  const byCode = new Map(divisions.map((division) => [division.code, division]))
  return new Map(
    codes.map((code) => {
      const division = byCode.get(code.slice(0, 12))
      const within = division?.level === 'village' ? (townNames.get(division.parentCode ?? '') ?? null) : null
      const gridNumber = code.includes('-') ? Number(code.slice(13)) : null
      return [code, { code, name: division?.shortName ?? code, within, gridNumber }]
    }),
  )
}
