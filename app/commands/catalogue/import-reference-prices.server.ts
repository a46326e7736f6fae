import { type WrittenPrices, writeReferencePrices } from '#app/db/catalogue/reference-prices.server.ts'
import { database } from '#app/db/client.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import type { PricedProduct, PriceEntry } from '#app/domain/catalogue/reference-price.ts'
import type { FileRefusalCode, SheetRefusalCode } from '#app/domain/intake/codes.ts'
import type { Sheet, SheetRow } from '#app/domain/intake/sheet.ts'
import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ImportFileStore, liveImportFiles } from '#app/gateways/import-file-store.server.ts'

/** A row of the file that was not taken. */
type RefusedPrice = { row: number; column: string; refusal: Refusal }

export type ImportedPrices = WrittenPrices & { refused: RefusedPrice[] }

type Deps = {
  /** Reads the rows of a sheet at a path, in a process of its own. */
  readSheet(filePath: string, onRows: (rows: SheetRow[]) => void): Promise<Verdict<unknown, SheetRefusalCode>>
  readPrices(
    sheet: Sheet,
    context: { products: readonly PricedProduct[]; today: CivilDate },
  ): Verdict<{ entries: PriceEntry[]; refused: RefusedPrice[] }, FileRefusalCode>
  files: Pick<ImportFileStore, 'withOpenFile'>
  now: () => Date
}
const liveDeps = { files: liveImportFiles, now: () => new Date() }

const MOST_ROWS = 2_000

/**
 * Adds a file of market prices to the county's table. Rows that can't be read are given back with what is wrong with
 * them, the others are added; the same file again adds nothing.
 */
export async function importReferencePrices(
  actor: Actor,
  scope: Scope,
  input: { countyCode: string; bytes: Uint8Array },
  given: Pick<Deps, 'readSheet' | 'readPrices'> & Partial<Deps>,
): Promise<Verdict<ImportedPrices, 'not-found' | SheetRefusalCode | FileRefusalCode>> {
  const deps: Deps = { ...liveDeps, ...given }
  const { countyCode, bytes } = input
  const isReached = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'price:enter') || !isReached) return refuse('not-found')
  const rows: SheetRow[] = []
  const read = await deps.files.withOpenFile(bytes, (file) =>
    deps.readSheet(file, (more) => {
      rows.push(...more)
    }),
  )
  if (!read.ok) return read
  if (rows.length > MOST_ROWS) return refuse('too-many-rows', { most: MOST_ROWS })
  const now = deps.now()
  const context = { products: await readProducts(), today: civilDateOf(now) }
  const prices = deps.readPrices({ name: null, otherSheets: [], rows }, context)
  if (!prices.ok) return prices
  const { entries, refused } = prices.value
  const by = { actorId: actor.accountId, countyCode, now }
  const written = await inTransaction((tx) => writeReferencePrices(tx, by, entries))
  return accept({ ...written, refused })
}

async function readProducts(): Promise<PricedProduct[]> {
  const products = await database().product.findMany({ orderBy: { id: 'asc' } })
  return products.map(({ key, nameZh, nameEn, synonyms, pricedBy, pieceUnit }) => ({
    key,
    names: [nameZh, nameEn, ...synonyms],
    pricedBy: pricedBy as PricedBy,
    pieceUnit,
  }))
}
