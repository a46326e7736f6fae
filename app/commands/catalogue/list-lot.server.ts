import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { type EvidenceHead, openEvidence } from '#app/db/catalogue/evidence-file.server.ts'
import { findOrMakeOffer } from '#app/db/catalogue/join-offer.server.ts'
import { readLotEntryTerms, readNumber } from '#app/db/catalogue/lot-entry-terms.server.ts'
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import { readReference } from '#app/db/catalogue/reference-prices.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { readHouseholdPlace } from '#app/db/people/household-place.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type EvidenceCode, kindsFor, missingEvidence } from '#app/domain/catalogue/agreement-evidence.ts'
import type { LeadFeeCode } from '#app/domain/catalogue/lead-fee.ts'
import {
  isQuestioned,
  type LotEntry,
  type LotEntryFault,
  lotEntryFaults,
} from '#app/domain/catalogue/lot-entry.ts'
import { sellerColumns } from '#app/domain/catalogue/offer-seller.ts'
import { priceStanding } from '#app/domain/catalogue/price.ts'
import type { ContractLotCode } from '#app/domain/catalogue/purchase-contract.ts'
import { oldestOffered } from '#app/domain/catalogue/reference-price.ts'
import { type CivilDate, civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EvidenceStore, liveEvidence } from '#app/gateways/evidence-store.server.ts'

export type LotInput = LotEntry & {
  /** A uuid put into the form when it is rendered: the same form sent twice is one lot. */
  formKey: string
  householdId: number
  productKey: string
  isLeadFarmer: boolean
  /** The ten-household group that it is a member of sells it. */
  isOfGroup?: boolean
  /** The county's row that was offered beside the price; null where another reference was typed. */
  referenceId: number | null
  /** The purchase contract it is sold under; null where the household sells it itself. */
  contractId: number | null
  /** Who collects it in the village, and what the household pays them per piece or 斤; null where nobody does. */
  lead: { householdNumber: string; feeFen: number } | null
  /** What was kept with this form to show that the household agreed. */
  evidenceId: string | null
}

type EvidenceFault = { field: 'evidence'; refusal: Refusal<EvidenceCode> }
type TermsFault = {
  field: 'isOfGroup' | 'contractId' | 'lead' | 'leadFee'
  refusal: Refusal<'group-sells-alone' | ContractLotCode | LeadFeeCode>
}

/** What is wrong with each field of the form. */
export type LotEntryRefusal = Refusal<'lot-refused'> & {
  faults: (LotEntryFault | EvidenceFault | TermsFault)[]
}

export type ListLotRefusal =
  | 'not-allowed'
  | 'operation-id-missing'
  | 'not-found'
  | 'key-reused'
  | 'group-not-member'

export type NewLot = {
  lotId: number
  /** The village lead must agree to the premium in so many words. */
  isAboveCap: boolean
}

type Deps = { now: () => Date; evidence: Pick<EvidenceStore, 'read'> }
const liveDeps: Deps = { now: () => new Date(), evidence: liveEvidence }

