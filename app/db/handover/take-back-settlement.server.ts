import { randomUUID } from 'node:crypto'
import { type GoodsMove, moveGoods } from '#app/domain/handover/move-goods.ts'
import type { GivenPart, Shortfall, ShortfallKind } from '#app/domain/handover/settle-line.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'
import { reverseJournals } from '../ledger/reverse-journals.server.ts'
import { moveReserved } from '../ordering/release-lines.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import type { LockedLine } from './lock-order.server.ts'
import { lockLots, moveLotsBack } from './lot-stock.server.ts'
import { causeIdAmong, standingCauseId } from './settlement-cause.server.ts'
import { STANDING } from './standing.ts'
import { takeBackPayments } from './take-back-payments.server.ts'
import type { DeskBy } from './write-settlement.server.ts'

export type SettledAllocation = LockedLine['allocations'][number]

/** How a line stands settled: by which act, what was given, what was not, and what had been reserved. */
export type StandingSettlement = {
  operationId: string
  parts: GivenPart[]
  shortfalls: Shortfall[]
  allocations: SettledAllocation[]
  /** What it came to, in fen. */
  amountFen: number
  /** What its goods did, and what each lot was topped up by. */
  moves: GoodsMove[]
  toppedUp: ReadonlyMap<number, number>
}

type Rows = Awaited<ReturnType<typeof readRows>>

async function readRows(tx: Transaction, orderLineId: string, operationId?: string) {
  const where = { orderLineId, ...STANDING, ...(operationId ? { operationId } : {}) }
  const handovers = await tx.handover.findMany({ where, orderBy: [{ lotId: 'asc' }, { id: 'asc' }] })
  const shortfalls = await tx.shortfall.findMany({ where, orderBy: [{ kind: 'asc' }, { id: 'asc' }] })
  return { handovers, shortfalls }
}

/**
 * Takes back how a held line stands settled: its goods are reserved for it again, what was credited, charged and drawn
 * for it is reversed, and it is placed as before. Null where it is not settled. With an act's id only what that act
 * settled; `leavesGoods` where the caller moves them, with what becomes of the line, in one. Where another act settles the line still, its goods are free and it stays as that one has it.
 * Refuses `not-enough` where what it had released is sold since, and `not-undoable` where it is not known what it held.
 */
export async function takeBackSettlement(
  tx: Transaction,
  by: DeskBy,
  line: Pick<LockedLine, 'id' | 'snapshot'>,
  { operationId, leavesGoods = false }: { operationId?: string; leavesGoods?: boolean } = {},
): Promise<Verdict<StandingSettlement | null, 'not-enough' | 'not-undoable'>> {
  const rows = await readRows(tx, line.id, operationId)
  const settled = await readStanding(tx, line.id, rows)
  if (settled === null) return accept(null)
  const { allocations, moves } = settled
  const all = await readRows(tx, line.id)
  const isLast =
    all.handovers.length + all.shortfalls.length === rows.handovers.length + rows.shortfalls.length
  const held = allocations.reduce((sum, { quantity }) => sum + quantity, 0)
  if (held !== line.snapshot.quantity) return refuse('not-undoable')
  const lots = await lockLots(
    tx,
    moves.map(({ lotId }) => lotId),
  )
  const moved = leavesGoods ? accept(null) : await moveLotsBack(tx, lots, moves, settled.toppedUp)
  if (!moved.ok) return moved
  await tx.allocation.updateMany({
    where: { id: { in: allocations.map(({ id }) => id) } },
    data: { state: 'reserved', operationId: null },
  })
  await reverseJournals(
    tx,
    {
      causeKind: 'order-line',
      causeIds: [
        isLast ? await standingCauseId(tx, line.id) : await causeIdAmong(tx, line.id, settled.operationId),
      ],
      kinds: ['sale', 'no-show-share'],
    },
    { businessDay: by.event.businessDay, actorId: by.actorId },
  )
  await writeCounterRows(tx, by, rows)
  await takeBackPayments(tx, by, {
    operationId: settled.operationId,
    method: { in: ['agency-account', 'prepaid'] },
  })
  const left = await readRows(tx, line.id)
  const state = stateOf(left)
  if (state !== 'placed') await freeAgain(tx, allocations)
  await tx.orderLine.update({ where: { id: line.id }, data: { state }, select: { id: true } })
  return accept(settled)
}

