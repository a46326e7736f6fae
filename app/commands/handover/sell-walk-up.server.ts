import type { Transaction } from '#app/db/client.server.ts'
import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import { readCashStep } from '#app/db/handover/order-balance.server.ts'
import { writePayment } from '#app/db/handover/write-payment.server.ts'
import { writeSettlement } from '#app/db/handover/write-settlement.server.ts'
import { takeFromStall, writeWalkUpOrder } from '#app/db/handover/write-walk-up.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type PaymentMethod, type PaymentParts, paymentNow } from '#app/domain/handover/payment-due.ts'
import { isCountAtStall, settleAtStall } from '#app/domain/handover/settle-at-stall.ts'
import type { SettlementRefusal } from '#app/domain/handover/settle-line.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type SellWalkUpInput = {
  operationId: string
  eventId: number
  lotId: number
  /** Pieces, or grams where sold by weight; one piece at a time where a piece is weighed. */
  quantity: number
  /** The scale's grams for a weighed piece, else null. */
  weightGrams: number | null
  method: PaymentMethod
}

export type WalkUpSold = { orderId: string; amountFen: number; payment: PaymentParts }

export type SellWalkUpRefusal = SettlementRefusal | 'not-found' | 'not-enough'

/**
 * A sale at the stall: ordered, handed over, credited and paid in one act, out of what no order has reserved.
 * Refuses `not-enough` with `available`, in the product's base unit.
 */
export async function sellWalkUp(actor: Actor, scope: Scope, input: SellWalkUpInput) {
  const { operationId, eventId, lotId, quantity, weightGrams, method } = input
  const content = { lotId, quantity, weightGrams, method }
  return inDeskOperation<WalkUpSold, SellWalkUpRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'walk-up', content },
    async (tx, event) => {
      if (!isCountAtStall(quantity)) return refuse('quantity-not-whole', { quantity })
      const taken = await takeFromStall(tx, event, lotId, quantity)
      if (!taken.ok) return taken
      const lot = taken.value
      const settled = settleAtStall(lot, { quantity, weightGrams })
      if (!settled.ok) return settled
      const { amountFen } = settled.value
      const order = { id: operationId, agencyId: null, capacity: 'personal' as const }
      const by = { event, operationId, actorId: actor.accountId }
      const line = await writeWalkUpOrder(tx, by, { lot, quantity, settlement: settled.value })
      const { productId, measure } = lot
      await writeSettlement(tx, by, { id: line.id, productId, measure, order }, settled.value)
      const payment = await payAtStall(tx, event.countyCode, amountFen, method)
      await writePayment(tx, by, order, { method, dueFen: payment.dueFen, paidFen: payment.payableFen })
      return accept({
        value: { orderId: order.id, amountFen, payment },
        facts: { orderId: order.id, lotId, quantity, amountFen, method },
      })
    },
  )
}

async function payAtStall(
  tx: Transaction,
  countyCode: string,
  amountFen: number,
  method: PaymentMethod,
): Promise<PaymentParts> {
  const nothing = { settledFen: 0, cashDueFen: 0, cashPaidFen: 0, qrFen: 0 }
  const balance = { handedOverFen: amountFen, ...nothing, isComplete: true }
  return paymentNow(balance, method, await readCashStep(tx, countyCode))
}
