/** What becomes of the orders that were promised goods of a lot, if these goods are gone. */
import { type LossPlan, readLossPlan, takenOverOf } from '#app/db/catalogue/loss-plan.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { LossReason } from '#app/domain/catalogue/loss.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { type LotChangePage, readLotChange } from './lot-change.server.ts'

/** An order that becomes shorter at an event; quantities of the offer, in the product's base unit. */
export type ShortenedOrder = {
  number: number
  eventDay: CivilDate
  isPastCutOff: boolean
  before: number
  after: number
}

export type LotLossPage = Omit<LotChangePage, 'changes'> & {
  takenOver: number
  shortened: ShortenedOrder[]
  /** Orders that stand in the way: they are at a desk, or past their cut-off. */
  beyond: { quantity: number; orders: number[] }
  fingerprint: string
}

/** Null where there is no such lot in the scope. */
export async function readLotLoss(
  actor: Actor,
  scope: Scope,
  of: { lotId: number; quantity: number; why: LossReason },
): Promise<LotLossPage | null> {
  const page = await readLotChange(actor, scope, of.lotId)
  if (!page) return null
  const { changes: _, ...rest } = page
  const leaving = Math.min(of.quantity, page.expected)
  const plan = await readLossPlan(readDatabase(), { lotId: of.lotId, leaving, why: of.why })
  if (!plan) return null
  const { beyond, fingerprint, losses } = plan
  return { ...rest, takenOver: takenOverOf(losses), shortened: shortenedOf(plan), beyond, fingerprint }
}

/** By order and event; each animal that is weighed is a line of its own. */
function shortenedOf({ lines, losses }: LossPlan): ShortenedOrder[] {
  const shortened = new Map<string, ShortenedOrder>()
  for (const line of lines) {
    const { orderNumber, eventId, eventDay, isPastCutOff, quantity } = line
    const key = `${orderNumber} ${eventId}`
    const one = shortened.get(key) ?? { number: orderNumber, eventDay, isPastCutOff, before: 0, after: 0 }
    const without = losses.find(({ lineId }) => lineId === line.lineId)?.without ?? 0
    one.before += quantity
    one.after += quantity - without
    shortened.set(key, one)
  }
  return [...shortened.values()]
    .filter(({ before, after }) => after < before)
    .sort((a, b) => a.number - b.number || (a.eventDay < b.eventDay ? -1 : 1))
}
