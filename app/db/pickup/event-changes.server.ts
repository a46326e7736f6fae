/** Proposed changes of events: in line, planned, and at their end. */
import { createHash } from 'node:crypto'
import type { AgainRequest } from '#app/domain/dispatch/again.ts'
import type { AgainPlan, TermValue } from '#app/domain/dispatch/plan-again.ts'
import type { EventChange, EventChangeState } from '#app/domain/pickup/event-change.ts'
import type { Transaction } from '../client.server.ts'

/** So long unheard of, a worker is taken to be gone. */
const UNHEARD_SECONDS = 30

export type ChangeToPlan = { changeId: string; eventId: number; change: EventChange; tries: number }

export type LockedChange = {
  id: string
  eventId: number
  change: EventChange
  reason: string
  state: EventChangeState
  fingerprint: string | null
  plan: AgainPlan | null
}

/**
 * Takes up the change that has waited longest and that no worker is heard of for; `tries` counts this one. Two servers
 * that ask at once don't both get it.
 */
export async function takeUpChange(tx: Transaction): Promise<ChangeToPlan | null> {
  const rows = await tx.$queryRaw<ChangeToPlan[]>`
    UPDATE event_change c SET state = 'planning', tries = c.tries + 1, heard_at = clock_timestamp(), terms = '[]'
    FROM (SELECT id FROM event_change
      WHERE state = 'waiting' OR state = 'planning' AND heard_at < clock_timestamp() - make_interval(secs => ${UNHEARD_SECONDS})
      ORDER BY proposed_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) next
    WHERE c.id = next.id
    RETURNING c.id AS "changeId", c.event_id AS "eventId", c.change, c.tries`
  return rows[0] ?? null
}

/** Says that the worker is there, and which terms are decided. */
export async function reportPlanning(
  tx: Pick<Transaction, '$executeRaw'>,
  changeId: string,
  terms: readonly TermValue[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE event_change SET heard_at = clock_timestamp(), terms = ${JSON.stringify(terms)}::jsonb
    WHERE id = ${changeId}::uuid AND state = 'planning'`
}

/** Lets the next look take the change up at once. */
export async function releaseChange(tx: Transaction, changeId: string): Promise<void> {
  await tx.eventChange.updateMany({ where: { id: changeId, state: 'planning' }, data: { state: 'waiting' } })
}

export async function failChange(tx: Transaction, changeId: string, failure: string): Promise<void> {
  await tx.eventChange.updateMany({
    where: { id: changeId, state: 'planning' },
    data: { state: 'failed', failure, endedAt: new Date() },
  })
}

/** A plan with all that it was made from. False where the change is no longer being planned. */
export async function keepPlan(
  tx: Pick<Transaction, 'eventChange'>,
  changeId: string,
  made: { request: AgainRequest; plan: AgainPlan; settings: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const { count } = await tx.eventChange.updateMany({
    where: { id: changeId, state: 'planning' },
    data: { state: 'ready', ...planColumns(made) },
  })
  return count === 1
}

export function planColumns(made: {
  request: AgainRequest
  plan: AgainPlan
  settings: Readonly<Record<string, unknown>>
}) {
  const { request, plan, settings } = made
  return {
    inputs: JSON.parse(JSON.stringify(request)),
    fingerprint: fingerprintOf(request),
    solverSettings: JSON.parse(JSON.stringify(settings)),
    ruleVersion: plan.ruleVersion,
    plan: JSON.parse(JSON.stringify(plan)),
    terms: JSON.parse(JSON.stringify(plan.terms)),
  }
}

/** Of the lines that are planned, and of what their buyers wish. */
export function fingerprintOf({ lines, orders }: AgainRequest): string {
  const wishes = orders.map(
    ({ key, latestDate, place }) => `${key} ${latestDate ?? ''} ${place?.divisionCode ?? ''}`,
  )
  const asked = lines.map(({ key, order, goods, quantity }) => `${key} ${order} ${goods} ${quantity}`)
  return createHash('sha256')
    .update([...wishes.sort(), ...asked.sort()].join('\n'))
    .digest('hex')
}

/** Holds a change until the transaction ends; its event must be held before. */
export async function lockChange(tx: Transaction, changeId: string): Promise<LockedChange | null> {
  const rows = await tx.$queryRaw<LockedChange[]>`
    SELECT id, event_id AS "eventId", change, reason, state, fingerprint, plan
    FROM event_change WHERE id = ${changeId}::uuid FOR UPDATE`
  return rows[0] ?? null
}
