/** Orders placed ahead, written as the placing command leaves them: lines, allocations, room and stock agree. */
import { randomUUID } from 'node:crypto'
import { database } from '#app/db/client.server.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { splitByLargestRemainder } from '#app/domain/kernel/money.ts'
import { heldUnits, type Measure, priceLine } from '#app/domain/kernel/quantity.ts'
import { seedAccount } from './builders.ts'

type SeededProduct = {
  id: number
  orderedBy: string
  pricedBy: string
  step: number
  pieceUnit: string | null
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
}
type SeededOffer = { id: number; villageCode: string; unitPriceFen: number; referencePriceFen: number }
type SeededLot = { id: number; householdId: number }

/** One line: of an offer, from one lot or several of it. Quantities are pieces or grams. */
export type SeedLine = {
  product: SeededProduct
  offer: SeededOffer
  from: { lot: SeededLot; quantity: number }[]
}

function measureOf(product: SeededProduct): Measure {
  const most = product.usualPieceGramsMost
  return {
    orderedBy: product.orderedBy as Measure['orderedBy'],
    pricedBy: product.pricedBy as Measure['pricedBy'],
    step: product.step,
    usualPieceGrams: most === null ? null : { least: product.usualPieceGramsLeast ?? 1, most },
  }
}

/** A placed line with its allocations, and the lots' stock moved to reserved. */
async function seedOrderLine(
  order: { id: string; countyCode: string },
  event: { id: number; startsAt: Date },
  lineNumber: number,
  { product, offer, from }: SeedLine,
) {
  const quantity = from.reduce((sum, part) => sum + part.quantity, 0)
  const held = priceLine({
    pricedBy: product.pricedBy as Measure['pricedBy'],
    units: heldUnits(measureOf(product), quantity),
    unitPriceFen: offer.unitPriceFen,
    referencePriceFen: offer.referencePriceFen,
  })
  const amounts = splitByLargestRemainder(
    held.amountFen,
    from.map((part) => part.quantity),
  )
  const line = await database().orderLine.create({
    data: {
      id: randomUUID(),
      orderId: order.id,
      placementId: order.id,
      countyCode: order.countyCode,
      lineNumber,
      offerId: offer.id,
      productId: product.id,
      villageCode: offer.villageCode,
      eventId: event.id,
      state: 'placed',
      quantity,
      orderedBy: product.orderedBy,
      pricedBy: product.pricedBy,
      pieceUnit: product.pieceUnit,
      usualPieceGramsLeast: product.usualPieceGramsLeast,
      usualPieceGramsMost: product.usualPieceGramsMost,
      unitPriceFen: offer.unitPriceFen,
      referencePriceFen: offer.referencePriceFen,
      heldAmountFen: held.amountFen,
      heldBaseFen: held.baseFen,
      allocations: {
        create: from.map((part, index) => ({
          id: randomUUID(),
          countyCode: order.countyCode,
          lotId: part.lot.id,
          householdId: part.lot.householdId,
          quantity: part.quantity,
          amountFen: amounts[index] ?? 0,
          state: 'reserved',
          ruleName: 'by-need',
          ruleVersion: '1',
          businessDay: toDateColumn(civilDateOf(event.startsAt)),
        })),
      },
    },
  })
  for (const part of from) {
    await database().lot.update({
      where: { id: part.lot.id },
      data: { available: { decrement: part.quantity }, reserved: { increment: part.quantity } },
    })
  }
  return { line, heldAmountFen: held.amountFen }
}

/**
 * An order at one event. Its buyer is a new member of an agency unless an account and agency are given;
 * paid at the desk unless `payBy` says otherwise.
 */
export async function seedOrder(input: {
  event: { id: number; countyCode: string; startsAt: Date }
  lines: SeedLine[]
  buyer?: { accountId: number; agencyId: number }
  payBy?: 'desk' | 'agency-account'
  capacity?: 'personal' | 'union' | 'canteen'
  pickupCode?: string
}) {
  const { event } = input
  const buyer = input.buyer ?? (await seedBuyer())
  const taken = await database().pickupEventOrder.count({ where: { eventId: event.id } })
  const pickupCode = input.pickupCode ?? String(100_000 + taken)
  const id = randomUUID()
  await database().placement.create({
    data: {
      id,
      countyCode: event.countyCode,
      accountId: buyer.accountId,
      placementKey: randomUUID(),
      contentHash: 'seeded',
    },
  })
  const order = await database().order.create({
    data: {
      id,
      countyCode: event.countyCode,
      kind: 'ahead',
      accountId: buyer.accountId,
      agencyId: buyer.agencyId,
      capacity: input.capacity ?? 'personal',
      payBy: input.payBy ?? 'desk',
      pickupCode,
      totalFen: 0,
      rooms: { create: { eventId: event.id, pickupCode } },
    },
  })
  await database().pickupEvent.update({
    where: { id: event.id },
    data: { ordersTaken: { increment: 1 } },
  })
  const lines = []
  let totalFen = 0
  for (const [index, line] of input.lines.entries()) {
    const seeded = await seedOrderLine(order, event, index + 1, line)
    lines.push(seeded.line)
    totalFen += seeded.heldAmountFen
  }
  await database().order.update({ where: { id: order.id }, data: { totalFen } })
  await database().activityRecord.create({
    data: {
      countyCode: event.countyCode,
      actorId: buyer.accountId,
      act: 'order:place',
      subjectKind: 'order',
      subjectId: order.id,
      facts: {},
    },
  })
  return { order, lines, pickupCode, ...buyer }
}

async function seedBuyer(): Promise<{ accountId: number; agencyId: number }> {
  const { account, agencyId } = await seedAccount({ role: 'buyer' })
  return { accountId: account.id, agencyId: agencyId ?? 0 }
}
