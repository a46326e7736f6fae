import {
  bringBack,
  give,
  release,
  reserve,
  type Stock,
  takeBack,
  withdraw,
} from '#app/domain/catalogue/stock.ts'
import type { GoodsMove } from '#app/domain/handover/move-goods.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'

/** A lot held until the transaction ends, with what decides whether it may be given at an event. */
export type LockedLot = {
  id: number
  offerId: number
  householdId: number
  isApproved: boolean
  stock: Stock
}

type LotRow = Stock & { id: number; offerId: number; householdId: number; state: string }

/** Whether a lot of a village that the event serves is approved and of its day; null where it serves no such lot. */
export async function isForSaleAt(
  tx: Transaction,
  event: LockedEvent,
  lotId: number,
): Promise<boolean | null> {
  const [row] = await tx.$queryRaw<{ isForSale: boolean }[]>`
    SELECT l.state = 'approved' AND ${toDateColumn(event.businessDay)}::date BETWEEN l.available_from AND l.available_to
      AS "isForSale"
    FROM lot l JOIN offer o ON o.id = l.offer_id
    JOIN pickup_event_village v ON v.village_code = o.village_code AND v.event_id = ${event.id} WHERE l.id = ${lotId}`
  return row?.isForSale ?? null
}

/** Holds lots in id order, as every writer takes them. Lots that do not exist are left out. */
export async function lockLots(tx: Transaction, lotIds: readonly number[]): Promise<Map<number, LockedLot>> {
  const rows = await tx.$queryRaw<LotRow[]>`
    SELECT id, offer_id AS "offerId", household_id AS "householdId", state, listed, topped_up AS "toppedUp",
      available, reserved, given, withdrawn, written_off AS "writtenOff"
    FROM lot WHERE id = ANY(${[...new Set(lotIds)]}::int[]) ORDER BY id FOR NO KEY UPDATE`
  return new Map(
    rows.map(({ id, offerId, householdId, state, ...stock }) => [
      id,
      { id, offerId, householdId, isApproved: state === 'approved', stock },
    ]),
  )
}

/**
 * Moves the goods of held lots as a settled line says. More than was reserved comes out of what is available; of
 * goods sold by weight a lot may give over that too, for the scale shows what nobody had listed.
 * Refuses `not-enough` with `lotId` and `available`, in the product's base unit. Returns what each lot was topped up by.
 */
export async function moveLots(
  tx: Transaction,
  lots: ReadonlyMap<number, LockedLot>,
  moves: readonly GoodsMove[],
  orderedBy: 'piece' | 'weight',
): Promise<Verdict<ReadonlyMap<number, number>, 'not-enough'>> {
  const toppedUp = new Map<number, number>()
  for (const move of moves) {
    const lot = lots.get(move.lotId)
    invariant(lot, 'a lot is held before its goods are moved')
    const mayTopUp = orderedBy === 'weight' && move.giveReserved > 0
    if (move.giveMore > lot.stock.available && !mayTopUp) {
      return refuse('not-enough', { lotId: lot.id, available: lot.stock.available })
    }
    const next = stockAfter(lot.stock, move)
    toppedUp.set(lot.id, next.toppedUp - lot.stock.toppedUp)
    await writeStock(tx, lot, next)
  }
  return accept(toppedUp)
}

/**
 * Moves the goods of held lots back to before a line was settled: reserved again for it. `toppedUp` is what each lot
 * was topped up by. Refuses `not-enough` with `lotId` and `available` where what it had released is sold since.
 */
export async function moveLotsBack(
  tx: Transaction,
  lots: ReadonlyMap<number, LockedLot>,
  moves: readonly GoodsMove[],
  toppedUp: ReadonlyMap<number, number>,
): Promise<Verdict<null, 'not-enough'>> {
  for (const move of moves) {
    const lot = lots.get(move.lotId)
    invariant(lot, 'a lot is held before its goods are moved')
    const before = stockBefore(lot.stock, move, toppedUp.get(lot.id) ?? 0)
    if (!before.ok) return refuse('not-enough', { lotId: lot.id, available: lot.stock.available })
    await writeStock(tx, lot, before.value)
  }
  return accept(null)
}

