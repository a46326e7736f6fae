/** What a lot that is being listed is sold under: the village's own goods, a group's, a contract, a lead farmer's collecting. */
import { type LeadFeeCode, leadFeeRefusal } from '#app/domain/catalogue/lead-fee.ts'
import type { LotEntry } from '#app/domain/catalogue/lot-entry.ts'
import type { OfferSeller } from '#app/domain/catalogue/offer-seller.ts'
import { type ContractLotCode, contractLotRefusal } from '#app/domain/catalogue/purchase-contract.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'
import { holdMemberships, readGroupOf } from '../people/group-place.server.ts'
import { type HeldContract, holdContract } from './purchase-contracts.server.ts'

type Input = LotEntry & {
  householdId: number
  productKey: string
  isLeadFarmer: boolean
  isOfGroup?: boolean
  contractId: number | null
  lead: { householdNumber: string; feeFen: number } | null
}
type Fault = {
  field: 'isOfGroup' | 'contractId' | 'lead' | 'leadFee'
  refusal: Refusal<'group-sells-alone' | ContractLotCode | LeadFeeCode>
}

export type LotEntryTerms = {
  /** Null where it is to be a group's and the household is in none of the village. */
  seller: OfferSeller | null
  columns: {
    purchaseContractId?: number
    purchasePriceFen?: number
    leadHouseholdId?: number
    leadFeeFen?: number
  }
  faults: Fault[]
}

const OWN: OfferSeller = { kind: 'village' }

/** Held until the end of the transaction: the contract, so that two lots can't both take what is left, or the membership. */
export async function readLotEntryTerms(
  tx: Transaction,
  { villageCode }: { villageCode: string },
  input: Input,
  { today, orderedBy }: { today: CivilDate; orderedBy: OrderedBy },
): Promise<LotEntryTerms> {
  if (input.isOfGroup) return groupTerms(tx, villageCode, input)
  if (input.contractId !== null)
    return contractTerms(tx, input, { contractId: input.contractId, today, orderedBy })
  if (input.lead === null) return { seller: OWN, columns: {}, faults: [] }
  const lead = await findLead(tx, villageCode, input.lead.householdNumber)
  const fee = leadFeeRefusal(input.lead.feeFen, input)
  const faults: Fault[] = [
    ...faultOf('lead', leadRefusal(lead, input)),
    ...(fee ? [{ field: 'leadFee' as const, refusal: fee }] : []),
  ]
  const columns = lead === null ? {} : { leadHouseholdId: lead, leadFeeFen: input.lead.feeFen }
  return { seller: OWN, columns, faults }
}

/** A group sells what its members have, each part by weight alone. */
async function groupTerms(tx: Transaction, villageCode: string, input: Input): Promise<LotEntryTerms> {
  const isAlone = input.contractId === null && input.lead === null && !input.isLeadFarmer
  await holdMemberships(tx, input.householdId)
  const group = await readGroupOf(tx, input.householdId)
  return {
    seller: group?.villageCode === villageCode ? { kind: 'group', groupId: group.id } : null,
    columns: {},
    faults: faultOf('isOfGroup', isAlone ? null : refuse('group-sells-alone')),
  }
}

async function contractTerms(
  tx: Transaction,
  input: Input,
  { contractId, ...on }: { contractId: number; today: CivilDate; orderedBy: OrderedBy },
): Promise<LotEntryTerms> {
  const contract = await holdContract(tx, contractId)
  const own = contract !== null && isOf(contract, input, on.today) ? contract : null
  const faults = [
    ...faultOf('contractId', contractLotRefusal(input, own, on)),
    ...faultOf('lead', input.lead || input.isLeadFarmer ? refuse('lead-beside-contract') : null),
  ]
  if (own === null) return { seller: OWN, columns: {}, faults }
  return {
    seller: { kind: 'cooperative', cooperativeId: own.cooperativeId },
    columns: { purchaseContractId: own.id, purchasePriceFen: own.purchasePriceFen },
    faults,
  }
}

/** Of this household and product, and not ended or run out. */
function isOf(contract: HeldContract, { householdId, productKey }: Input, today: CivilDate): boolean {
  return (
    contract.householdId === householdId && contract.productKey === productKey && contract.lastDay >= today
  )
}

function leadRefusal(lead: number | null, { householdId, isLeadFarmer }: Input): Refusal<LeadFeeCode> | null {
  if (lead === null) return refuse('lead-unknown')
  if (lead === householdId) return refuse('lead-is-household')
  return isLeadFarmer ? refuse('lead-has-no-lead') : null
}

function faultOf(field: Fault['field'], refusal: Fault['refusal'] | null): Fault[] {
  return refusal ? [{ field, refusal }] : []
}

/** A household's number as people type it, full-width digits too. */
export function readNumber(typed: string): string {
  return typed.normalize('NFKC').trim()
}

/** An open household of the village, by its number. */
async function findLead(tx: Transaction, villageCode: string, typed: string): Promise<number | null> {
  const found = await tx.household.findFirst({
    where: {
      number: readNumber(typed),
      closedOn: null,
      states: { some: { toDay: null, villageCode } },
    },
    select: { id: true },
  })
  return found?.id ?? null
}
