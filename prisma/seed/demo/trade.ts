/** Events of the demo that have been, or are being, held: ordered, handed over, paid, and one of them closed. */
import { randomUUID } from 'node:crypto'
import { countCash } from '#app/commands/handover/count-cash.server.ts'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { pinBasketLine } from '#app/commands/ordering/pin-basket-line.server.ts'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { signPickupEvent } from '#app/commands/pickup/sign-pickup-event.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { type CashPieces, DENOMINATIONS_FEN } from '#app/domain/handover/cash-box.ts'
import { addDays, type CivilDate, civilDateOf, daysBetween, instantOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { readDeskOrder } from '#app/queries/handover/desk-order.server.ts'
import { readEventClose } from '#app/queries/handover/event-close.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import type { Chance } from './chance.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'

export type HeldEvent = {
  villageCode: string
  place: string
  title: string
  /** The day it was, or is, held. */
  on: CivilDate
  startTime: string
  endTime: string
}

export type Crew = { organizer: DemoPerson; lead: DemoPerson; buyers: DemoPerson[] }

/** Ordering needs a cut-off that is still to come, so an event is first planned this many days ahead. */
const PLANNED_AHEAD_DAYS = 4

async function planEvent(crew: Crew, held: HeldEvent): Promise<number> {
  const day = addDays(civilDateOf(new Date()), PLANNED_AHEAD_DAYS)
  const { eventId } = done(
    await createPickupEvent(crew.organizer.actor, scopeFor(crew.organizer, 'event:plan'), {
      title: held.title,
      villageCode: held.villageCode,
      place: held.place,
      startsAt: instantOf(day, held.startTime),
      endsAt: instantOf(day, held.endTime),
      cutOffAt: instantOf(addDays(day, -2), '18:00'),
      capacityOrders: 60,
      scaleCount: 2,
      deskMinutesPerScale: null,
      servicePointId: null,
      servedVillageCodes: [held.villageCode],
    }),
    'planning an event',
  )
  await move(crew, eventId, 'draft', 'open')
  return eventId
}

async function move(
  crew: Crew,
  eventId: number,
  from: 'draft' | 'cut-off' | 'running',
  to: 'open' | 'running' | 'closing',
) {
  done(
    await movePickupEvent(crew.organizer.actor, scopeFor(crew.organizer, 'event:plan'), {
      eventId,
      from,
      to,
    }),
    `moving an event to ${to}`,
  )
}

type Goods = { offerId: number; step: number; most: number; isOfGroup: boolean }

async function goodsOf(villageCode: string): Promise<Goods[]> {
  const rows = await database().$queryRaw<
    { offer_id: number; step: number; most: bigint; of_group: boolean }[]
  >`
    SELECT o.id AS offer_id, p.step, o.group_id IS NOT NULL AS of_group, sum(l.available) AS most FROM offer o
    JOIN product p ON p.id = o.product_id JOIN lot l ON l.offer_id = o.id AND l.state = 'approved'
    WHERE o.village_code = ${villageCode} AND l.available_from <= now()::date AND l.available_to >= now()::date + 7
    GROUP BY o.id, p.step HAVING sum(l.available) > p.step ORDER BY o.id`
  return rows.map((r) => ({ offerId: r.offer_id, step: r.step, most: Number(r.most), isOfGroup: r.of_group }))
}

/** Quantities are written as on the page: 斤 where a product is ordered by weight, pieces elsewhere. */
function written(quantity: number, step: number): string {
  return String(step === 1 ? quantity : quantity / 500)
}

async function placeOne(
  buyer: DemoPerson,
  eventId: number,
  goods: Goods[],
  chance: Chance,
): Promise<string | null> {
  const scope = scopeFor(buyer, 'order:place')
  // What a group sells everybody takes a little of: many small orders are what its weights are about.
  const picked = new Set([
    ...goods.filter((one) => one.isOfGroup),
    ...chance.some(goods, chance.between(1, 3)),
  ])
  for (const each of picked) {
    const steps = chance.between(
      1,
      Math.max(1, Math.min(each.step === 1 ? 4 : 10, Math.floor(each.most / each.step / 4))),
    )
    const put = await putBasketLine(buyer.actor, scope, {
      offerId: each.offerId,
      quantity: written(steps * each.step, each.step),
      how: 'set',
    })
    if (put.ok) await pinBasketLine(buyer.actor, scope, { offerId: each.offerId, eventId })
  }
  const page = await readCheckoutPage(buyer.actor, scope)
  const agencyId = scope.agencyIds[0]
  if (!page || agencyId === undefined) return null
  const placed = await placeOrder(buyer.actor, scope, {
    placementKey: randomUUID(),
    basketId: page.basket.basketId,
    basketVersion: page.basket.version,
    shown: page.basket.shown,
    agencyId,
    capacity: chance.pick(['personal', 'personal', 'union', 'canteen'] as const),
    payBy: chance.percent(25) ? 'agency-account' : 'desk',
    // Each is handed over by itself below.
    isSeparate: true,
  })
  return placed.ok ? placed.value.orderId : null
}

/**
 * Puts what was planned ahead on the day it was held: the event, and when its orders were placed. The ledger dates by
 * the event's day and the database's own clock; nothing that is only ever added to is touched.
 */
async function putOnItsDay(eventId: number, on: CivilDate): Promise<void> {
  const days = daysBetween(on, addDays(civilDateOf(new Date()), PLANNED_AHEAD_DAYS))
  await database().$transaction([
    database()
      .$executeRaw`UPDATE pickup_event SET starts_at = starts_at - make_interval(days => ${days}::int),
      ends_at = ends_at - make_interval(days => ${days}::int), cut_off_at = cut_off_at - make_interval(days => ${days}::int) WHERE id = ${eventId}`,
    database().$executeRaw`UPDATE "order" SET placed_at = placed_at - make_interval(days => ${days}::int)
      WHERE id IN (SELECT order_id FROM pickup_event_order WHERE event_id = ${eventId})`,
    database().$executeRaw`UPDATE allocation SET business_day = ${on}::date
      WHERE order_line_id IN (SELECT id FROM order_line WHERE event_id = ${eventId})`,
  ])
}

async function handOver(crew: Crew, eventId: number, orderId: string, chance: Chance): Promise<void> {
  const { actor } = crew.organizer
  const scope = scopeFor(crew.organizer, 'desk:work')
  if (chance.percent(4)) {
    await markNoShow(actor, scope, { operationId: randomUUID(), eventId, orderId })
    return
  }
  const lines = await database().orderLine.findMany({
    where: { orderId, eventId, state: 'placed' },
    select: {
      id: true,
      quantity: true,
      orderedBy: true,
      pricedBy: true,
      usualPieceGramsLeast: true,
      usualPieceGramsMost: true,
      allocations: {
        where: { state: 'reserved' },
        select: { lotId: true, quantity: true },
        orderBy: { lotId: 'asc' },
      },
    },
    orderBy: { lineNumber: 'asc' },
  })
  for (const line of lines) {
    const isWeighedPiece = line.orderedBy === 'piece' && line.pricedBy === 'jin'
    const isShort =
      line.allocations.length === 1 && line.quantity > 1 && line.orderedBy === 'piece' && chance.percent(6)
    const parts = line.allocations.map((part) => ({
      lotId: part.lotId,
      quantity: part.quantity - (isShort ? 1 : 0),
      weightGrams: isWeighedPiece
        ? chance.between((line.usualPieceGramsLeast ?? 1) / 10, (line.usualPieceGramsMost ?? 1) / 10) * 10
        : null,
    }))
    done(
      await settleLine(actor, scope, {
        operationId: randomUUID(),
        eventId,
        orderId,
        orderLineId: line.id,
        parts,
        missing: isShort ? { kind: 'short', reason: '临出门病了一只' } : null,
        hasBuyerAcceptedMore: false,
      }),
      'settling a line',
    )
  }
  const order = await readDeskOrder(actor, scope, eventId, orderId)
  if (!order || order.isOnAccount) return
  const method = chance.percent(30) ? 'qr' : 'cash'
  const { dueFen, payableFen } = order.money[method]
  if (dueFen > 0) {
    done(
      await takePayment(actor, scope, {
        operationId: randomUUID(),
        eventId,
        orderId,
        method,
        shownFen: payableFen,
      }),
      'taking money',
    )
  }
}

async function sellAtStall(
  crew: Crew,
  eventId: number,
  villageCode: string,
  count: number,
  chance: Chance,
): Promise<void> {
  const lots = await database().lot.findMany({
    where: {
      offer: { villageCode, product: { NOT: { orderedBy: 'piece', pricedBy: 'jin' } } },
      state: 'approved',
      available: { gt: 0 },
    },
    select: { id: true, available: true, offer: { select: { product: { select: { step: true } } } } },
    orderBy: { id: 'asc' },
  })
  for (const lot of chance.some(lots, count)) {
    const { step } = lot.offer.product
    if (lot.available < step) continue
    // A lot whose dates do not hold the day is refused, and so is not sold.
    await sellWalkUp(crew.organizer.actor, scopeFor(crew.organizer, 'desk:work'), {
      operationId: randomUUID(),
      eventId,
      lotId: lot.id,
      quantity: step * chance.between(1, Math.min(4, Math.floor(lot.available / step))),
      weightGrams: null,
      method: 'cash',
    })
  }
}

/** Counts exactly what the ledger expects, and the village lead signs. */
async function closeEvent(crew: Crew, eventId: number): Promise<void> {
  await move(crew, eventId, 'running', 'closing')
  const scope = scopeFor(crew.organizer, 'desk:work')
  const close = await readEventClose(scope, eventId, null)
  const cash = close?.channels.find((channel) => channel.method === 'cash')
  invariant(cash, 'an event has a cash box')
  done(
    await countCash(crew.organizer.actor, scope, {
      operationId: randomUUID(),
      eventId,
      pieces: piecesOf(cash.expectedFen),
      differenceReason: '',
    }),
    'counting the cash',
  )
  done(await signPickupEvent(crew.lead.actor, scopeFor(crew.lead, 'event:sign'), { eventId }), 'signing')
}

/** An amount in as few notes and coins as it takes. */
function piecesOf(amountFen: number): CashPieces {
  const pieces: CashPieces = {}
  let left = amountFen
  for (const fen of DENOMINATIONS_FEN) {
    pieces[fen] = Math.floor(left / fen)
    left %= fen
  }
  return pieces
}

/**
 * Plans an event, lets some buyers order for it, puts it on its day and holds it: all of the orders are handed over
 * and the event closed, or, where it is still running, some of them. Returns the event's number.
 */
export async function holdEvent(
  crew: Crew,
  held: HeldEvent,
  chance: Chance,
  how: 'closed' | 'running',
): Promise<number> {
  const eventId = await planEvent(crew, held)
  const goods = await goodsOf(held.villageCode)
  const orders: string[] = []
  for (const buyer of crew.buyers) {
    const orderId = goods.length > 0 ? await placeOne(buyer, eventId, goods, chance) : null
    if (orderId) orders.push(orderId)
  }
  await putOnItsDay(eventId, held.on)
  await cutOffPickupEvents(SYSTEM_ACTOR)
  await move(crew, eventId, 'cut-off', 'running')
  const collected = how === 'closed' ? orders : orders.slice(0, Math.ceil(orders.length / 3))
  for (const orderId of collected) await handOver(crew, eventId, orderId, chance)
  await sellAtStall(crew, eventId, held.villageCode, how === 'closed' ? 5 : 2, chance)
  if (how === 'closed') await closeEvent(crew, eventId)
  return eventId
}
