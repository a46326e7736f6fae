/**
 * A basket of which the buyer agreed to have some lines in two.
 * Invariant: a line is in two parts only where the buyer agreed and no one event has enough of it.
 */
import type { DispatchLine, DispatchRequest } from './basket.ts'
import { type DispatchPlan, planBasket } from './plan-basket.ts'

/** The request as it was answered: its plan is `planBasket` of it. */
export type AnsweredRequest = { request: DispatchRequest; plan: DispatchPlan }

/** The key of a part of a line, 1 or 2. */
export function partKey(line: string, part: number): string {
  return `${line}/${part}`
}

/**
 * The best plan; then each agreed line that it finds too much for one event is put in as the two parts that were
 * offered, each pinned to its event, and the basket planned again.
 */
export function planWithSplits(request: DispatchRequest, agreed: ReadonlySet<string>): AnsweredRequest {
  const plan = planBasket(request)
  const parts = new Map<string, DispatchLine[]>()
  for (const refusal of plan.unassigned) {
    if (refusal.code !== 'too-much-for-one-event' || refusal.split === null || !agreed.has(refusal.line))
      continue
    const line = request.lines.find((one) => one.key === refusal.line)
    if (line) parts.set(line.key, partsOf(line, refusal.split))
  }
  if (parts.size === 0) return { request, plan }
  const lines = request.lines.flatMap((line) => parts.get(line.key) ?? [line])
  const divided = { ...request, lines }
  return { request: divided, plan: planBasket(divided) }
}

function partsOf(line: DispatchLine, split: readonly { event: number; quantity: number }[]): DispatchLine[] {
  return split.map((part, index) => ({
    ...line,
    key: partKey(line.key, index + 1),
    quantity: part.quantity,
    pinnedEvent: part.event,
  }))
}
