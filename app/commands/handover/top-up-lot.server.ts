import { type BeyondAgreementCode, beyondAgreement } from '#app/db/catalogue/beyond-agreement.server.ts'
import { changeStock } from '#app/db/catalogue/change-stock.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import { isForSaleAt } from '#app/db/handover/lot-stock.server.ts'
import { giveStall } from '#app/db/pickup/stalls.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { StockRefusal } from '#app/domain/catalogue/stock.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type TopUpLotInput = {
  operationId: string
  eventId: number
  lotId: number
  /** Pieces, or grams where sold by weight. */
  quantity: number
  /** The household brought them itself and sells them as its lot was agreed: price, dates, contract. */
  hasHouseholdAgreed: boolean
  /** The same in the words that were ticked: the reason kept with the change. */
  reason: string
}

export type ToppedUp = { lotId: number; quantity: number; stall: number }

export type TopUpLotRefusal =
  | 'not-found'
  | 'lot-not-for-sale'
  | 'household-not-asked'
  | BeyondAgreementCode
  | StockRefusal

/**
 * A household went home for more: its lot grows by what it brought, on the terms it was listed and approved with, and
 * can be sold or stand in at once. The household's stall is its own, or the next. A form sent again changes nothing.
 */
export async function topUpLot(actor: Actor, scope: Scope, input: TopUpLotInput) {
  const { operationId, eventId, lotId, quantity, hasHouseholdAgreed, reason } = input
  return inDeskOperation<ToppedUp, TopUpLotRefusal | 'lot-promised' | 'lot-promised-weight' | 'key-reused'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'top-up', content: { lotId, quantity, hasHouseholdAgreed } },
    async (tx, event) => {
      const lot = await lockListedLot(tx, lotId)
      const standing = lot && (await isForSaleAt(tx, event, lot.id))
      if (!lot || standing === null) return refuse('not-found')
      if (!standing) return refuse('lot-not-for-sale')
      if (!hasHouseholdAgreed) return refuse('household-not-asked')
      const beyond = await beyondAgreement(tx, lot, { quantity, today: event.businessDay })
      if (beyond) return beyond
      const change = { kind: 'topped-up' as const, quantity }
      const changed = await changeStock(tx, actor, lot, change, {
        changeId: operationId,
        reason,
        at: new Date(),
      })
      if (!changed.ok) return changed
      const stall = await giveStall(tx, event, lot.householdId)
      const facts = { lotId, householdId: lot.householdId, quantity, stall }
      return accept({ value: { lotId, quantity, stall }, facts })
    },
  )
}
