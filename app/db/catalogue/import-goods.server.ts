import { createHash } from 'node:crypto'
import type { GoodsFact } from '#app/domain/intake/goods.ts'
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'
import { sealText } from '../sealed/field-cipher.server.ts'
import { joinOffer } from './join-offer.server.ts'

const ROWS_A_PART = 1_000

type Keyed = { fact: GoodsFact; importKey: string }

/**
 * A goods list that the town's office has confirmed: each row an approved lot, approved by no account. The same row
 * again changes nothing; the same row twice in one file is two lots, since a household may bring the same twice.
 */
export async function importGoods(importing: Importing, file: ImportedFile<'goods'>): Promise<Imported> {
  const rows = keyed(importing, [...file.batches].flat())
  let added = 0
  for (let i = 0; i < rows.length; i += ROWS_A_PART) {
    const part = rows.slice(i, i + ROWS_A_PART)
    const known = await importing.tx.lot.findMany({
      where: { importKey: { in: part.map(({ importKey }) => importKey) } },
      select: { importKey: true },
    })
    const keys = new Set(known.map((lot) => lot.importKey))
    const fresh = part.filter(({ importKey }) => !keys.has(importKey))
    added += fresh.length
    if (importing.isWriting) await writeLots(importing, fresh)
  }
  return {
    changes: { added, changed: 0, removed: 0, unchanged: rows.length - added },
    refused: [],
    rowsRefused: 0,
  }
}

/** What a row means, told apart from where it stands in the file and how it is written there. */
function keyed({ place }: Importing, facts: readonly GoodsFact[]): Keyed[] {
  const seen = new Map<string, number>()
  return facts.map((fact) => {
    const meaning = JSON.stringify([
      place.countyCode,
      fact.villageCode,
      fact.householdNumber,
      fact.productKey,
      fact.quantity,
      fact.unitPriceFen,
      fact.referencePriceFen,
      fact.referenceSource,
      fact.availableFrom,
      fact.availableTo,
      fact.floorPriceFen,
    ])
    const nth = (seen.get(meaning) ?? 0) + 1
    seen.set(meaning, nth)
    return { fact, importKey: createHash('sha256').update(`goods ${nth} ${meaning}`).digest('hex') }
  })
}

async function writeLots(importing: Importing, rows: readonly Keyed[]): Promise<void> {
  const { tx, place } = importing
  const [householdIds, productIds] = [await readHouseholds(importing, rows), await readProducts(importing)]
  const offerIds = await joinOffers(importing, rows, productIds)
  await tx.lot.createMany({
    data: rows.map(({ fact, importKey }) => {
      const householdId = householdIds.get(fact.householdNumber)
      invariant(householdId !== undefined, 'goods that were accepted name a household that is there')
      const { how, witness } = fact.agreement
      return {
        countyCode: place.countyCode,
        offerId: offerIds.get(offerKey(fact)) ?? 0,
        householdId,
        state: 'approved',
        listed: fact.quantity,
        available: fact.quantity,
        availableFrom: toDateColumn(fact.availableFrom),
        availableTo: toDateColumn(fact.availableTo),
        floorPriceFen: fact.floorPriceFen,
        referencePriceFen: fact.referencePriceFen,
        referenceSource: fact.referenceSource,
        agreementHow: how,
        agreementWitnessSealed: witness === null ? null : sealText('lot.witness', witness),
        agreedOn: toDateColumn(place.today),
        listedBy: place.actorId,
        approvedAt: place.now,
        importKey,
      }
    }),
  })
}

function offerKey({ villageCode, productKey, unitPriceFen }: GoodsFact): string {
  return `${villageCode} ${productKey} ${String(unitPriceFen).padStart(12, '0')}`
}

/** The offers the rows belong to, made or joined in one order, so that two imports can't wait for each other. */
async function joinOffers(
  { tx, place }: Importing,
  rows: readonly Keyed[],
  productIds: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const lowest = new Map<string, GoodsFact>()
  for (const { fact } of rows) {
    const before = lowest.get(offerKey(fact))
    if (before === undefined || fact.referencePriceFen < before.referencePriceFen) {
      lowest.set(offerKey(fact), fact)
    }
  }
  const ids = new Map<string, number>()
  for (const [key, fact] of [...lowest].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { villageCode, unitPriceFen, referencePriceFen, referenceSource } = fact
    const id = await joinOffer(tx, {
      countyCode: place.countyCode,
      villageCode,
      productId: productIds.get(fact.productKey) ?? 0,
      unitPriceFen,
      referencePriceFen,
      referenceSource,
      referenceOn: fact.referenceOn ?? dayOfReference(fact, place.today),
      seller: { kind: 'village' },
    })
    ids.set(key, id)
  }
  return ids
}

/** A list that doesn't date its reference is taken to give the one of its first day. */
function dayOfReference(fact: GoodsFact, today: CivilDate): CivilDate {
  return fact.availableFrom < today ? fact.availableFrom : today
}

async function readHouseholds({ tx, place }: Importing, rows: readonly Keyed[]) {
  const numbers = [...new Set(rows.map(({ fact }) => fact.householdNumber))]
  const households = await tx.household.findMany({
    where: { countyCode: place.countyCode, number: { in: numbers } },
    select: { id: true, number: true },
  })
  return new Map(households.map(({ id, number }) => [number, id]))
}

async function readProducts({ tx }: Importing) {
  const products = await tx.product.findMany({ select: { id: true, key: true } })
  return new Map(products.map(({ id, key }) => [key, id]))
}
