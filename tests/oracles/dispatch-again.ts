/**
 * Lines planned again together by trying every way to send them, written anew from design.md 3: it shares no code with
 * app/domain/dispatch, only the types of its outside. And problems small enough for it, made at random.
 */
import fc from 'fast-check'
import type {
  AgainEvent,
  AgainGoods,
  AgainLine,
  AgainOrder,
  AgainRequest,
} from '#app/domain/dispatch/again.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TODAY = '2026-11-02'
const MIDNIGHT_MS = Date.parse(`${TODAY}T00:00:00+08:00`)

/** Lines left, new events, colleagues missed, days, distance of the best there is. */
export function bestTermsAgain(request: AgainRequest): number[] {
  let best: number[] | null = null
  const visit = (sends: (AgainEvent | null)[]): void => {
    const line = request.lines[sends.length]
    if (line === undefined) {
      if (faultOf(request, sends) !== null) return
      const terms = termsOfAgain(request, sends)
      if (best === null || isSmaller(terms, best)) best = terms
      return
    }
    for (const event of [null, ...request.events]) visit([...sends, event])
  }
  visit([])
  return best ?? []
}

function isSmaller(a: number[], b: number[]): boolean {
  const at = a.findIndex((term, index) => term !== b[index])
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0)
}

function orderOf(request: AgainRequest, line: AgainLine): AgainOrder {
  const order = request.orders.find((one) => one.key === line.order)
  if (!order) throw new Error('no such order')
  return order
}

/** What is wrong with sending the lines so, in line order; null if nothing is. */
export function faultOf(request: AgainRequest, sends: (AgainEvent | null)[]): string | null {
  for (const [index, event] of sends.entries()) {
    const line = request.lines[index]
    if (!event || !line) continue
    const { latestDate, notAt } = orderOf(request, line)
    if (notAt?.includes(event.number)) return 'not there'
    if (latestDate !== null && event.startsAtMs >= Date.parse(`${latestDate}T00:00:00+08:00`) + DAY_MS)
      return 'too late'
  }
  for (const event of request.events) {
    const newcomers = new Set<string>()
    for (const [index, sent] of sends.entries()) {
      const line = request.lines[index]
      if (sent === event && line && !orderOf(request, line).roomsAt.includes(event.number))
        newcomers.add(line.order)
    }
    if (newcomers.size > event.roomsLeft) return `event ${event.number} is over its capacity`
    const busy = request.lines.reduce(
      (sum, line, index) => sum + (sends[index] === event ? line.deskSeconds : 0),
      newcomers.size * request.deskSecondsOfOrder,
    )
    if (event.deskSecondsLeft !== null && busy > event.deskSecondsLeft)
      return `event ${event.number} is over its desk time`
  }
  for (const buyer of new Set(request.orders.map((order) => order.buyer))) {
    const held = request.visits[buyer] ?? []
    const sent = request.events.filter((event) =>
      request.lines.some((line, index) => sends[index] === event && orderOf(request, line).buyer === buyer),
    )
    const fresh = sent.filter((event) => held.every((visit) => visit.number !== event.number))
    for (const a of fresh) {
      for (const b of [...held, ...sent]) {
        if (b.number === a.number) continue
        if (Math.max(a.startsAtMs, b.startsAtMs) < Math.min(a.endsAtMs, b.endsAtMs))
          return `${buyer} is at two places`
      }
    }
  }
  return request.goods.some((goods) => !hasStock(request, goods, sends)) ? 'too little stock' : null
}

/** What any of the events ask together must be there in the lots that any of them can have. */
function hasStock(request: AgainRequest, goods: AgainGoods, sends: (AgainEvent | null)[]): boolean {
  const { events } = request
  for (let subset = 1; subset < 2 ** events.length; subset += 1) {
    const chosen = events.filter((_, i) => (subset >> i) % 2 === 1)
    const asked = request.lines.reduce((sum, line, i) => {
      const event = sends[i]
      return sum + (line.goods === goods.key && event && chosen.includes(event) ? line.quantity : 0)
    }, 0)
    const there = goods.lots.reduce(
      (sum, lot) => sum + (chosen.some(({ number }) => lot.events.includes(number)) ? lot.quantity : 0),
      0,
    )
    if (asked > there) return false
  }
  return true
}

