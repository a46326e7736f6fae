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
import { refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type WriteOffLotRefusal =
  | 'not-allowed'
  | 'operation-id-missing'
  | 'not-found'
  | 'changed-meanwhile'
  | LotReasonCode
  | ChangeStockRefusal

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Takes goods that died, spoiled or were lost out of a lot, with a reason; never what is promised to buyers. */
export async function writeOffLot(
  actor: Actor,
  scope: Scope,
  /** `changeId` is a uuid put into the form when it is rendered; `quantity` is in the product's base unit. */
  input: { changeId: string; lotId: number; quantity: number; reason: string },
  deps = liveDeps,
): Promise<Verdict<ChangedStock, WriteOffLotRefusal>> {
  if (!can(actor, 'lot:withdraw')) return refuse('not-allowed')
  const changeId = input.changeId.toLowerCase()
  if (!isUuid(changeId)) return refuse('operation-id-missing')
  const { lotId, quantity, reason } = input
  return decideInTransaction<ChangedStock, WriteOffLotRefusal>(async (tx) => {
    const lot = await lockListedLot(tx, lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    const made = await readChangeMade(tx, actor, { changeId, lotId })
    if (made) return made
    const refused = reasonRefusal(reason)
    if (refused) return refused
    if (lot.state !== 'pending' && lot.state !== 'approved') return refuse('changed-meanwhile')
    const change = { kind: 'written-off', quantity } as const
    return changeStock(tx, actor, lot, change, { changeId, reason, at: deps.now() })
  })
}
