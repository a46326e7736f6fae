import { type BeyondAgreementCode, beyondAgreement } from '#app/db/catalogue/beyond-agreement.server.ts'
import {
  type ChangedStock,
  type ChangeStockRefusal,
  changeStock,
  readChangeMade,
} from '#app/db/catalogue/change-stock.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type LotReasonCode, reasonRefusal } from '#app/domain/catalogue/lot-reason.ts'
import {
  changeOfCount,
  expectedCount,
  type RecountCode,
  type RecountReason,
} from '#app/domain/catalogue/recount.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type RecountLotRefusal =
  | 'not-allowed'
  | 'operation-id-missing'
  | 'not-found'
  | 'changed-meanwhile'
  | RecountCode
  | BeyondAgreementCode
  | LotReasonCode
  | ChangeStockRefusal

export type RecountInput = {
  /** A uuid put into the form when it is rendered. */
  changeId: string
  lotId: number
  /** What the form said should be there; somebody else's act since then makes the count one of another day. */
  expected: number
  /** All that is there, promised goods included, in the product's base unit. */
  counted: number
  why: RecountReason
  /** `why` in the words that were chosen. */
  reason: string
}

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Sets a lot to what was counted: fewer were kept back or died, more only where the household says that they are for
 * sale. Never less than is promised to buyers. Null where the count is what the books say.
 */
export async function recountLot(
  actor: Actor,
  scope: Scope,
  input: RecountInput,
  deps = liveDeps,
): Promise<Verdict<ChangedStock | null, RecountLotRefusal>> {
  if (!can(actor, 'lot:withdraw')) return refuse('not-allowed')
  const changeId = input.changeId.toLowerCase()
  if (!isUuid(changeId)) return refuse('operation-id-missing')
  const { lotId, counted, why, reason } = input
  return decideInTransaction<ChangedStock | null, RecountLotRefusal>(async (tx) => {
    const lot = await lockListedLot(tx, lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    const made = await readChangeMade(tx, actor, { changeId, lotId })
    if (made) return made
    const isOpen = lot.state === 'pending' || lot.state === 'approved'
    if (!isOpen || expectedCount(lot.stock) !== input.expected) return refuse('changed-meanwhile')
    const change = changeOfCount(lot.stock, counted, why)
    if (change === null) return accept(null)
    if ('code' in change) return change
    const refused = reasonRefusal(reason)
    if (refused) return refused
    if (change.kind === 'topped-up') {
      const { quantity } = change
      const beyond = await beyondAgreement(tx, lot, { quantity, today: civilDateOf(deps.now()) })
      if (beyond) return beyond
    }
    return changeStock(tx, actor, lot, change, { changeId, reason, at: deps.now() })
  })
}