/**
 * Lists a household's goods, pending until the village lead approves them, with what shows that it agreed. The household
 * must lie in the scope. The offer it belongs to is found or made; nothing of it changes before the approval.
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
  const shown = await readShown(actor, input, deps)
  return inTransaction(async (tx) => {
    const household = await readHouseholdPlace(tx, scope, input.householdId)
    if (!household) return refuse('not-found')
    const capPercent = await readPremiumCap(tx, household.countyCode)
    const listedBefore = await readListed(tx, actor, input, capPercent)
    if (listedBefore) return listedBefore
    const product = await tx.product.findUnique({
      where: { key: input.productKey },
      select: { id: true, orderedBy: true, step: true },
    })
    const measure = product && { orderedBy: product.orderedBy as OrderedBy, step: product.step }
    const { countyCode } = household
    const newest = await readReference(tx, { countyCode, productKey: input.productKey, today })
    const countyReferenceFen = newest?.priceFen ?? null
    const terms =
      measure && (await readLotEntryTerms(tx, household, input, { today, orderedBy: measure.orderedBy }))
    const missing = shown === null ? missingEvidence(input.agreement.how) : null
    const faults = [
      ...lotEntryFaults(input, { today, measure, countyReferenceFen }),
      ...(terms?.faults ?? []),
      ...(missing ? [{ field: 'evidence' as const, refusal: missing }] : []),
    ]
    const seller = terms?.seller ?? null
    if (product === null || terms === null || seller === null || faults.length > 0) {
      // The same form sent at once may have been listed while this one waited for its contract or household.
      const meanwhile = await readListed(tx, actor, input, capPercent)
      if (meanwhile) return meanwhile
      return faults.length > 0 ? { ...refuse('lot-refused'), faults } : refuse('group-not-member')
    }
    const reference = await readTaken(tx, input, { countyCode, today })
    const offerId = await findOrMakeOffer(tx, {
      ...household,
      productId: product.id,
      unitPriceFen: input.unitPriceFen,
      referencePriceFen: input.referencePriceFen,
      referenceSource: input.referenceSource.trim(),
      referenceOn: reference.on,
      seller,
    })
    const doubtReason = isQuestioned(input, countyReferenceFen) ? input.doubt.reason.trim() : null
    const { count } = await tx.lot.createMany({
      data: [
        {
          ...lotRow(actor, input, { countyCode, offerId, createdAt: deps.now() }),
          ...terms.columns,
          referenceOn: toDateColumn(reference.on),
          referencePriceId: reference.id,
          doubtReason,
        },
      ],
      // The same form sent twice at once: the second waits here and then finds the first one's lot.
      skipDuplicates: true,
    })
    const listed = await readListed(tx, actor, input, capPercent)
    if (!listed?.ok || count === 0) return listed ?? refuse('key-reused')
    if (shown !== null)
      await writeEvidence(tx, shown, { lotId: listed.value.lotId, countyCode, at: deps.now() })
    await recordActivity(tx, {
      countyCode,
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
        countyReferenceFen,
        isQuestioned: doubtReason !== null,
        agreement: input.agreement.how,
        evidence: shown?.head.kind ?? null,
        isLeadFarmer: input.isLeadFarmer,
        groupId: sellerColumns(seller).groupId,
        ...terms.columns,
      },
    })
    return listed
  })
}

type Shown = { evidenceId: string; head: EvidenceHead }

/** What was kept with this form to show the agreement, if the same person sent it and it shows this way of agreeing. */
async function readShown(actor: Actor, input: LotInput, deps: Deps): Promise<Shown | null> {
  const { evidenceId, formKey, agreement } = input
  if (evidenceId === null || !isUuid(evidenceId)) return null
  const sealed = await deps.evidence.read(evidenceId.toLowerCase())
  if (sealed === null) return null
  const { head } = openEvidence(sealed)
  const isOwn = head.accountId === actor.accountId && head.formKey === formKey.toLowerCase()
  return isOwn && kindsFor(agreement.how).includes(head.kind)
    ? { evidenceId: evidenceId.toLowerCase(), head }
    : null
}

async function writeEvidence(
  tx: Transaction,
  { evidenceId, head }: Shown,
  of: { lotId: number; countyCode: string; at: Date },
): Promise<void> {
  const { kind, mediaType, contentHash, byteCount, accountId } = head
  const { at, ...lot } = of
  await tx.lotEvidence.create({
    data: {
      id: evidenceId,
      ...lot,
      kind,
      mediaType,
      byteCount,
      contentHash,
      addedBy: accountId,
      addedAt: at,
    },
    select: { id: true },
  })
}

/** The day of the reference: of the county's row where that was taken as it was offered, else of today. */
async function readTaken(
  tx: Transaction,
  { referenceId, productKey, referencePriceFen, referenceSource }: LotInput,
  { countyCode, today }: { countyCode: string; today: CivilDate },
): Promise<{ id: number | null; on: CivilDate }> {
  const row =
    referenceId === null
      ? null
      : await tx.referencePrice.findFirst({
          where: {
            id: referenceId,
            countyCode,
            product: { key: productKey },
            priceFen: referencePriceFen,
            source: referenceSource.trim(),
            pricedOn: { gte: toDateColumn(oldestOffered(today)) },
          },
          select: { id: true, pricedOn: true },
        })
  return row ? { id: row.id, on: fromDateColumn(row.pricedOn) } : { id: null, on: today }
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
    include: {
      offer: { select: { unitPriceFen: true, groupId: true, product: { select: { key: true } } } },
      leadHousehold: { select: { number: true } },
    },
  })
  if (!lot) return null
  const isSame =
    lot.listedBy === actor.accountId &&
    lot.householdId === input.householdId &&
    lot.offer.product.key === input.productKey &&
    (lot.offer.groupId !== null) === (input.isOfGroup ?? false) &&
    lot.offer.unitPriceFen === input.unitPriceFen &&
    lot.listed === input.quantity &&
    lot.purchaseContractId === input.contractId &&
    (lot.leadHousehold?.number ?? null) === (input.lead && readNumber(input.lead.householdNumber)) &&
    lot.leadFeeFen === (input.lead?.feeFen ?? null) &&
    lot.floorPriceFen === input.floorPriceFen &&
    lot.referencePriceFen === input.referencePriceFen &&
    fromDateColumn(lot.availableFrom) === input.availableFrom &&
    fromDateColumn(lot.availableTo) === input.availableTo
  if (!isSame) return refuse('key-reused')
  return accept({ lotId: lot.id, isAboveCap: priceStanding({ ...input, capPercent }) === 'above-cap' })
}