export function termsOfAgain(request: AgainRequest, sends: (AgainEvent | null)[]): number[] {
  const trips = new Set<string>()
  let [left, missed, days, distance] = [0, 0, 0, 0]
  for (const [index, line] of request.lines.entries()) {
    const event = sends[index]
    if (!event) {
      left += 1
      continue
    }
    const order = orderOf(request, line)
    const held = request.visits[order.buyer] ?? []
    if (held.every((visit) => visit.number !== event.number)) trips.add(`${order.buyer} ${event.number}`)
    if (!order.colleaguesAt.includes(event.number)) missed += 1
    days += Math.floor((event.startsAtMs - MIDNIGHT_MS) / DAY_MS)
    distance += stepsApart(event, order.place)
  }
  return [left, trips.size, missed, days, distance]
}

function stepsApart(event: AgainEvent, place: AgainOrder['place']): number {
  if (place === null) return 0
  const [a, b] = [event.villageCode, place.divisionCode]
  if (a === b && !b.endsWith('000')) return 0
  if (a.slice(0, 9) === b.slice(0, 9)) return 1
  if (place.supervisionAreaKey !== null && place.supervisionAreaKey === event.supervisionAreaKey) return 2
  return a.slice(0, 6) === b.slice(0, 6) ? 3 : 5
}

const VILLAGES = ['510981101201', '510981101202', '510981102201', '511025100201']

const anyEvents = fc
  .array(
    fc.record({
      village: fc.constantFrom(...VILLAGES),
      area: fc.constantFrom(null, 'a', 'b'),
      day: fc.integer({ min: 1, max: 4 }),
      hour: fc.constantFrom(9, 10, 13),
      roomsLeft: fc.integer({ min: 0, max: 2 }),
      deskSecondsLeft: fc.option(fc.integer({ min: 60, max: 260 }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((events) =>
    events.map(({ village, area, day, hour, roomsLeft, deskSecondsLeft }, index): AgainEvent => {
      const startsAtMs = MIDNIGHT_MS + day * DAY_MS + hour * HOUR_MS
      return {
        number: index + 1,
        villageCode: village,
        supervisionAreaKey: area,
        startsAtMs,
        endsAtMs: startsAtMs + 2 * HOUR_MS,
        roomsLeft,
        deskSecondsLeft,
      }
    }),
  )

const someOf = (numbers: number[]) => fc.subarray(numbers)

/** Up to five lines of three orders, two buyers and two offers over three events, where much is scarce. */
export const againRequests: fc.Arbitrary<AgainRequest> = anyEvents.chain((events) => {
  const numbers = events.map(({ number }) => number)
  return fc.record({
    today: fc.constant(TODAY),
    deskSecondsOfOrder: fc.constant(60),
    events: fc.constant(events),
    orders: fc
      .array(
        fc.record({
          buyer: fc.constantFrom('buyer-1', 'buyer-2'),
          latestDate: fc.constantFrom(null, null, '2026-11-04'),
          place: fc.constantFrom(
            null,
            { divisionCode: '510981101000', supervisionAreaKey: 'a' },
            { divisionCode: '510981102201', supervisionAreaKey: null },
          ),
          roomsAt: someOf(numbers).map((own) => own.slice(0, 1)),
          colleaguesAt: someOf(numbers),
          notAt: fc.oneof(fc.constant([]), fc.constant([]), someOf(numbers)),
        }),
        { minLength: 3, maxLength: 3 },
      )
      .map((orders) => orders.map((order, i): AgainOrder => ({ key: `order-${i}`, ...order }))),
    visits: fc.dictionary(
      fc.constantFrom('buyer-1', 'buyer-2'),
      someOf(numbers).map((own) => events.filter(({ number }) => own.includes(number)).slice(0, 1)),
    ),
    goods: fc
      .array(
        fc.array(fc.record({ quantity: fc.integer({ min: 0, max: 4 }), events: someOf(numbers) }), {
          minLength: 1,
          maxLength: 3,
        }),
        { minLength: 2, maxLength: 2 },
      )
      .map((goods) =>
        goods.map(
          (lots, i): AgainGoods => ({
            key: `goods-${i}`,
            lots: lots.map((lot, l) => ({ lotId: 10 * i + l, ...lot })),
          }),
        ),
      ),
    lines: fc
      .array(
        fc.record({
          order: fc.constantFrom('order-0', 'order-1', 'order-2'),
          goods: fc.constantFrom('goods-0', 'goods-1'),
          quantity: fc.integer({ min: 1, max: 3 }),
          deskSeconds: fc.constantFrom(20, 40, 60),
        }),
        { minLength: 1, maxLength: 5 },
      )
      .map((lines) => lines.map((line, i): AgainLine => ({ key: `line-${i}`, ...line }))),
  })
})
