import { beyondLeft, type OpenContract, overRefusal } from '#app/domain/catalogue/purchase-contract.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'

export type HeldContract = OpenContract & {
  id: number
  countyCode: string
  cooperativeId: number
  householdId: number
  productKey: string
  villageCode: string
  toDay: CivilDate
  endedOn: CivilDate | null
  endReason: string | null
}

/** A contract, held, with what of it is not listed yet; where its household belongs today or did last. Null: none. */
export async function holdContract(tx: Transaction, contractId: number): Promise<HeldContract | null> {
  await tx.$queryRaw`SELECT id FROM purchase_contract WHERE id = ${contractId}::int FOR NO KEY UPDATE`
  const [row] = await tx.$queryRaw<HeldContract[]>`
    SELECT c.id, c.county_code AS "countyCode", c.cooperative_id AS "cooperativeId", c.household_id AS "householdId",
      p.key AS "productKey", c.purchase_price_fen AS "purchasePriceFen", c.from_day::text AS "fromDay",
      c.to_day::text AS "toDay", c.ended_on::text AS "endedOn", c.end_reason AS "endReason",
      coalesce(c.ended_on - 1, c.to_day)::text AS "lastDay",
      c.most_quantity - coalesce((SELECT sum(l.available + l.reserved + l.given) FROM lot l
        WHERE l.purchase_contract_id = c.id AND l.state <> 'refused'), 0)::int AS "leftQuantity",
      (SELECT s.village_code FROM household_state s WHERE s.household_id = c.household_id
        ORDER BY s.from_day DESC, s.id DESC LIMIT 1) AS "villageCode"
    FROM purchase_contract c JOIN product p ON p.id = c.product_id WHERE c.id = ${contractId}::int`
  return row ?? null
}

export type BeyondContractCode =
  | 'contract-ended'
  | 'contract-over'
  | 'contract-has-less'
  | 'contract-has-less-weight'

/** Refused where a lot is topped up under a contract that is over or has less left; null for one under no contract. */
export async function beyondContract(
  tx: Transaction,
  lotId: number,
  { quantity, today }: { quantity: number; today: CivilDate },
): Promise<Refusal<BeyondContractCode> | null> {
  const lot = await tx.lot.findUniqueOrThrow({
    where: { id: lotId },
    select: { purchaseContractId: true, offer: { select: { product: { select: { orderedBy: true } } } } },
  })
  const contract = lot.purchaseContractId === null ? null : await holdContract(tx, lot.purchaseContractId)
  if (contract === null) return null
  const isByWeight = lot.offer.product.orderedBy === 'weight'
  return overRefusal(contract, today) ?? beyondLeft(quantity, contract.leftQuantity, isByWeight)
}
