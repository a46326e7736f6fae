import { randomUUID } from 'node:crypto'
import { createServicePoint } from '#app/commands/pickup/create-service-point.server.ts'
import { moveServicePoint } from '#app/commands/pickup/move-service-point.server.ts'
import type { ServicePointState } from '#app/domain/pickup/service-point.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

const WORKDAYS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' }))
const SATURDAY = { weekday: 6, opensAt: '09:00', closesAt: '12:00' }

/** A point that is open, and one that is being built in a second village. */
export async function keepServicePoints(organizer: DemoPerson): Promise<void> {
  await keepPoint(organizer, { code: '510981100212', name: '白鹿垭' }, 'open')
  await keepPoint(organizer, { code: '510981100211', name: '红碑' }, 'under-construction')
}

async function keepPoint(
  organizer: DemoPerson,
  village: { code: string; name: string },
  state: ServicePointState,
): Promise<void> {
  const scope = scopeFor(organizer, 'point:keep')
  const { pointId } = done(
    await createServicePoint(organizer.actor, scope, {
      formKey: randomUUID(),
      point: {
        villageCode: village.code,
        name: `${village.name}电商服务点`,
        place: '村小学对面',
        openingHours: [...WORKDAYS, SATURDAY],
        scaleCount: 2,
        staffCount: 2,
        hasColdBox: true,
      },
    }),
    'a service point',
  )
  done(
    await moveServicePoint(organizer.actor, scope, { pointId, from: 'planned', to: state }),
    'a service point',
  )
}
