import type { Transaction } from '#app/db/client.server.ts'
import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { type LockedOrder, lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { lockLots } from '#app/db/handover/lot-stock.server.ts'
import { STANDING } from '#app/db/handover/standing.ts'
import { takeBackPayments } from '#app/db/handover/take-back-payments.server.ts'
import { takeBackSettlement } from '#app/db/handover/take-back-settlement.server.ts'
import type { DeskBy } from '#app/db/handover/write-settlement.server.ts'
import { cancelWalkUp } from '#app/db/handover/write-walk-up.server.ts'
import { cancelLines, keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import { takeBackRefunds } from '#app/db/payment/take-back-refunds.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { isUndoReason } from '#app/domain/handover/undo-reasons.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type UndoDeskOperationInput = {
  operationId: string
  eventId: number
  /** The act to take back: a settled line, a substitution, goods returned, a no-show, a payment, or a
   * sale at the stall. */
  undoneOperationId: string
  /** One of `domain/handover/undo-reasons`. */
  reason: string
}

/** The lines that are placed again, and the payments taken back. */
export type Undone = { orderId: string; lineCount: number; paymentCount: number }

export type UndoRefusal =
  | 'not-found'
  | 'undo-reason-missing'
  | 'not-undoable'
  | 'already-undone'
  | 'not-enough'
  | 'refund-sent'
  | 'money-given-back'

/**
 * Takes one recorded act of a running event's desk back, as a whole and once: goods are reserved again, what was
 * credited, charged, drawn or paid is reversed, and its lines are placed as before. A payment of another act stays
 * until it is taken back itself or the difference is given back; a sale at the stall is gone with its payment, and so is
 * a substitute.
 */
export async function undoDeskOperation(actor: Actor, scope: Scope, input: UndoDeskOperationInput) {
  const { operationId, eventId, undoneOperationId, reason } = input
  return inDeskOperation<Undone, UndoRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'undo', content: { undoneOperationId, reason } },
    async (tx, event) => {
      if (!isUndoReason(reason)) return refuse('undo-reason-missing')
      const undoneAct = await readUndone(tx, eventId, undoneOperationId)
      if (undoneAct === null) return refuse('not-found')
      const { orderId } = undoneAct
      const order = orderId === undefined ? null : await lockOrderAtEvent(tx, event, orderId)
      if (order === null) return refuse('not-undoable')
      const by = { event, operationId, actorId: actor.accountId }
      const undone = await takeBack(tx, by, order, undoneAct)
      if (!undone.ok) return undone
      const value = { orderId: order.id, ...undone.value }
      return accept({ value, facts: { undoneOperationId, reason, ...value } })
    },
  )
}

type UndoneAct = { id: string; kind: string; orderId: string | undefined }

/** An act, with the order that it was about; undefined where it was about none. Null where the event has no such act. */
async function readUndone(tx: Transaction, eventId: number, id: string): Promise<UndoneAct | null> {
  if (!isUuid(id)) return null
  const ofLine = {
    take: 1,
    where: { reversesId: null },
    select: { orderLine: { select: { orderId: true } } },
  }
  const found = await tx.deskOperation.findFirst({
    where: { id, eventId },
    select: {
      kind: true,
      handovers: ofLine,
      shortfalls: ofLine,
      payments: { take: 1, where: { reversesId: null }, select: { orderId: true } },
    },
  })
  if (found === null) return null
  const orderId =
    [...found.handovers, ...found.shortfalls][0]?.orderLine.orderId ?? found.payments[0]?.orderId
  return { id, kind: found.kind, orderId }
}

async function takeBack(
  tx: Transaction,
  by: DeskBy,
  order: LockedOrder,
  { id: undoneId, kind }: UndoneAct,
): Promise<Verdict<{ lineCount: number; paymentCount: number }, UndoRefusal>> {
  const lines = await linesSettledBy(tx, order, undoneId)
  const payments = { operationId: undoneId, method: { in: ['cash', 'qr'] } }
  const paymentCount = await takeBackPayments(tx, by, payments)
  if (lines.length + paymentCount === 0) return refuse('already-undone')
  if (await hasGivenBackMore(tx, by, order.id)) return refuse('money-given-back')
  // Of a substitution both lines are taken back, or none: not once something of one was brought back.
  if (kind === 'substitute' && lines.length !== 2) return refuse('not-undoable')
  await lockLotsOf(tx, lines, undoneId)
  for (const line of lines) {
    const back = await takeBackSettlement(tx, by, line, { operationId: undoneId })
    if (!back.ok) return back
    if (kind === 'substitute' && line.substitutesId !== null && back.value) {
      await cancelLines(tx, [{ id: line.id, allocations: back.value.allocations }], 'taken-back')
      await keepOrderInStep(tx, order.id)
    }
  }
  const { event, actorId } = by
  if (lines.length > 0) {
    const refunds = await takeBackRefunds(
      tx,
      { eventId: event.id, orderId: order.id },
      { businessDay: event.businessDay, actorId },
    )
    if (!refunds.ok) return refunds
    // An order at the stall has the id of its sale: only that act taken back undoes it.
    if (undoneId === order.id) await cancelWalkUp(tx, order.id)
  }
  return accept({ lineCount: lines.length, paymentCount })
}

async function linesSettledBy(tx: Transaction, order: LockedOrder, operationId: string) {
  const where = { operationId, ...STANDING }
  const select = { orderLineId: true }
  const handovers = await tx.handover.findMany({ where, select })
  const shortfalls = await tx.shortfall.findMany({ where, select })
  const ids = new Set([...handovers, ...shortfalls].map(({ orderLineId }) => orderLineId))
  return order.lines.filter(({ id }) => ids.has(id))
}

/** Every lot is held before the first is moved. */
async function lockLotsOf(tx: Transaction, lines: LockedOrder['lines'], operationId: string): Promise<void> {
  const where = { operationId, orderLineId: { in: lines.map(({ id }) => id) } }
  const held = await tx.allocation.findMany({ where, select: { lotId: true } })
  const gave = await tx.handover.findMany({ where, select: { lotId: true } })
  await lockLots(
    tx,
    [...held, ...gave].map(({ lotId }) => lotId),
  )
}

/** What was given back out of a payment must be taken back before it. */
async function hasGivenBackMore(tx: Transaction, { event }: DeskBy, orderId: string): Promise<boolean> {
  const sums = await tx.payment.groupBy({
    by: ['method'],
    where: { orderId, eventId: event.id, method: { in: ['cash', 'qr'] } },
    _sum: { paidFen: true, dueFen: true },
  })
  return sums.some(({ _sum: { paidFen, dueFen } }) => (paidFen ?? 0n) < 0n || (dueFen ?? 0n) < 0n)
}
