import { describe, expect, test } from 'vitest'
import { compareEvent, importedState, type KnownEvent } from './imported-event.ts'

const planned = {
  place: '村委会广场',
  endsAt: new Date('2026-12-07T03:30:00Z'),
  cutOffAt: new Date('2026-12-04T10:00:00Z'),
  capacityOrders: 100,
  scaleCount: 2,
  servedVillageCodes: ['510981100212', '510981100211'],
}
const known: KnownEvent = { ...planned, state: 'open', ordersTaken: 0 }

describe('compareEvent', () => {
  test('the same plan changes nothing, in whatever order it names the villages', () => {
    expect(compareEvent(known, { ...planned, servedVillageCodes: ['510981100211', '510981100212'] })).toBe(
      'none',
    )
  })

  test.each([
    ['place', { place: '小学操场' }],
    ['end', { endsAt: new Date('2026-12-07T04:00:00Z') }],
    ['cut-off', { cutOffAt: new Date('2026-12-03T10:00:00Z') }],
    ['capacity', { capacityOrders: 99 }],
    ['scales', { scaleCount: 1 }],
    ['villages', { servedVillageCodes: ['510981100212'] }],
  ])('another %s changes it while nobody has ordered', (_, change) => {
    expect(compareEvent(known, { ...planned, ...change })).toBe('changed')
    expect(compareEvent({ ...known, ordersTaken: 1 }, { ...planned, ...change })).toBe('held')
    expect(compareEvent({ ...known, state: 'cut-off' }, { ...planned, ...change })).toBe('held')
  })
})

test('an event opens while its cut-off is ahead', () => {
  expect(importedState(planned, null, new Date('2026-12-04T09:59:59Z'))).toBe('open')
  expect(importedState(planned, { state: 'open' }, new Date('2026-12-04T09:59:59Z'))).toBe('open')
  expect(importedState(planned, { state: 'planned' }, new Date('2026-12-04T09:59:59Z'))).toBe('draft')
  expect(importedState(planned, null, new Date('2026-12-04T10:00:00Z'))).toBe('draft')
})
