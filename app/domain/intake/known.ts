/** What an import is told about what is there already. Plain arrays, so that it can be sent to another process. */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { PlaceList } from './places.ts'

export type KnownHousehold = { number: string; villageCode: string }

/** A product as rows may name it. `pieceUnit` is its counting word, null where it is ordered by weight. */
export type KnownProduct = {
  key: string
  names: readonly string[]
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

/** The villages and towns of the importing scope, the households of its county, and the day it is there. */
export type PlacedContext = PlaceList & { today: CivilDate; households: readonly KnownHousehold[] }
