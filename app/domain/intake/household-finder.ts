/** Finding the household that a row of goods or of pairings names, in the village that it names. */
import type { KnownHousehold, PlacedContext } from './known.ts'
import { findVillage, indexPlaces, type PlaceIndex, villagesNamed } from './places.ts'
import type { Fault, SheetRow } from './sheet.ts'
import type { Table } from './table.ts'
import { isLostNumber, squeezedText } from './text.ts'

export type HouseholdFinder = { places: PlaceIndex; byNumber: ReadonlyMap<string, KnownHousehold> }

export type FoundHousehold = { ok: true; number: string; villageCode: string } | { ok: false; fault: Fault }

export function householdFinder(context: PlacedContext): HouseholdFinder {
  return {
    places: indexPlaces(context),
    byNumber: new Map(context.households.map((household) => [squeezedText(household.number), household])),
  }
}

/**
 * The household of a row. Its number settles which of two villages of one name is meant; a village of another
 * name is refused, so that a slip in the number doesn't list goods for a stranger.
 */
export function findHousehold<Key extends string>(
  finder: HouseholdFinder,
  table: Table<Key | 'number' | 'village' | 'town'>,
  row: SheetRow,
): FoundHousehold {
  const fault = (
    key: 'number' | 'village' | 'town',
    code: Fault['code'],
    facts?: Fault['facts'],
  ): FoundHousehold => ({
    ok: false,
    fault: table.fault(row.row, key, code, facts),
  })
  const villageText = table.text(row, 'village')
  const named = villagesNamed(finder.places, villageText)
  if (villageText !== '' && named.length === 0)
    return fault('village', 'village-unknown', { village: villageText })
  const number = table.text(row, 'number').replace(/\s+/g, '')
  if (number === '') return fault('number', 'household-number-missing')
  if (isLostNumber(number)) return fault('number', 'long-number-lost')
  const household = finder.byNumber.get(squeezedText(number))
  if (household === undefined) return fault('number', 'household-unknown', { number })
  const found = { ok: true, number: household.number, villageCode: household.villageCode } as const
  if (villageText === '') return found
  if (!named.some((village) => village.code === household.villageCode)) {
    return fault('village', 'household-not-in-village', { number, village: villageText })
  }
  const town = findVillage(finder.places, villageText, { townText: table.text(row, 'town') })
  const contradicted = !town.ok && (town.code === 'town-unknown' || town.code === 'village-not-in-town')
  return contradicted ? fault('town', town.code, town.facts) : found
}
