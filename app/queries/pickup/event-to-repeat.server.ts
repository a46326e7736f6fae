/** What the form of a new event takes over from another one. Its days are not: those are what differs. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, timeOfDay } from '#app/domain/kernel/calendar.ts'

export type EventToRepeat = { heldOn: CivilDate; values: Record<string, string>; served: string[] }

/** Null where there is no such event in the scope. */
export async function readEventToRepeat(scope: Scope, id: number): Promise<EventToRepeat | null> {
  const event = await readDatabase().pickupEvent.findFirst({
    where: { id, OR: withinScope(scope, 'villageCode') },
    select: {
      title: true,
      villageCode: true,
      servicePointId: true,
      place: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      capacityOrders: true,
      scaleCount: true,
      deskMinutesPerScale: true,
      servedVillages: { orderBy: { villageCode: 'asc' }, select: { villageCode: true } },
    },
  })
  if (event === null) return null
  const {
    servedVillages,
    servicePointId,
    place,
    startsAt,
    endsAt,
    cutOffAt,
    capacityOrders,
    scaleCount,
    deskMinutesPerScale,
    ...same
  } = event
  return {
    heldOn: civilDateOf(startsAt),
    values: {
      ...same,
      servicePointId: servicePointId === null ? '' : String(servicePointId),
      // A point's place comes with it.
      place: servicePointId === null ? place : '',
      startsAt: timeOfDay(startsAt),
      endsAt: timeOfDay(endsAt),
      cutOffAt: timeOfDay(cutOffAt),
      capacityOrders: String(capacityOrders),
      scaleCount: String(scaleCount),
      deskMinutesPerScale: deskMinutesPerScale === null ? '' : String(deskMinutesPerScale),
    },
    served: servedVillages.map(({ villageCode }) => villageCode),
  }
}
