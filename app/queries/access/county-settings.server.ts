import { readPlaces } from '#app/db/access/places.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CountySettings, DEFAULT_SETTINGS } from '#app/domain/people/county-settings.ts'

export type CountySettingsView = { countyCode: string; countyName: string; settings: CountySettings }

/** A county's settings, or what holds until it sets them. Without a code the first county in scope; null when none is. */
export async function readCountySettings(
  scope: Scope,
  code: string | null,
): Promise<CountySettingsView | null> {
  const countyCode = code ?? `${scope.prefixes.find((prefix) => prefix.length === 6) ?? ''}000000`
  if (!isPlaceOf('county-office', countyCode) || !reaches(scope, countyCode)) return null
  const db = readDatabase()
  const [places, row] = await Promise.all([
    readPlaces(db, [countyCode]),
    db.countySetting.findUnique({
      where: { countyCode },
      select: {
        premiumCapPercent: true,
        cashRoundingFen: true,
        unpaidOrdersMost: true,
        noShowSharePercent: true,
        helpDayReading: true,
        transferPayee: true,
        transferBank: true,
        transferAccount: true,
      },
    }),
  ])
  return {
    countyCode,
    countyName: places.get(countyCode)?.name ?? countyCode,
    settings: row ?? DEFAULT_SETTINGS,
  }
}
