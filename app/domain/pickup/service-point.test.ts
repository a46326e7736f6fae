import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, instantOf, weekdayOf } from '#app/domain/kernel/calendar.ts'
import {
  closingRefusal,
  eventAtPointFault,
  isWithinHours,
  nextPointStates,
  type OpeningSpan,
  type PointToPlan,
  pointChangeRefusal,
  type ServicePointPlan,
  servicePointFaults,
  servicePointStates,
} from './service-point.ts'

const WORKDAYS: OpeningSpan[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opensAt: '09:00',
  closesAt: '17:00',
}))
const PLAN: ServicePointPlan = {
  villageCode: '510981100212',
  name: '电商服务点',
  place: '村小学对面',
  openingHours: WORKDAYS,
  scaleCount: 2,
  staffCount: 0,
  hasColdBox: false,
}
/** A Monday. */
const MONDAY = '2026-12-07'
const span = (from: string, to: string, day = MONDAY) => ({
  startsAt: instantOf(day, from),
  endsAt: instantOf(day, to),
})

function faultsOf(change: Partial<ServicePointPlan>, isNameTaken = false) {
  return servicePointFaults(
    { ...PLAN, ...change },
    { isVillageOwn: (code) => code.startsWith('510981'), isNameTaken },
  )
}

describe('a service point', () => {
  it('has no fault when it is right', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each([
    ['villageCode', { villageCode: '511025100201' }, 'village-not-yours'],
    ['name', { name: ' ' }, 'point-name-empty'],
    ['name', { name: '点'.repeat(61) }, 'text-too-long'],
    ['place', { place: '' }, 'event-place-empty'],
    ['opensAt1', { openingHours: [] }, 'opening-hours-missing'],
    ['opensAt3', { openingHours: [{ weekday: 3, opensAt: '09:00', closesAt: '' }] }, 'opening-hours-wrong'],
    ['opensAt3', { openingHours: [{ weekday: 3, opensAt: '', closesAt: '17:00' }] }, 'opening-hours-wrong'],
    [
      'opensAt7',
      { openingHours: [{ weekday: 7, opensAt: '17:00', closesAt: '17:00' }] },
      'opening-hours-wrong',
    ],
    ['scaleCount', { scaleCount: 0 }, 'scales-out-of-range'],
    ['staffCount', { staffCount: 1.5 }, 'staff-out-of-range'],
  ] as const)('says what is wrong with %s', (field, change, code) => {
    expect(faultsOf(change)).toEqual([{ field, code }])
  })

  it('has a name of its own in its village', () => {
    expect(faultsOf({}, true)).toEqual([{ field: 'name', code: 'point-name-taken' }])
  })

  it('is planned once, and opens and closes from then on', () => {
    for (const state of servicePointStates) {
      expect(nextPointStates(state)).not.toContain('planned')
      expect(nextPointStates(state)).not.toContain(state)
    }
    expect(nextPointStates('open')).toEqual(['closed'])
    expect(nextPointStates('closed')).toEqual(['open'])
  })
})

describe('opening hours', () => {
  it.each([
    ['as long as the point is open', span('09:00', '17:00'), true],
    ['a minute early', span('08:59', '12:00'), false],
    ['a minute late', span('12:00', '17:01'), false],
    ['on a day it is closed', span('10:00', '11:00', '2026-12-06'), false],
    [
      'over midnight',
      { startsAt: instantOf(MONDAY, '10:00'), endsAt: instantOf('2026-12-08', '11:00') },
      false,
    ],
  ])('hold an event %s: %#', (_, event, is) => {
    expect(isWithinHours(WORKDAYS, event)).toBe(is)
  })

  it('are those of the weekday in Shanghai, whatever day it is in UTC', () => {
    const minute = fc.integer({ min: 0, max: 1438 })
    const time = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), minute, minute, (days, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1].map(time) as [string, string]
        const day = addDays('2026-01-01', days)
        const event = span(from, to, day)
        const own = { weekday: weekdayOf(day), opensAt: from, closesAt: to }
        expect(isWithinHours([own], event)).toBe(true)
        expect(isWithinHours([{ ...own, weekday: (own.weekday % 7) + 1 }], event)).toBe(false)
      }),
    )
  })
})

describe('an event at a point', () => {
  const POINT: PointToPlan = {
    id: 1,
    villageCode: PLAN.villageCode,
    place: PLAN.place,
    scaleCount: 2,
    openingHours: WORKDAYS,
    state: 'open',
    taken: [span('11:00', '12:00')],
  }
  const faultOf = (event: ReturnType<typeof span>, villageCode = PLAN.villageCode) =>
    eventAtPointFault({ ...event, villageCode }, POINT)

  it('is of its village, within its hours, and beside no other', () => {
    expect(faultOf(span('09:00', '11:00'))).toBeNull()
    expect(faultOf(span('12:00', '13:00'))).toBeNull()
    expect(faultOf(span('09:00', '11:00'), '510981100200')).toEqual({
      field: 'servicePointId',
      code: 'point-of-other-village',
    })
    expect(faultOf(span('08:00', '11:00'))).toEqual({ field: 'startsAt', code: 'outside-point-hours' })
  })

  it.each([
    ['09:00', '11:01'],
    ['11:59', '13:00'],
    ['11:15', '11:30'],
    ['10:00', '16:00'],
  ])('from %s to %s meets the other', (from, to) => {
    expect(faultOf(span(from, to))).toEqual({ field: 'startsAt', code: 'point-taken' })
  })
})

describe('a point with events to come', () => {
  const draft = { id: 7, state: 'draft', ...span('09:00', '11:00') } as const
  const open = { id: 8, state: 'open', ...span('12:00', '14:00') } as const
  const cutOff = { id: 9, state: 'cut-off', ...span('14:00', '16:00') } as const

  it('is not closed while one takes or has orders, and names them', () => {
    expect(closingRefusal([draft, open, cutOff])).toEqual({
      ok: false,
      code: 'point-has-events',
      facts: { events: '#8 #9' },
    })
    expect(closingRefusal([draft])).toBeNull()
  })

  it('stays where it is, and open when they are, drafts too', () => {
    const change = (after: Partial<ServicePointPlan>) =>
      pointChangeRefusal(PLAN, { ...PLAN, ...after }, [draft, open])
    expect(change({})).toBeNull()
    expect(change({ place: ` ${PLAN.place} ` })).toBeNull()
    expect(change({ place: '别处' })?.facts).toEqual({ events: '#7 #8' })
    expect(change({ openingHours: [{ weekday: 1, opensAt: '09:00', closesAt: '13:59' }] })?.facts).toEqual({
      events: '#8',
    })
    expect(pointChangeRefusal(PLAN, { place: '别处', openingHours: [] }, [])).toBeNull()
  })
})