/**
 * Moves the goods of held lots from how a line was settled to how it is settled anew, in one: what it had released may
 * be sold since, as long as no more is asked for now. Refuses `not-enough` with `lotId` and `available`. Returns what
 * each lot is topped up by now.
 */
export async function moveLotsAnew(
  tx: Transaction,
  lots: ReadonlyMap<number, LockedLot>,
  before: { moves: readonly GoodsMove[]; toppedUp: ReadonlyMap<number, number> },
  moves: readonly GoodsMove[],
  orderedBy: 'piece' | 'weight',
): Promise<Verdict<ReadonlyMap<number, number>, 'not-enough'>> {
  const toppedUp = new Map<number, number>()
  for (const lot of lots.values()) {
    const was = before.moves.find(({ lotId }) => lotId === lot.id)
    const is = moves.find(({ lotId }) => lotId === lot.id)
    const refusal = () => refuse('not-enough', { lotId: lot.id, available: lot.stock.available })
    // What is lent comes back below. Of a lot that the scale topped up nothing is, or it would seem to have enough.
    const wasToppedUp = before.toppedUp.get(lot.id) ?? 0
    const lent = was && wasToppedUp === 0 ? was.giveReserved + was.giveMore + was.release : 0
    const start = { ...lot.stock, available: lot.stock.available + lent }
    const back = was ? stockBefore(start, was, wasToppedUp) : accept(start)
    if (!back.ok) return refusal()
    const mayTopUp = orderedBy === 'weight' && (is?.giveReserved ?? 0) > 0
    if (is && is.giveMore > back.value.available && !mayTopUp) return refusal()
    const after = is ? stockAfter(back.value, is) : back.value
    const next = { ...after, available: after.available - lent }
    if (next.available < 0) return refusal()
    toppedUp.set(lot.id, next.toppedUp - back.value.toppedUp)
    await writeStock(tx, lot, next)
  }
  return accept(toppedUp)
}

function stockBefore(after: Stock, move: GoodsMove, toppedUp: number): Verdict<Stock> {
  const { giveReserved, giveMore, release: released, withdraw: withdrawn } = move
  let stock: Verdict<Stock> = accept(after)
  const step = (quantity: number, act: (from: Stock) => Verdict<Stock>) => {
    if (stock.ok && quantity > 0) stock = act(stock.value)
  }
  const given = giveReserved + giveMore
  step(given, (from) => takeBack(from, { quantity: given, toppedUp }))
  step(withdrawn, (from) => bringBack(from, withdrawn))
  step(giveReserved + released, (from) => reserve(from, giveReserved + released))
  return stock
}

function stockAfter(before: Stock, move: GoodsMove): Stock {
  let stock = before
  const step = (verdict: Verdict<Stock>) => {
    invariant(verdict.ok, `a held lot cannot do this: ${verdict.ok ? '' : verdict.code}`)
    stock = verdict.value
  }
  if (move.giveReserved + move.giveMore > 0) {
    step(give(stock, { fromReserved: move.giveReserved, more: move.giveMore }))
  }
  if (move.release > 0) step(release(stock, move.release))
  if (move.withdraw > 0) step(withdraw(stock, move.withdraw))
  return stock
}

/** Written as changes, so that the row's own checks see every one. */
async function writeStock(tx: Transaction, lot: LockedLot, next: Stock): Promise<void> {
  const by = (part: keyof Stock) => ({ increment: next[part] - lot.stock[part] })
  await tx.lot.update({
    where: { id: lot.id },
    data: {
      toppedUp: by('toppedUp'),
      available: by('available'),
      reserved: by('reserved'),
      given: by('given'),
      withdrawn: by('withdrawn'),
    },
    select: { id: true },
  })
}