function stateOf({ handovers, shortfalls }: Rows): string {
  if (handovers.length === 0) return shortfalls[0]?.kind ?? 'placed'
  return shortfalls.length === 0 ? 'handed-over' : 'part-handed-over'
}

/** Goods of a line that another act settled: nobody waits for them. */
async function freeAgain(tx: Transaction, allocations: readonly SettledAllocation[]): Promise<void> {
  const back = new Map<number, number>()
  for (const { lotId, quantity } of allocations) back.set(lotId, (back.get(lotId) ?? 0) - quantity)
  await moveReserved(tx, back)
  const where = { id: { in: allocations.map(({ id }) => id) } }
  await tx.allocation.updateMany({ where, data: { state: 'released' } })
}

async function readStanding(
  tx: Transaction,
  orderLineId: string,
  { handovers, shortfalls }: Rows,
): Promise<StandingSettlement | null> {
  const operationId = (handovers[0] ?? shortfalls[0])?.operationId
  if (operationId === undefined) return null
  const allocations = await tx.allocation.findMany({
    where: { orderLineId, operationId },
    orderBy: { lotId: 'asc' },
    select: { id: true, lotId: true, householdId: true, quantity: true, amountFen: true },
  })
  const parts = handovers.map(({ lotId, householdId, quantity, weightGrams }) => ({
    lotId,
    householdId,
    quantity,
    weightGrams,
  }))
  const missing = shortfalls.map(({ kind, quantity, reason, lotId }) => ({
    kind: kind as ShortfallKind,
    quantity,
    reason,
    ...(lotId === null ? {} : { lotId }),
  }))
  return {
    operationId,
    parts,
    shortfalls: missing,
    allocations: allocations.map((part) => ({ ...part, amountFen: safeFen(part.amountFen) })),
    amountFen: handovers.reduce((sum, { amountFen }) => sum + safeFen(amountFen), 0),
    moves: moveGoods({ reserved: allocations, given: parts, shortfalls: missing }),
    toppedUp: toppedUpOf({ handovers }),
  }
}

function toppedUpOf({ handovers }: Pick<Rows, 'handovers'>): Map<number, number> {
  const toppedUp = new Map<number, number>()
  for (const row of handovers) toppedUp.set(row.lotId, (toppedUp.get(row.lotId) ?? 0) + row.toppedUp)
  return toppedUp
}

async function writeCounterRows(tx: Transaction, by: DeskBy, { handovers, shortfalls }: Rows): Promise<void> {
  const { operationId, actorId: recordedBy } = by
  await tx.handover.createMany({
    data: handovers.map(({ recordedAt: _, ...row }) => ({
      ...row,
      id: randomUUID(),
      operationId,
      quantity: -row.quantity,
      weightGrams: row.weightGrams === null ? null : -row.weightGrams,
      amountFen: -row.amountFen,
      baseFen: -row.baseFen,
      premiumFen: -row.premiumFen,
      marginFen: -row.marginFen,
      leadFeeFen: -row.leadFeeFen,
      toppedUp: -row.toppedUp,
      recordedBy,
      reversesId: row.id,
    })),
  })
  await tx.shortfall.createMany({
    data: shortfalls.map(({ recordedAt: _, ...row }) => ({
      ...row,
      id: randomUUID(),
      operationId,
      quantity: -row.quantity,
      noShowShareFen: -row.noShowShareFen,
      recordedBy,
      reversesId: row.id,
    })),
  })
}
