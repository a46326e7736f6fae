import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, instantOf, toDateColumn } from '#app/domain/kernel/calendar.ts'

export type CountyHome = {
  households: number
  /** Approved, with goods left, and not past their dates. */
  lotsListed: number
  lotsPending: number
  /** From today on, drafts and cancelled ones left out. */
  eventsUpcoming: number
  /** Orders with a line that is still to be handed over. */
  ordersOpen: number
  people: number
}

/** The figures an office sees first: of its own divisions, as of now. */
export async function readCountyHome(scope: Scope, now: Date): Promise<CountyHome> {
  const db = readDatabase()
  const today = civilDateOf(now)
  const ofVillages = { OR: withinScope(scope, 'villageCode') }
  const [households, lotsListed, lotsPending, eventsUpcoming, ordersOpen, people] = await Promise.all([
    db.householdState.count({ where: { ...ofVillages, toDay: null, household: { closedOn: null } } }),
    db.lot.count({
      where: {
        offer: ofVillages,
        state: 'approved',
        available: { gt: 0 },
        availableTo: { gte: toDateColumn(today) },
      },
    }),
    db.lot.count({ where: { offer: ofVillages, state: 'pending' } }),
    db.pickupEvent.count({
      where: {
        ...ofVillages,
        startsAt: { gte: instantOf(today, '00:00') },
        state: { in: ['open', 'cut-off', 'running', 'closing'] },
      },
    }),
    db.order.count({ where: { lines: { some: { ...ofVillages, state: 'placed' } } } }),
    db.account.count({
      where: {
        endedAt: null,
        assignments: { some: { endedAt: null, OR: withinScope(scope, 'scopeCode') } },
      },
    }),
  ])
  return { households, lotsListed, lotsPending, eventsUpcoming, ordersOpen, people }
}
