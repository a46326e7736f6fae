/** What the tests of receipts and invoices stand on: an event running today, and orders handed over and paid there. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, vi } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { type RequestInvoiceInput, requestInvoice } from '#app/commands/payment/request-invoice.server.ts'
import { database } from '#app/db/client.server.ts'
import { appendJournal } from '#app/db/ledger/append-journal.server.ts'
import { refundIssued } from '#app/domain/ledger/refund.ts'
import { readDeskOrder } from '#app/queries/handover/desk-order.server.ts'
import { COUNTY, seedAgency, seedLot, today } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { never, newOperation, piece, type runningEvent, settlingAt } from '../handover/desk-world.ts'
import { type Buyer, buyerOf, seedBuyer } from '../ordering/buyers.ts'

export type EventWorld = Awaited<ReturnType<typeof runningEvent>>
export type SoldOrder = Awaited<ReturnType<typeof placedOrder>>

/** Geese at 120 yuan, reference 110, placed and not handed over: a line of `quantity`, from a lot of twice as many. */
export async function placedOrder(
  { event }: EventWorld,
  input: {
    quantity?: number
    buyer?: Buyer
    payBy?: 'desk' | 'agency-account'
    capacity?: 'personal' | 'union' | 'canteen'
  } = {},
) {
  const { quantity = 2, payBy, capacity } = input
  const buyer = input.buyer ?? (await seedBuyer({ agencyId: (await seedAgency()).id }))
  const { lot, offer, product, householdId } = await seedLot({ quantity: quantity * 2 })
  const { order, lines } = await seedOrder({
    event,
    buyer: { accountId: buyer.actor.accountId, agencyId: buyer.agencyId },
    lines: [{ product, offer, from: [{ lot, quantity }] }],
    payBy,
    capacity,
  })
  return { orderId: order.id, order, line: lines[0] ?? never(), lot, product, householdId, buyer }
}

/** Hands over so many of the order's geese; the rest is short. */
export async function handOver(world: EventWorld, sold: SoldOrder, quantity: number): Promise<void> {
  const isShort = quantity < sold.line.quantity
  const verdict = await settleLine(
    world.organizer,
    world.scope,
    settlingAt(world.event.id, sold, {
      parts: quantity === 0 ? [] : [piece(sold.lot, quantity)],
      missing: isShort ? { kind: 'short', reason: '病了一只' } : null,
    }),
  )
  if (!verdict.ok) throw new Error(`not handed over: ${verdict.code}`)
}

/** Takes what is due for an order at the desk. */
export async function pay(world: EventWorld, orderId: string, method: 'cash' | 'qr' = 'cash'): Promise<void> {
  const order = await readDeskOrder(world.organizer, world.scope, world.event.id, orderId)
  const verdict = await takePayment(world.organizer, world.scope, {
    operationId: newOperation(),
    eventId: world.event.id,
    orderId,
    method,
    shownFen: order?.money[method].payableFen ?? 0,
  })
  if (!verdict.ok) throw new Error(`not paid: ${verdict.code}`)
}

/** An order of geese, handed over and paid in cash. */
export async function soldOrder(
  world: EventWorld,
  input: Parameters<typeof placedOrder>[1] = {},
): Promise<SoldOrder> {
  const sold = await placedOrder(world, input)
  await handOver(world, sold, sold.line.quantity)
  if (input.payBy !== 'agency-account') await pay(world, sold.orderId)
  return sold
}

/** Takes one goose of an order back, as the ledger has it: 110 yuan and a premium of 10. */
export async function takeGooseBack(world: EventWorld, sold: SoldOrder): Promise<void> {
  const journal = refundIssued({
    cause: { countyCode: COUNTY, causeKind: 'refund', causeId: randomUUID(), businessDay: today() },
    sale: {
      orderId: sold.orderId,
      orderLineId: sold.line.id,
      productId: sold.product.id,
      eventId: world.event.id,
      agencyId: sold.buyer.agencyId,
      capacity: 'personal',
    },
    shares: [
      {
        householdId: sold.householdId,
        villageCode: sold.line.villageCode,
        gridCode: `${sold.line.villageCode}-01`,
        category: 'exited',
        baseFen: 11_000,
        premiumFen: 1_000,
        isPaidOut: false,
        hasAgreedInWriting: false,
      },
    ],
    way: { kind: 'cash', paidBackFen: 12_000 },
  })
  if (!journal) throw new Error('nothing is taken back')
  await database().$transaction((tx) => appendJournal(tx, { actorId: null, journal }))
}

export const TITLE = {
  titleKind: 'organisation',
  title: '市档案馆',
  taxNumber: '91350100M000100Y43',
} as const

/** Asks as the form would, having seen no request yet unless said otherwise. */
export function ask(buyer: Buyer, orderId: string, change: Partial<RequestInvoiceInput> = {}) {
  const input = { orderId, seenVersion: 0, ...TITLE, email: '', note: '', ...change }
  return requestInvoice(buyer.actor, buyer.scope, input)
}

/** Asks and returns the id of the version. */
export async function asked(
  buyer: Buyer,
  orderId: string,
  change: Partial<RequestInvoiceInput> = {},
): Promise<string> {
  const verdict = await ask(buyer, orderId, change)
  if (!verdict.ok) throw new Error(`not asked: ${verdict.code}`)
  const { version } = verdict.value
  const row = await database().invoiceRequest.findUniqueOrThrow({
    where: { orderId_version: { orderId, version } },
    select: { id: true },
  })
  return row.id
}

/** Somebody else in the same agency. */
export async function colleagueOf({ agencyId }: Buyer): Promise<Buyer> {
  return seedBuyer({ agencyId })
}

/** The buyer once he has left every agency. */
export function leftBuyer({ actor }: Buyer): Buyer {
  return buyerOf(actor.accountId, [])
}

/** What requests and answers of one order take turns by, and what those that record one number do. */
const TURNS = { order: 7_201_617, number: 7_201_618 } as const

/** Of the connections to this database, those that wait for a lock. */
const WAITING = `
  SELECT count(DISTINCT w.pid)::int AS waiting FROM pg_locks w WHERE NOT w.granted AND EXISTS (
    SELECT 1 FROM pg_locks h JOIN pg_database d ON d.oid = h.database WHERE h.pid = w.pid AND d.datname = current_database())`

/**
 * Begins two acts while another connection holds the turn they need, and lets them go on once both wait: so that they
 * do meet, however fast the machine is.
 */
export async function meeting<First, Second>(
  ownerUrl: string,
  turn: { of: keyof typeof TURNS; id: string },
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const holder = new pg.Client({ connectionString: ownerUrl })
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock(hashtextextended($1, $2))', [turn.id, TURNS[turn.of]])
    const acts = Promise.all([first(), second()])
    try {
      await vi.waitFor(async () => expect((await holder.query(WAITING)).rows).toEqual([{ waiting: 2 }]), {
        timeout: 60_000,
        interval: 20,
      })
    } finally {
      await holder.query('SELECT pg_advisory_unlock_all()')
    }
    return await acts
  } finally {
    await holder.end()
  }
}
