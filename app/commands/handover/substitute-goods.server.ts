import type { Transaction } from '#app/db/client.server.ts'
import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { type LockedLine, type LockedOrder, lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { isForSaleAt, lockLots } from '#app/db/handover/lot-stock.server.ts'
import {
  type HeldLineRefusal,
  type LineEntry,
  settleHeldLine,
} from '#app/db/handover/settle-held-line.server.ts'
import { type DeskBy, writeLineOutcome } from '#app/db/handover/write-settlement.server.ts'
import { type StallLot, takeFromStall, writeSubstituteLine } from '#app/db/handover/write-walk-up.server.ts'
import { tellHandedOver } from '#app/db/notices/desk-notices.server.ts'
import { readStandings } from '#app/db/ordering/read-standing.server.ts'
import { keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { moveGoods } from '#app/domain/handover/move-goods.ts'
import { isCountAtStall, settleAtStall } from '#app/domain/handover/settle-at-stall.ts'
import type { LineSettlement } from '#app/domain/handover/settle-line.ts'
import { SUBSTITUTED_REASON } from '#app/domain/handover/shortfall-reasons.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type SubstituteGoodsInput = {
  operationId: string
  eventId: number
  orderId: string
  /** The line that something is missing of, and what was brought of it. */
  orderLineId: string
  parts: LineEntry['parts']
  /** What the buyer takes for the rest: pieces or grams of a lot; one piece and its grams where a piece is weighed. */
  substitute: { lotId: number; quantity: number; weightGrams: number | null }
}

/** What was given of the line comes to `givenFen`, what was taken for the rest to `substituteFen`. */
export type Substituted = { substituteLineId: string; givenFen: number; substituteFen: number }

export type SubstituteGoodsRefusal =
  | HeldLineRefusal
  | 'not-found'
  | 'already-settled'
  | 'lot-not-at-event'
  | 'lot-not-for-sale'
  | 'substitute-of-same-offer'
  | 'over-agency-limit'

/**
 * Gives other goods of the event's stall for what is missing of a line, at their own price and in one act: the line
 * ends short, and a new line of the same order is handed over. Sent again with the same id it changes nothing.
 * Refuses `not-enough` with `lotId` and `available`, in the base unit of that lot's product.
 */
export async function substituteGoods(actor: Actor, scope: Scope, input: SubstituteGoodsInput) {
  const { operationId, eventId, orderId, orderLineId, substitute } = input
  const parts = [...input.parts].sort((a, b) => a.lotId - b.lotId)
  return inDeskOperation<Substituted, SubstituteGoodsRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'substitute', content: { orderId, orderLineId, parts, substitute } },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      const line = order?.lines.find((one) => one.id === orderLineId)
      if (!order || !line) return refuse('not-found')
      if (line.state !== 'placed') return refuse('already-settled')
      const by = { event, operationId, actorId: actor.accountId }
      const taken = await takeSubstitute(tx, by, line, { parts, substitute })
      if (!taken.ok) return taken
      const { lot, settlement } = taken.value
      const written = await writeSubstituteLine(
        tx,
        by,
        { orderId, substitutesId: line.id },
        { lot, quantity: substitute.quantity, settlement },
      )
      const missing = { kind: 'short' as const, reason: SUBSTITUTED_REASON }
      const settled = await settleHeldLine(tx, by, order, line, {
        parts,
        missing,
        hasBuyerAcceptedMore: false,
      })
      if (!settled.ok) return settled
      const givenFen = settled.value.amountFen
      const over = await refuseOverLimit(tx, order, line, { givenFen, substituteFen: settlement.amountFen })
      if (over) return over
      await handOverSubstitute(tx, by, order, written.id, settlement)
      await keepOrderInStep(tx, order.id)
      await tellHandedOver(tx, { event, order })
      const value = { substituteLineId: written.id, givenFen, substituteFen: settlement.amountFen }
      return accept({ value, facts: { orderLineId, lotId: lot.id, ...value } })
    },
  )
}

/** Takes the goods out of what no order has reserved; every lot of the act is held before. */
async function takeSubstitute(
  tx: Transaction,
  { event }: DeskBy,
  line: LockedLine,
  { parts, substitute }: Pick<SubstituteGoodsInput, 'parts' | 'substitute'>,
): Promise<Verdict<{ lot: StallLot; settlement: LineSettlement }, SubstituteGoodsRefusal>> {
  const { lotId, quantity } = substitute
  if (!isCountAtStall(quantity)) return refuse('quantity-not-whole', { quantity })
  const lots = await lockLots(
    tx,
    [...line.allocations, ...parts, substitute].map((part) => part.lotId),
  )
  const isForSale = await isForSaleAt(tx, event, lotId)
  if (isForSale === null) return refuse('lot-not-at-event')
  if (!isForSale) return refuse('lot-not-for-sale')
  if (lots.get(lotId)?.offerId === line.offerId) return refuse('substitute-of-same-offer')
  const taken = await takeFromStall(tx, event, lotId, quantity)
  if (!taken.ok) return taken.code === 'not-enough' ? refuse(taken.code, { ...taken.facts, lotId }) : taken
  const settled = settleAtStall(taken.value, substitute)
  return settled.ok ? accept({ lot: taken.value, settlement: settled.value }) : settled
}

/** An order on an agency's account may not grow past the limit; the substitute is still to be handed over. */
async function refuseOverLimit(
  tx: Transaction,
  { accountId, agencyId, payBy }: LockedOrder,
  { snapshot }: LockedLine,
  { givenFen, substituteFen }: Pick<Substituted, 'givenFen' | 'substituteFen'>,
): Promise<Refusal<'over-agency-limit'> | null> {
  const totalFen = givenFen + substituteFen - snapshot.heldAmountFen
  if (payBy !== 'agency-account' || totalFen <= 0) return null
  invariant(accountId !== null && agencyId !== null, 'an account has a buyer and an agency')
  const [standing] = await readStandings(tx, accountId, [agencyId])
  invariant(standing, 'an order is of an agency')
  const beforeFen = standing.onAccountFen - substituteFen + snapshot.heldAmountFen
  const leftFen = Math.max(0, standing.memberLimitFen - beforeFen)
  return totalFen > leftFen ? refuse('over-agency-limit', { totalFen, leftFen }) : null
}

/** The goods have been taken: what is left is who earned it, and how it is paid. */
async function handOverSubstitute(
  tx: Transaction,
  by: DeskBy,
  { id }: LockedOrder,
  lineId: string,
  settlement: LineSettlement,
): Promise<void> {
  const order = await lockOrderAtEvent(tx, by.event, id)
  const line = order?.lines.find((one) => one.id === lineId)
  invariant(order && line, 'the line was just written')
  const moves = moveGoods({ reserved: line.allocations, given: settlement.shares, shortfalls: [] })
  await writeLineOutcome(tx, by, order, line, settlement, { moves, toppedUp: new Map() })
}
