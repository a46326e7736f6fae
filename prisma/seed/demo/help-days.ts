import { randomUUID } from 'node:crypto'
import { createEventSeries } from '#app/commands/pickup/create-event-series.server.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

/** Help days that nobody has ticked yet: their preview is there to be looked at, and no event comes of it. */
export async function beginHelpDays(
  organizer: DemoPerson,
  villageCode: string,
  today: CivilDate,
): Promise<void> {
  done(
    await createEventSeries(organizer.actor, scopeFor(organizer, 'event:plan'), {
      formKey: randomUUID(),
      series: {
        title: '“以购助扶”帮扶日',
        villageCode,
        place: '村委会广场',
        weekday: 1,
        weeks: ['1', '3'],
        reading: 'weekday-of-month',
        startsAt: '09:00',
        endsAt: '11:30',
        cutOffDaysBefore: 3,
        cutOffAt: '18:00',
        capacityOrders: 80,
        scaleCount: 2,
        deskMinutesPerScale: null,
        servicePointId: null,
        servedVillageCodes: [villageCode],
        fromDay: today,
        toDay: null,
      },
    }),
    'a series of help days',
  )
}
