/** Dispatch of a large basket: pure, so that only the planner itself is measured. */
import { type DispatchRequest, planBasket } from '#app/domain/dispatch/plan-basket.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { type Chance, chanceOf } from '#seed/demo/chance.ts'
import { atMost, type BenchRow, median, type Outcome, quantile } from './row.ts'

const LINES = 20
const EVENTS = 50
const BASKETS = 300
const HOUR_MS = 3_600_000
const TODAY = '2026-11-23'
const TOWNS = ['510981100', '510981101', '510981102', '510904100']

/** Events over four weeks, several a day; each line has goods in two or three lots, brought to some of them. */
function largeBasket(chance: Chance): DispatchRequest {
  const numbers = Array.from({ length: EVENTS }, (_, i) => i + 1)
  const midnightMs = Date.parse(`${TODAY}T00:00:00+08:00`)
  return {
    today: TODAY,
    latestDate: chance.between(0, 3) === 0 ? addDays(TODAY, 20) : null,
    place: { divisionCode: '510981100201', supervisionAreaKey: 'east' },
    events: numbers.map((number) => {
      const startsAtMs = midnightMs + chance.between(1, 28) * 24 * HOUR_MS + chance.between(8, 15) * HOUR_MS
      return {
        number,
        villageCode: `${chance.pick(TOWNS)}2${String(chance.between(0, 20)).padStart(2, '0')}`,
        supervisionAreaKey: chance.pick(['east', 'west', null]),
        startsAtMs,
        endsAtMs: startsAtMs + 2.5 * HOUR_MS,
        hasRoom: chance.between(0, 9) > 0,
        buyerHasOrder: chance.between(0, 24) === 0,
        agencyHasOrders: chance.between(0, 3) === 0,
      }
    }),
    lines: Array.from({ length: LINES }, (_, i) => ({
      key: `line-${i}`,
      quantity: chance.between(1, 4),
      step: 1,
      pinnedEvent: null,
      lots: Array.from({ length: chance.between(2, 3) }, () => ({
        quantity: chance.between(1, 5),
        events: chance.some(numbers, chance.between(4, 20)),
      })),
    })),
  }
}

async function measureDispatch(): Promise<Outcome> {
  const baskets = Array.from({ length: BASKETS }, (_, seed) => largeBasket(chanceOf(seed + 1)))
  for (const basket of baskets.slice(0, 100)) planBasket(basket)
  const times = baskets.map((basket) => {
    const began = performance.now()
    planBasket(basket)
    return performance.now() - began
  })
  const slow = quantile(times, 0.99)
  const what = `median ${median(times).toFixed(2)} ms, p99 ${slow.toFixed(2)} ms (${BASKETS} baskets)`
  return atMost(slow, { must: 5, aim: 1 }, what)
}

export const dispatchRows: BenchRow<unknown>[] = [
  {
    key: 'dispatch',
    name: 'dispatch of a basket of 20 lines over 50 events',
    must: '5 ms, optimal (by its property tests)',
    aim: '1 ms',
    measure: measureDispatch,
  },
]
