import { describe, expect, it } from 'vitest'
import { type EventPlan, eventPlanFaults } from './plan-event.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const PLAN: EventPlan = {
  title: '“以购助扶”活动',
  villageCode: '510981100212',
  place: '村委会广场',
  startsAt: new Date('2026-12-07T01:00:00Z'),
  endsAt: new Date('2026-12-07T03:30:00Z'),
  cutOffAt: new Date('2026-12-04T10:00:00Z'),
  capacityOrders: 100,
  scaleCount: 2,
  deskMinutesPerScale: null,
  servicePointId: null,
  servedVillageCodes: ['510981100212'],
}

function faultsOf(change: Partial<EventPlan>) {
  return eventPlanFaults(
    { ...PLAN, ...change },
    { now: NOW, isVillageOwn: (code) => code.startsWith('510981100'), point: null },
  )
}

describe('a planned event', () => {
  it('has no fault when it is right', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each([
    ['title', { title: ' ' }, 'title-missing'],
    ['title', { title: '鹅'.repeat(61) }, 'text-too-long'],
    ['place', { place: '' }, 'event-place-empty'],
    ['villageCode', { villageCode: '511025100201' }, 'village-not-yours'],
    ['endsAt', { endsAt: PLAN.startsAt }, 'ends-before-start'],
    ['endsAt', { endsAt: new Date('2026-12-08T01:00:00Z') }, 'event-over-midnight'],
    ['cutOffAt', { cutOffAt: new Date('2026-12-07T01:00:01Z') }, 'cut-off-too-late'],
    ['cutOffAt', { cutOffAt: NOW }, 'cut-off-in-the-past'],
    ['capacityOrders', { capacityOrders: 0 }, 'capacity-out-of-range'],
    ['capacityOrders', { capacityOrders: 2.5 }, 'capacity-out-of-range'],
    ['scaleCount', { scaleCount: 51 }, 'scales-out-of-range'],
    ['deskMinutesPerScale', { deskMinutesPerScale: 0 }, 'desk-minutes-out-of-range'],
    ['deskMinutesPerScale', { deskMinutesPerScale: 10_000 }, 'desk-minutes-out-of-range'],
    ['servedVillageCodes', { servedVillageCodes: [] }, 'no-village-served'],
    ['servedVillageCodes', { servedVillageCodes: ['510981100212', '511025100201'] }, 'village-not-yours'],
  ] as const)('says what is wrong with %s', (field, change, code) => {
    expect(faultsOf(change)).toEqual([{ field, code }])
  })

  it('may cut off at its very start', () => {
    expect(faultsOf({ cutOffAt: PLAN.startsAt })).toEqual([])
  })

  it('names every field at once', () => {
    const faults = faultsOf({
      title: '',
      startsAt: new Date('2026-11-01T01:00:00Z'),
      endsAt: new Date('2026-11-01T03:00:00Z'),
      cutOffAt: new Date('2026-10-31T03:00:00Z'),
    })
    expect(faults.map(({ field }) => field)).toEqual(['title', 'startsAt', 'cutOffAt'])
  })
})
