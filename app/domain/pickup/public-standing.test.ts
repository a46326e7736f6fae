import { describe, expect, it } from 'vitest'
import { type PickupEventState, pickupEventStates } from './event-states.ts'
import { publicStanding } from './public-standing.ts'

const cutOffAt = new Date('2026-12-04T10:00:00Z')
const endsAt = new Date('2026-12-07T03:30:00Z')
const before = new Date('2026-12-04T09:59:59.999Z')
const between = new Date('2026-12-05T00:00:00Z')
const afterwards = endsAt

function standing(state: PickupEventState, now: Date, hasRoom = true) {
  return publicStanding({ state, cutOffAt, endsAt, hasRoom }, now)
}

describe('publicStanding', () => {
  it('takes orders while open, before the cut-off, with room', () => {
    expect(standing('open', before)).toBe('taking-orders')
    expect(standing('open', before, false)).toBe('full')
  })

  it('goes by the clock at the cut-off and at the end, whatever the jobs have done', () => {
    expect(standing('open', cutOffAt)).toBe('orders-closed')
    expect(standing('open', between)).toBe('orders-closed')
    expect(standing('cut-off', before)).toBe('orders-closed')
    expect(standing('open', afterwards)).toBe('over')
    expect(standing('cut-off', afterwards)).toBe('over')
  })

  it('says what the desk does, and what is final', () => {
    expect(standing('running', afterwards)).toBe('running')
    expect(standing('closing', afterwards)).toBe('running')
    expect(standing('closed', between)).toBe('over')
    expect(standing('cancelled', before)).toBe('cancelled')
  })

  it('shows every state but a draft', () => {
    const hidden = pickupEventStates.filter((state) => standing(state, before) === null)
    expect(hidden).toEqual(['draft'])
  })
})
