/** An order that was handed over and paid in cash, its goods, money and records all in agreement. */
import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { appendJournal } from '#app/db/ledger/append-journal.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { priceLine } from '#app/domain/kernel/quantity.ts'
import type { HouseholdCategory } from '#app/domain/ledger/journal.ts'
import { paymentReceived } from '#app/domain/ledger/payment.ts'
import { saleSettled } from '#app/domain/ledger/sale.ts'
import { COUNTY, seedAccount, seedHousehold, seedLot, seedPickupEvent, today, VILLAGE } from './builders.ts'

type SettledSale = {
  orderId: string
  orderLineId: string
  eventId: number
  lotId: number
  householdId: number
  paymentId: string
  saleJournalId: bigint
  deskAccountId: number
  amountFen: number
}

/** Two geese at 120.00 of which the buyer takes both, unless said otherwise; paid in cash, rounded to the jiao. */
export async function seedSettledSale(
  input: {
    quantity?: number
    unitPriceFen?: number
    referencePriceFen?: number
    businessDay?: string
    category?: HouseholdCategory
    householdId?: number
  } = {},
): Promise<SettledSale> {
  const quantity = input.quantity ?? 2
  const category = input.category ?? 'exited'
  const businessDay = input.businessDay ?? today()
  const household =
    input.householdId === undefined
      ? await seedHousehold({ category })
      : { id: input.householdId, gridCode: null }
  const { lot, offer, product } = await seedLot({
    householdId: household.id,
    quantity: quantity + 3,
    unitPriceFen: input.unitPriceFen,
    referencePriceFen: input.referencePriceFen,
  })
  const event = await seedPickupEvent({ daysAhead: 0, state: 'running' })
  const buyer = await seedAccount({ role: 'buyer' })
  const desk = await seedAccount({ role: 'organizer', scopeCode: VILLAGE })
  const { amountFen, baseFen, premiumFen } = priceLine({
    pricedBy: 'piece',
    units: quantity,
    unitPriceFen: offer.unitPriceFen,
    referencePriceFen: offer.referencePriceFen,
  })
  const [orderId, orderLineId, paymentId] = [randomUUID(), randomUUID(), randomUUID()]
  const operations = [randomUUID(), randomUUID()] as const
  const paidFen = amountFen - (amountFen % 10)
  const saleJournalId = await database().$transaction(async (tx) => {
    await tx.lot.update({
      where: { id: lot.id },
      data: { available: { decrement: quantity }, given: { increment: quantity } },
    })
    await tx.placement.create({
      data: {
        id: orderId,
        countyCode: COUNTY,
        accountId: buyer.account.id,
        placementKey: randomUUID(),
        contentHash: 'seed',
      },
    })
    await tx.order.create({
      data: {
        id: orderId,
        countyCode: COUNTY,
        kind: 'ahead',
        accountId: buyer.account.id,
        agencyId: buyer.agencyId,
        capacity: 'personal',
        payBy: 'desk',
        pickupCode: '406182',
        totalFen: BigInt(amountFen),
        rooms: { create: { eventId: event.id, pickupCode: '406182' } },
        lines: {
          create: {
            id: orderLineId,
            placementId: orderId,
            countyCode: COUNTY,
            lineNumber: 1,
            offerId: offer.id,
            productId: product.id,
            villageCode: VILLAGE,
            eventId: event.id,
            state: 'handed-over',
            quantity,
            orderedBy: product.orderedBy,
            pricedBy: product.pricedBy,
            pieceUnit: product.pieceUnit,
            unitPriceFen: offer.unitPriceFen,
            referencePriceFen: offer.referencePriceFen,
            heldAmountFen: BigInt(amountFen),
            heldBaseFen: BigInt(baseFen),
          },
        },
      },
    })
    await tx.pickupEvent.update({ where: { id: event.id }, data: { ordersTaken: { increment: 1 } } })
    await tx.allocation.create({
      data: {
        id: randomUUID(),
        orderLineId,
        countyCode: COUNTY,
        lotId: lot.id,
        householdId: household.id,
        quantity,
        amountFen: BigInt(amountFen),
        state: 'settled',
        ruleName: 'least-off-first',
        ruleVersion: '1',
        businessDay: toDateColumn(businessDay),
      },
    })
    for (const [index, kind] of (['settle-line', 'take-payment'] as const).entries()) {
      await tx.deskOperation.create({
        data: {
          id: operations[index] as string,
          countyCode: COUNTY,
          eventId: event.id,
          kind,
          contentHash: 'seed',
          actorId: desk.account.id,
        },
      })
      await recordActivity(tx, {
        countyCode: COUNTY,
        actorId: desk.account.id,
        act: `desk:${kind}`,
        subjectKind: 'desk-operation',
        subjectId: operations[index] as string,
      })
    }
    await recordActivity(tx, {
      countyCode: COUNTY,
      actorId: buyer.account.id,
      act: 'order:place',
      subjectKind: 'order',
      subjectId: orderId,
    })
    await tx.handover.create({
      data: {
        id: randomUUID(),
        operationId: operations[0],
        countyCode: COUNTY,
        orderLineId,
        eventId: event.id,
        lotId: lot.id,
        householdId: household.id,
        quantity,
        amountFen: BigInt(amountFen),
        baseFen: BigInt(baseFen),
        premiumFen: BigInt(premiumFen),
        recordedBy: desk.account.id,
      },
    })
    await tx.payment.create({
      data: {
        id: paymentId,
        operationId: operations[1],
        countyCode: COUNTY,
        orderId,
        eventId: event.id,
        method: 'cash',
        dueFen: BigInt(amountFen),
        paidFen: BigInt(paidFen),
        roundedOffFen: BigInt(amountFen - paidFen),
        takenBy: desk.account.id,
      },
    })
    const order = { orderId, eventId: event.id, agencyId: buyer.agencyId, capacity: 'personal' as const }
    const sale = saleSettled({
      cause: { countyCode: COUNTY, causeKind: 'order-line', causeId: orderLineId, businessDay },
      sale: { ...order, orderLineId, productId: product.id },
      shares: [
        {
          householdId: household.id,
          villageCode: VILLAGE,
          gridCode: household.gridCode,
          category,
          baseFen,
          premiumFen,
        },
      ],
    })
    const paid = paymentReceived({
      cause: { countyCode: COUNTY, causeKind: 'payment', causeId: paymentId, businessDay },
      order,
      method: 'cash',
      dueFen: amountFen,
      paidFen,
    })
    if (!sale || !paid) throw new Error('a sale of nothing')
    const appended = await appendJournal(tx, { actorId: desk.account.id, journal: sale })
    await appendJournal(tx, { actorId: desk.account.id, journal: paid })
    return appended.id
  })
  return {
    orderId,
    orderLineId,
    eventId: event.id,
    lotId: lot.id,
    householdId: household.id,
    paymentId,
    saleJournalId,
    deskAccountId: desk.account.id,
    amountFen,
  }
}
