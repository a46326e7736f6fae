import { applyLoss } from '#app/db/catalogue/apply-loss.server.ts'
import {
  type ChangeStockRefusal,
  changeStock,
  readChangeMade,
} from '#app/db/catalogue/change-stock.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { lockPromised, readLossPlan } from '#app/db/catalogue/loss-plan.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { kindOfLoss, type LossReason } from '#app/domain/catalogue/loss.ts'
import { type LotReasonCode, reasonRefusal } from '#app/domain/catalogue/lot-reason.ts'
import { expectedCount } from '#app/domain/catalogue/recount.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type ReportLostGoodsInput = {
  /** A uuid put into the form when it is rendered. */
  changeId: string
  lotId: number
  /** All that leaves the lot, in the product's base unit: what nobody ordered goes first. */
  quantity: number
  /** What the form said should be there, promised goods included. */
  expected: number
  why: LossReason
  /** `why` in the words that were chosen. */
  reason: string
  /** The fingerprint of what the form showed. */
  shown: string
}

export type ReportLostGoodsRefusal =
  | 'not-allowed'
  | 'operation-id-missing'
  | 'not-found'
  | 'changed-meanwhile'
  | 'loss-too-much'
  | 'loss-at-desk'
  | 'loss-past-cut-off'
  | 'loss-plan-changed'
  | LotReasonCode
  | ChangeStockRefusal

export type LostGoods = { lotId: number; shortenedOrders: number | null }

/** Every animal that is weighed is a line of its own, and a lot may be promised as hundreds. */
const LARGE = { mostSeconds: 60 }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Goods that buyers were promised are gone: other lots of the offer take over what they can, the orders placed last go
 * without the rest, money paid ahead for it goes back, and their buyers are told. Done as shown, or not at all.
 */
export async function reportLostGoods(
  actor: Actor,
  scope: Scope,
  input: ReportLostGoodsInput,
  deps = liveDeps,
): Promise<Verdict<LostGoods, ReportLostGoodsRefusal>> {
  if (!can(actor, 'lot:withdraw')) return refuse('not-allowed')
  const changeId = input.changeId.toLowerCase()
  if (!isUuid(changeId)) return refuse('operation-id-missing')
  const { lotId, quantity, why, reason } = input
  return decideInTransaction<LostGoods, ReportLostGoodsRefusal>(async (tx) => {
    const place = await tx.lot.findUnique({
      where: { id: lotId },
      select: { offer: { select: { villageCode: true } } },
    })
    if (!place || !reaches(scope, place.offer.villageCode)) return refuse('not-found')
    const held = await lockPromised(tx, lotId)
    const lot = await lockListedLot(tx, lotId)
    if (!lot) return refuse('not-found')
    const made = await readChangeMade(tx, actor, { changeId, lotId })
    if (made) return made.ok ? accept({ lotId, shortenedOrders: null }) : made
    const refused = reasonRefusal(reason)
    if (refused) return refused
    const expected = expectedCount(lot.stock)
    const isOpen = lot.state === 'pending' || lot.state === 'approved'
    if (!isOpen || expected !== input.expected) return refuse('changed-meanwhile')
    if (!Number.isSafeInteger(quantity) || quantity <= 0) return refuse('quantity-not-whole', { quantity })
    if (quantity > expected) return refuse('loss-too-much')
    const plan = await readLossPlan(tx, { lotId, leaving: quantity, why })
    invariant(plan, 'a lot that is held is there')
    if (plan.beyond.quantity > 0) {
      const isGone = kindOfLoss(why) === 'written-off'
      return refuse(isGone ? 'loss-at-desk' : 'loss-past-cut-off', { orders: plan.beyond.orders.join('、') })
    }
    // An order that came while the locks were waited for isn't held, and was not shown either.
    const isHeld = plan.lines.every(({ orderId }) => held.has(orderId))
    if (!isHeld || plan.fingerprint !== input.shown) return refuse('loss-plan-changed')
    const at = deps.now()
    const shortenedOrders = await applyLoss(tx, actor, lotId, plan, { changeId, why, at })
    const freed = await lockListedLot(tx, lotId)
    invariant(freed, 'a lot that is held is there')
    const kind = kindOfLoss(why)
    const changed = await changeStock(tx, actor, freed, { kind, quantity }, { changeId, reason, at })
    if (!changed.ok) return changed
    if (kind === 'withdrawn' && quantity === expected) {
      await tx.lot.update({
        where: { id: lotId },
        data: { state: 'withdrawn', withdrawnReason: reason.trim() },
        select: { id: true },
      })
    }
    return accept({ lotId, shortenedOrders })
  }, LARGE)
}
