/** What happens to a lot's goods besides orders: the one writer of its changes. */
import type { Actor } from '#app/domain/access/roles.ts'
import type { LotChangeKind, StockChange } from '#app/domain/catalogue/recount.ts'
import { type Stock, type StockRefusal, topUp, withdraw, writeOff } from '#app/domain/catalogue/stock.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import type { ListedLot } from './lock-listed-lot.server.ts'

export type ChangedStock = { lotId: number; kind: LotChangeKind; quantity: number }
export type ChangeStockRefusal = StockRefusal | 'lot-promised' | 'lot-promised-weight' | 'key-reused'

const ACTS: Record<LotChangeKind, (stock: Stock, quantity: number) => Verdict<Stock, StockRefusal>> = {
  'written-off': writeOff,
  withdrawn: withdraw,
  'topped-up': topUp,
}

/** The change that this form made before; refused where it was another one's. Null if it made none. */
export async function readChangeMade(
  tx: Transaction,
  actor: Actor,
  of: { changeId: string; lotId: number },
): Promise<Verdict<ChangedStock, 'key-reused'> | null> {
  const made = await tx.lotChange.findUnique({ where: { id: of.changeId } })
  if (!made) return null
  if (made.lotId !== of.lotId || made.madeBy !== actor.accountId) return refuse('key-reused')
  return accept({ lotId: made.lotId, kind: made.kind as LotChangeKind, quantity: made.quantity })
}

/**
 * Changes the goods of a held lot. What is promised to buyers is not taken from them: then the refusal names how much
 * may go, and the orders that have the rest.
 */
export async function changeStock(
  tx: Transaction,
  actor: Actor,
  lot: ListedLot,
  { kind, quantity }: StockChange,
  because: { changeId: string; reason: string; at: Date },
): Promise<Verdict<ChangedStock, ChangeStockRefusal>> {
  const next = ACTS[kind](lot.stock, quantity)
  if (!next.ok) return next.code === 'not-enough' ? promised(tx, lot) : next
  const by = (part: keyof Stock) => ({ increment: next.value[part] - lot.stock[part] })
  await tx.lot.update({
    where: { id: lot.id },
    data: {
      available: by('available'),
      withdrawn: by('withdrawn'),
      writtenOff: by('writtenOff'),
      toppedUp: by('toppedUp'),
    },
    select: { id: true },
  })
  const { changeId, reason, at } = because
  const { countyCode, villageCode } = lot.terms
  await tx.lotChange.create({
    data: {
      id: changeId,
      lotId: lot.id,
      countyCode,
      kind,
      quantity,
      reason: reason.trim(),
      householdAgreed: kind === 'topped-up',
      madeBy: actor.accountId,
      madeAt: at,
    },
    select: { id: true },
  })
  await recordActivity(tx, {
    countyCode,
    actorId: actor.accountId,
    act: 'lot:change',
    subjectKind: 'lot',
    subjectId: lot.id,
    scopeCode: villageCode,
    facts: { changeId, kind, quantity, available: next.value.available, reserved: next.value.reserved },
  })
  return accept({ lotId: lot.id, kind, quantity })
}

async function promised(
  tx: Transaction,
  lot: ListedLot,
): Promise<Refusal<'lot-promised' | 'lot-promised-weight'>> {
  const [product, orders] = await Promise.all([
    tx.product.findUniqueOrThrow({ where: { id: lot.terms.productId }, select: { orderedBy: true } }),
    tx.order.findMany({
      where: { lines: { some: { allocations: { some: { lotId: lot.id, state: 'reserved' } } } } },
      orderBy: { number: 'asc' },
      select: { number: true },
    }),
  ])
  const { available, reserved } = lot.stock
  const numbers = orders.map(({ number }) => number).join('、')
  return product.orderedBy === 'weight'
    ? refuse('lot-promised-weight', { leftGrams: available, promisedGrams: reserved, orders: numbers })
    : refuse('lot-promised', { left: available, promised: reserved, orders: numbers })
}
