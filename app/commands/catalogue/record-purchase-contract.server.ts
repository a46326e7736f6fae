import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { readHouseholdPlace } from '#app/db/people/household-place.server.ts'
import { sealText } from '#app/db/sealed/field-cipher.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import {
  type ContractCode,
  type ContractEntry,
  contractFaults,
} from '#app/domain/catalogue/purchase-contract.ts'
import { civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { parseQuantity } from '#app/domain/ordering/order-lines.ts'

export type ContractInput = Omit<ContractEntry, 'mostQuantity'> & {
  cooperativeId: number
  householdNumber: string
  productKey: string
  /** As it is typed: pieces, or 斤 where the product is ordered by weight. */
  quantity: string
}

export type ContractRefusal = Refusal<'contract-refused'> & { faults: Record<string, Refusal<ContractCode>> }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Records what a cooperative of the county buys of a household: the price, the most, the days, and how it was agreed. Of
 * one household and product it has one contract at a time. The same again is the contract there is.
 */
export async function recordPurchaseContract(
  actor: Actor,
  scope: Scope,
  input: ContractInput,
  deps = liveDeps,
): Promise<Verdict<{ contractId: number }, 'not-found'> | ContractRefusal> {
  if (!can(actor, 'cooperative:work')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  let faults: ContractRefusal['faults'] = {}
  const verdict = await decideInTransaction<{ contractId: number }, 'not-found' | 'contract-refused'>(
    async (tx) => {
      const cooperative = await holdCooperative(tx, scope, input.cooperativeId)
      if (cooperative === null) return refuse('not-found')
      const product = await tx.product.findUnique({ where: { key: input.productKey } })
      const measure = product && { orderedBy: product.orderedBy as OrderedBy, step: product.step }
      const mostQuantity = measure && parseQuantity(measure, input.quantity.normalize('NFKC'))
      const household = await findHousehold(tx, scope, cooperative.countyCode, input.householdNumber)
      faults = {
        ...(household ? {} : { householdNumber: refuse('contract-household-unknown') }),
        ...contractFaults({ ...input, mostQuantity }, { today, measure }),
      }
      if (!household || !product || !mostQuantity || Object.keys(faults).length > 0)
        return refuse('contract-refused')
      const row = contractRow(input, { householdId: household.id, productId: product.id, mostQuantity })
      const same = await readSame(tx, row)
      if (same === 'overlaps') {
        faults = { fromDay: refuse('contract-overlaps') }
        return refuse('contract-refused')
      }
      if (same !== null) return accept({ contractId: same })
      const { how, witness } = input.agreement
      const { id } = await tx.purchaseContract.create({
        data: {
          ...row,
          countyCode: cooperative.countyCode,
          agreementHow: how,
          agreementWitnessSealed:
            witness.trim() === '' ? null : sealText('purchase-contract.witness', witness.trim()),
          agreedOn: toDateColumn(input.agreement.agreedOn),
          recordedBy: actor.accountId,
          recordedAt: deps.now(),
        },
        select: { id: true },
      })
      await recordActivity(tx, {
        countyCode: cooperative.countyCode,
        actorId: actor.accountId,
        act: 'contract:record',
        subjectKind: 'purchase-contract',
        subjectId: id,
        scopeCode: household.villageCode,
        facts: {
          cooperativeId: input.cooperativeId,
          householdId: household.id,
          productId: product.id,
          purchasePriceFen: input.purchasePriceFen,
          mostQuantity,
        },
      })
      return accept({ contractId: id })
    },
  )
  if (verdict.ok || verdict.code === 'not-found')
    return verdict as Verdict<{ contractId: number }, 'not-found'>
  return { ...refuse('contract-refused'), faults }
}

/** Held, so that two contracts at once see each other. */
async function holdCooperative(tx: Transaction, scope: Scope, cooperativeId: number) {
  await tx.$queryRaw`SELECT id FROM cooperative WHERE id = ${cooperativeId}::int FOR NO KEY UPDATE`
  return tx.cooperative.findFirst({
    where: {
      id: cooperativeId,
      OR: scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })),
    },
    select: { countyCode: true },
  })
}

async function findHousehold(tx: Transaction, scope: Scope, countyCode: string, typed: string) {
  const found = await tx.household.findUnique({
    where: { countyCode_number: { countyCode, number: typed.normalize('NFKC').trim() } },
    select: { id: true },
  })
  const place = found && (await readHouseholdPlace(tx, scope, found.id))
  return found && place && { id: found.id, villageCode: place.villageCode }
}

function contractRow(
  { cooperativeId, purchasePriceFen, fromDay, toDay }: ContractInput,
  of: { householdId: number; productId: number; mostQuantity: number },
) {
  return {
    ...of,
    cooperativeId,
    purchasePriceFen,
    fromDay: toDateColumn(fromDay),
    toDay: toDateColumn(toDay),
  }
}

/** The id of the open contract that says the same; `overlaps` where another shares a day with it. */
async function readSame(
  tx: Transaction,
  row: ReturnType<typeof contractRow>,
): Promise<number | 'overlaps' | null> {
  const { cooperativeId, householdId, productId, fromDay, toDay } = row
  const known = await tx.purchaseContract.findMany({
    where: { cooperativeId, householdId, productId, fromDay: { lte: toDay }, toDay: { gte: fromDay } },
  })
  const holding = known.filter(({ endedOn }) => endedOn === null || endedOn > fromDay)
  const same = holding.find(
    (one) =>
      one.endedOn === null &&
      one.purchasePriceFen === row.purchasePriceFen &&
      one.mostQuantity === row.mostQuantity &&
      fromDateColumn(one.fromDay) === fromDateColumn(fromDay) &&
      fromDateColumn(one.toDay) === fromDateColumn(toDay),
  )
  return same?.id ?? (holding.length > 0 ? 'overlaps' : null)
}
