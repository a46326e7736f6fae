/** What a calendar keeps of a pickup event. Public. */
import { readDatabase } from '#app/db/client.server.ts'

export type EventCalendar = {
  id: number
  countyCode: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  createdAt: string
  village: string
  town: string
  place: string
  isCancelled: boolean
}

/** Null where there is no such event, or it is a draft. */
export async function readEventCalendar(id: number): Promise<EventCalendar | null> {
  const event = await readDatabase().pickupEvent.findFirst({
    where: { id, state: { not: 'draft' } },
    select: {
      id: true,
      countyCode: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      createdAt: true,
      villageCode: true,
      place: true,
      state: true,
    },
  })
  if (event === null) return null
  const { state, villageCode, ...rest } = event
  const places = await readDatabase().division.findMany({
    where: { code: { in: [villageCode, `${villageCode.slice(0, 9)}000`] } },
    select: { code: true, name: true, shortName: true },
  })
  return {
    ...rest,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    cutOffAt: event.cutOffAt.toISOString(),
    createdAt: event.createdAt.toISOString(),
    village: places.find((one) => one.code === villageCode)?.shortName ?? '',
    town: places.find((one) => one.code !== villageCode)?.name ?? '',
    isCancelled: state === 'cancelled',
  }
}
