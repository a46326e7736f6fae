import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { findOrMakeOffer } from '#app/db/catalogue/join-offer.server.ts'
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type LotEntry, type LotEntryFault, lotEntryFaults } from '#app/domain/catalogue/lot-entry.ts'
import { priceStanding } from '#app/domain/catalogue/price.ts'
import { civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type LotInput = LotEntry & {
  /** A uuid put into the form when it is rendered: the same form sent twice is one lot. */
  formKey: string
  householdId: number
  productKey: string
  isLeadFarmer: boolean
}

/** What is wrong with each field of the form. */
export type LotEntryRefusal = Refusal<'lot-refused'> & { faults: LotEntryFault[] }

export type ListLotRefusal = 'not-allowed' | 'operation-id-missing' | 'not-found' | 'key-reused'

export type NewLot = {
  lotId: number
  /** The village lead must agree to the premium in so many words. */
  isAboveCap: boolean
}

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Lists a household's goods, pending until the village lead approves them. The household must lie in the scope. The
 * offer it belongs to is found or made; nothing of it changes before the approval.
 */
export async function listLot(
  actor: Actor,
  scope: Scope,
  input: LotInput,
  deps = liveDeps,
): Promise<Verdict<NewLot, ListLotRefusal> | LotEntryRefusal> {
  if (!can(actor, 'lot:list')) return refuse('not-allowed')
  if (!isUuid(input.formKey)) return refuse('operation-id-missing')
  const today = civilDateOf(deps.now())
  return inTransaction(async (tx) => {
    const household = await readHousehold(tx, scope, input.householdId)
    if (!household) return refuse('not-found')
    const capPercent = await readPremiumCap(tx, household.countyCode)
    const listedBefore = await readListed(tx, actor, input, capPercent)
    if (listedBefore) return listedBefore
    const product = await tx.product.findUnique({
      where: { key: input.productKey },
      select: { id: true, orderedBy: true, step: true },
    })
    const measure = product && { orderedBy: product.orderedBy as OrderedBy, step: product.step }
    const faults = lotEntryFaults(input, { today, measure })
    if (product === null || faults.length > 0) return { ...refuse('lot-refused'), faults }
    const offerId = await findOrMakeOffer(tx, {
      ...household,
      productId: product.id,
      unitPriceFen: input.unitPriceFen,
      referencePriceFen: input.referencePriceFen,
      referenceSource: input.referenceSource.trim(),
      referenceOn: today,
    })
    const { count } = await tx.lot.createMany({
      data: [lotRow(actor, input, { countyCode: household.countyCode, offerId, createdAt: deps.now() })],
      // The same form sent twice at once: the second waits here and then finds the first one's lot.
      skipDuplicates: true,
    })
    const listed = await readListed(tx, actor, input, capPercent)
    if (!listed?.ok || count === 0) return listed ?? refuse('key-reused')
    await recordActivity(tx, {
      countyCode: household.countyCode,
      actorId: actor.accountId,
      act: 'lot:list',
      subjectKind: 'lot',
      subjectId: listed.value.lotId,
      scopeCode: household.villageCode,
      facts: {
        offerId,
        householdId: input.householdId,
        quantity: input.quantity,
        unitPriceFen: input.unitPriceFen,
        referencePriceFen: input.referencePriceFen,
        floorPriceFen: input.floorPriceFen,
        agreement: input.agreement.how,
        isLeadFarmer: input.isLeadFarmer,
      },
    })
    return listed
  })
}

/** Where the household belongs today; null if that is out of the scope, or its number is closed. */
async function readHousehold(
  tx: Transaction,
  scope: Scope,
  householdId: number,
): Promise<{ countyCode: string; villageCode: string } | null> {
  const state = await tx.householdState.findFirst({
    where: { householdId, toDay: null, household: { closedOn: null } },
    select: { countyCode: true, villageCode: true, gridCode: true },
  })
  if (!state || !reaches(scope, state.gridCode ?? state.villageCode)) return null
  return { countyCode: state.countyCode, villageCode: state.villageCode }
}

function lotRow(actor: Actor, input: LotInput, of: { countyCode: string; offerId: number; createdAt: Date }) {
  const { how, witness, agreedOn } = input.agreement
  return {
    ...of,
    householdId: input.householdId,
    state: 'pending',
    listed: input.quantity,
    available: input.quantity,
    availableFrom: toDateColumn(input.availableFrom),
    availableTo: toDateColumn(input.availableTo),
    floorPriceFen: input.floorPriceFen,
    referencePriceFen: input.referencePriceFen,
    referenceSource: input.referenceSource.trim(),
    isLeadFarmer: input.isLeadFarmer,
    agreementHow: how,
    agreementWitnessSealed: witness.trim() === '' ? null : sealText('lot.witness', witness.trim()),
    agreedOn: toDateColumn(agreedOn),
    listedBy: actor.accountId,
    importKey: importKeyOf(input.formKey),
  }
}

function importKeyOf(formKey: string): string {
  return `form:${formKey.toLowerCase()}`
}

/** The lot that this form made before, if it says the same and the same person sends it; null if it made none. */
async function readListed(
  tx: Transaction,
  actor: Actor,
  input: LotInput,
  capPercent: number,
): Promise<Verdict<NewLot, 'key-reused'> | null> {
  const lot = await tx.lot.findUnique({
    where: { importKey: importKeyOf(input.formKey) },
    include: { offer: { select: { unitPriceFen: true, product: { select: { key: true } } } } },
  })
  if (!lot) return null
  const isSame =
    lot.listedBy === actor.accountId &&
    lot.householdId === input.householdId &&
    lot.offer.product.key === input.productKey &&
    lot.offer.unitPriceFen === input.unitPriceFen &&
    lot.listed === input.quantity &&
    lot.floorPriceFen === input.floorPriceFen &&
    lot.referencePriceFen === input.referencePriceFen &&
    fromDateColumn(lot.availableFrom) === input.availableFrom &&
    fromDateColumn(lot.availableTo) === input.availableTo
  if (!isSame) return refuse('key-reused')
  return accept({ lotId: lot.id, isAboveCap: priceStanding({ ...input, capPercent }) === 'above-cap' })
}
