import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { readAgainRequest } from '#app/db/ordering/read-again.server.ts'
import { applyEventChange, lockForChange } from '#app/db/pickup/apply-event-change.server.ts'
import { planColumns } from '#app/db/pickup/event-changes.server.ts'
import { lockPointToPlan } from '#app/db/pickup/service-points.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { DISPATCH_AGAIN_RULE } from '#app/domain/dispatch/plan-again.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EventChange, eventChangeRefusal, keptPointId } from '#app/domain/pickup/event-change.ts'
import { type EventPlanFault, eventPlanFaults } from '#app/domain/pickup/plan-event.ts'
import type { PointToPlan } from '#app/domain/pickup/service-point.ts'
import { SOLVER_SETTINGS } from '#app/gateways/highs.server.ts'

export type ProposeEventChangeInput = {
  /** A uuid put into the form when it is rendered. */
  changeId: string
  eventId: number
  change: EventChange
  reason: string
}
export type ProposeEventChangeCode =
  | 'not-allowed'
  | 'operation-id-missing'
  | 'not-found'
  | 'event-change-too-late'
  | 'event-change-not-fewer'
  | 'event-change-reason'
  | 'event-change-open'
  | EventPlanFault['code']

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Asks for an event to be cancelled, made smaller or moved. Its lines are planned again by a job before anything is
 * done; an event without lines is changed at once. The same key again is the same change.
 */
export async function proposeEventChange(
  actor: Actor,
  scope: Scope,
  input: ProposeEventChangeInput,
  deps = liveDeps,
): Promise<Verdict<{ changeId: string }, ProposeEventChangeCode>> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const changeId = input.changeId.toLowerCase()
  if (!isUuid(changeId)) return refuse('operation-id-missing')
  const { eventId, reason } = input
  return decideInTransaction<{ changeId: string }, ProposeEventChangeCode>(async (tx) => {
    const locked = await lockForChange(tx, eventId)
    if (!locked || !reaches(scope, locked.villageCode)) return refuse('not-found')
    const event = await tx.pickupEvent.findUniqueOrThrow({
      where: { id: eventId },
      include: { servedVillages: true },
    })
    const known = await tx.eventChange.findUnique({ where: { id: changeId }, select: { eventId: true } })
    if (known) return known.eventId === eventId ? accept({ changeId }) : refuse('operation-id-missing')
    // Lists are made of what was there at the cut-off: it is not put off afterwards.
    const isCutOff = locked.state === 'cut-off' || (locked.state === 'open' && event.cutOffAt <= deps.now())
    const change: EventChange =
      input.change.kind === 'move' && isCutOff
        ? { ...input.change, cutOffAt: event.cutOffAt.toISOString() }
        : input.change
    const refused = eventChangeRefusal({ ...locked, capacityOrders: event.capacityOrders }, change, reason)
    if (refused) return refuse(refused)
    const kept = { servicePointId: keptPointId(event, change), exceptEventIds: [eventId] }
    const point = await lockPointToPlan(tx, scope, kept)
    const fault =
      change.kind === 'move' ? moveFault(event, change, { now: deps.now(), isCutOff, point }) : null
    if (fault) return fault
    const open = await tx.eventChange.count({
      where: { eventId, state: { in: ['waiting', 'planning', 'ready'] } },
    })
    if (open > 0) return refuse('event-change-open')
    const request = await readAgainRequest(tx, { eventId, change })
    const plan = { ruleVersion: DISPATCH_AGAIN_RULE, sent: [], supplies: [], terms: [] }
    const isEmpty = request.lines.length === 0
    const at = deps.now()
    await tx.eventChange.create({
      data: {
        id: changeId,
        countyCode: locked.countyCode,
        eventId,
        kind: change.kind,
        change: JSON.parse(JSON.stringify(change)),
        reason: reason.trim(),
        proposedBy: actor.accountId,
        state: isEmpty ? 'applied' : 'waiting',
        ...(isEmpty ? planColumns({ request, plan, settings: SOLVER_SETTINGS }) : {}),
        ...(isEmpty ? { endedAt: at, endedBy: actor.accountId } : {}),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: locked.countyCode,
      actorId: actor.accountId,
      act: 'event:propose-change',
      subjectKind: 'event',
      subjectId: eventId,
      scopeCode: locked.villageCode,
      facts: { changeId, ...change },
    })
    if (isEmpty) {
      await applyEventChange(tx, {
        changeId,
        change,
        event: locked,
        sent: [],
        supplies: [],
        actorId: actor.accountId,
        at,
      })
    }
    return accept({ changeId })
  })
}

/** What is wrong with the new time or place, as with a new event's. */
function moveFault(
  event: {
    title: string
    villageCode: string
    capacityOrders: number
    scaleCount: number
    servedVillages: { villageCode: string }[]
  },
  change: Extract<EventChange, { kind: 'move' }>,
  { now, isCutOff, point }: { now: Date; isCutOff: boolean; point: PointToPlan | null },
): Refusal<EventPlanFault['code']> | null {
  const [fault] = eventPlanFaults(
    {
      ...event,
      place: change.place,
      startsAt: new Date(change.startsAt),
      endsAt: new Date(change.endsAt),
      cutOffAt: new Date(change.cutOffAt),
      // The desks' time is as it was: a shorter event may have to hurry, and its orders are taken already.
      deskMinutesPerScale: null,
      servicePointId: point?.id ?? null,
      servedVillageCodes: event.servedVillages.map(({ villageCode }) => villageCode),
    },
    { now, isVillageOwn: () => true, point },
  ).filter(({ code }) => !(isCutOff && code === 'cut-off-in-the-past'))
  return fault ? refuse(fault.code) : null
}
