/** What the tests of the village's side stand on: staff, lead, and a household's goods as staff enter them. */
import { randomUUID } from 'node:crypto'
import { approveLot } from '#app/commands/catalogue/approve-lot.server.ts'
import { type LotInput, listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { sendBackLot } from '#app/commands/catalogue/send-back-lot.server.ts'
import { withdrawLot } from '#app/commands/catalogue/withdraw-lot.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { today, VILLAGE } from '#seed/builders.ts'
import { scopeFor, someone } from '../access/people.ts'

export type Villager = Awaited<ReturnType<typeof someone>>

export const staffOf = (scopeCode = VILLAGE) => someone('village-staff', { scopeCode })
export const leadOf = (scopeCode = VILLAGE) => someone('village-lead', { scopeCode })

/** Four geese at 120 yuan, reference 110, floor 105, agreed by phone yesterday. */
export function geese(householdId: number, change: Partial<LotInput> = {}): LotInput {
  return {
    formKey: randomUUID(),
    householdId,
    productKey: 'goose',
    quantity: 4,
    unitPriceFen: 12_000,
    referencePriceFen: 11_000,
    referenceSource: ' 武安农贸市场 ',
    floorPriceFen: 10_500,
    availableFrom: today(),
    availableTo: addDays(today(), 30),
    agreement: { how: 'phone', witness: '周见证', agreedOn: addDays(today(), -1) },
    isLeadFarmer: false,
    contractId: null,
    lead: null,
    referenceId: null,
    evidenceId: null,
    doubt: { isSo: false, reason: '' },
    ...change,
  }
}

export const list = (by: Villager, input: LotInput) => listLot(by.actor, scopeFor(by, 'lot:list'), input)

export async function listed(by: Villager, input: LotInput): Promise<number> {
  const verdict = await list(by, input)
  if (!verdict.ok) throw new Error(`listing was refused: ${verdict.code}`)
  return verdict.value.lotId
}

export const approve = (by: Villager, lotId: number, aboveCapAccepted = false) =>
  approveLot(by.actor, scopeFor(by, 'lot:approve'), { lotId, aboveCapAccepted })

export const sendBack = (by: Villager, lotId: number, reason = '价钱再问一下') =>
  sendBackLot(by.actor, scopeFor(by, 'lot:approve'), { lotId, reason })

export const withdraw = (by: Villager, lotId: number, reason = '被黄鼠狼叼走了') =>
  withdrawLot(by.actor, scopeFor(by, 'lot:withdraw'), { lotId, reason })

export const lotRow = (id: number) =>
  database().lot.findUniqueOrThrow({ where: { id }, include: { offer: true } })

/** Everything that a refused act must leave as it was. */
export async function goodsTables(): Promise<unknown> {
  const db = database()
  return {
    offers: await db.offer.findMany({ orderBy: { id: 'asc' } }),
    lots: await db.lot.findMany({ orderBy: { id: 'asc' } }),
    acts: await actsOf(null),
  }
}

/** What was recorded so far, oldest first; of one person, or of everyone. */
export async function actsOf(actor: Actor | null): Promise<string[]> {
  const rows = await database().activityRecord.findMany({
    where: actor === null ? {} : { actorId: actor.accountId },
    orderBy: { id: 'asc' },
    select: { act: true },
  })
  return rows.map((row) => row.act)
}
