import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canJoin, chooseTargets, type OpenOrder, type OrderingWay } from './joining.ts'

const WAY: OrderingWay = { agencyId: 1, capacity: 'personal', payBy: 'desk' }

function open(number: number, openEventIds: number[], changes: Partial<OpenOrder> = {}): OpenOrder {
  return { ...WAY, id: `order-${number}`, number, openEventIds, codeTakenAt: [], ...changes }
}

function chosen(eventIds: number[], orders: OpenOrder[], way = WAY) {
  return chooseTargets(eventIds, orders, way).map(({ eventId, order, hasRoom }) => [
    eventId,
    order?.number ?? null,
    hasRoom,
  ])
}

describe('which order joins which', () => {
  it.each([
    ['the same way', {}, true],
    ['another agency', { agencyId: 2 }, false],
    ['for the canteen', { capacity: 'canteen' }, false],
    ['on the agency’s account', { payBy: 'agency-account' }, false],
  ] as const)('%s', (_what, changes, joins) => {
    expect(canJoin({ ...WAY, ...changes }, WAY)).toBe(joins)
  })

  it('is the first with room at the event, whatever order they come in', () => {
    expect(chosen([7], [open(3, [7]), open(2, [7]), open(1, [8])])).toEqual([[7, 2, true]])
  })

  it('is a new one where nothing was ordered this way', () => {
    expect(chosen([7, 8], [open(1, [7], { capacity: 'union' }), open(2, [9])])).toEqual([
      [7, null, false],
      [8, null, false],
    ])
  })

  it('takes what goes to other events along, under the same code', () => {
    expect(chosen([7, 8], [open(4, [7])])).toEqual([
      [7, 4, true],
      [8, 4, false],
    ])
  })

  it('is each event’s own where two are joined, and the first for the rest', () => {
    expect(chosen([6, 7, 8], [open(5, [8]), open(4, [7])])).toEqual([
      [6, 4, false],
      [7, 4, true],
      [8, 5, true],
    ])
  })

  it('does not go where another order has the code', () => {
    expect(chosen([6, 7, 8], [open(4, [7], { codeTakenAt: [6] }), open(5, [8])])).toEqual([
      [6, 5, false],
      [7, 4, true],
      [8, 5, true],
    ])
    expect(chosen([6, 7], [open(4, [7], { codeTakenAt: [6] })])).toEqual([
      [6, null, false],
      [7, 4, true],
    ])
  })
})

it('leaves no event with two orders placed the same way, however often one orders', () => {
  const events = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  const ways = fc.constantFrom<OrderingWay>(WAY, { ...WAY, capacity: 'canteen' })
  fc.assert(
    fc.property(fc.array(fc.tuple(events, ways), { minLength: 1, maxLength: 8 }), (placements) => {
      const orders: OpenOrder[] = []
      for (const [eventIds, way] of placements) {
        const targets = chooseTargets(eventIds, orders, way)
        expect(targets.map((target) => target.eventId)).toEqual(eventIds)
        const opened: number[] = []
        for (const { eventId, order, hasRoom } of targets) {
          if (hasRoom) expect(order?.openEventIds).toContain(eventId)
          else if (order) Object.assign(order, { openEventIds: [...order.openEventIds, eventId] })
          else opened.push(eventId)
        }
        if (opened.length > 0) orders.push(open(orders.length + 1, opened, way))
      }
      for (const way of [WAY, { ...WAY, capacity: 'canteen' as const }]) {
        const taken = orders.filter((order) => canJoin(order, way)).flatMap((order) => order.openEventIds)
        expect(new Set(taken).size).toBe(taken.length)
      }
    }),
  )
})
