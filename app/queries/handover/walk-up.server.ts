/** The stall: households of the villages the event serves that have goods no order reserved, and one of them chosen. */

import { readDatabase } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { STANDING } from '#app/db/handover/standing.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import {
  type Desk,
  type DeskBar,
  type DeskHousehold,
  readDesk,
  readDeskHouseholds,
} from './desk-bar.server.ts'

export type StallLot = {
  lotId: number
  offerId: number
  productId: number
  nameZh: string
  nameEn: string
  drawing: string
  kind: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
  unitPriceFen: number
  referencePriceFen: number
  /** Pieces or grams that no order has reserved. */
  available: number
}

export type StallHousehold = DeskHousehold & { lots: StallLot[] }

/** A sale just made at this stall: what it came to, for whom, and what was taken. */
export type StallSale = {
  orderId: string
  household: DeskHousehold
  amountFen: number
  paidFen: number
  method: 'cash' | 'qr'
}

export type WalkUp = {
  bar: DeskBar
  households: StallHousehold[]
  /** The one chosen, if it has goods. */
  chosen: StallHousehold | null
  sold: StallSale | null
}

/** `asked` is part of a name, an alias or a village, or a household number; empty for all. */
export async function readWalkUp(
  actor: Actor,
  scope: Scope,
  eventId: number,
  query: { asked: string; householdId: number | null; soldOrderId: string | null },
): Promise<WalkUp | null> {
  const stall = await readStall(actor, scope, eventId, query)
  if (!stall) return null
  const { bar, households, chosen, desk } = stall
  const sale = await readSale(eventId, query.soldOrderId)
  const shown = await readDeskHouseholds(actor, desk, sale ? [sale.householdId] : [])
  return { bar, households, chosen, sold: toStallSale(sale, shown) }
}

type Stall = Omit<WalkUp, 'sold'> & { desk: Desk; all: StallHousehold[] }

/** The households with their lots; with `alsoSoldOut` those too that have nothing left. */
export async function readStall(
  actor: Actor,
  scope: Scope,
  eventId: number,
  query: { asked: string; householdId: number | null; alsoSoldOut?: boolean },
): Promise<Stall | null> {
  const desk = await readDesk(scope, eventId)
  if (!desk) return null
  const lots = await readStallLots(desk, query.alsoSoldOut === true)
  const shown = await readDeskHouseholds(
    actor,
    desk,
    lots.map((lot) => lot.householdId),
  )
  const byHousehold = new Map<number, StallHousehold>()
  for (const { householdId, ...lot } of lots) {
    const household = shown.get(householdId)
    if (!household) continue
    const stall = byHousehold.get(householdId) ?? { ...household, lots: [] }
    stall.lots.push(lot)
    byHousehold.set(householdId, stall)
  }
  const all = [...byHousehold.values()]
  const wanted = normalize(query.asked)
  return {
    bar: desk.bar,
    households: all.filter((household) => wanted === '' || isAskedFor(household, wanted)).sort(byVillage),
    chosen: all.find((household) => household.id === query.householdId) ?? null,
    desk,
    all,
  }
}

/** A lot of other goods than an offer's, and whose it is. */
export type SubstituteLot = StallLot & { household: DeskHousehold }

/** What the stall has in place of an offer's goods, by product and household. */
export async function readSubstitutes(
  actor: Actor,
  scope: Scope,
  eventId: number,
  offerId: number,
): Promise<SubstituteLot[]> {
  const stall = await readStall(actor, scope, eventId, { asked: '', householdId: null })
  return (stall?.households ?? [])
    .flatMap(({ lots, ...household }) => lots.map((lot) => ({ ...lot, household })))
    .filter((lot) => lot.offerId !== offerId)
    .sort((a, b) => a.productId - b.productId)
}

type SaleRow = {
  orderId: string
  householdId: number
  amountFen: number
  paidFen: number
  method: StallSale['method']
}

async function readSale(eventId: number, orderId: string | null): Promise<SaleRow | null> {
  if (orderId === null || !isUuid(orderId)) return null
  const db = readDatabase()
  const [given, payment] = await Promise.all([
    db.handover.findFirst({
      where: { eventId, orderLine: { order: { id: orderId, kind: 'walk-up' } }, ...STANDING },
      select: { householdId: true, amountFen: true },
    }),
    db.payment.findFirst({
      where: { eventId, orderId, ...STANDING },
      select: { paidFen: true, method: true },
    }),
  ])
  if (!given) return null
  return {
    orderId,
    householdId: given.householdId,
    amountFen: safeFen(given.amountFen),
    paidFen: safeFen(payment?.paidFen ?? null),
    method: payment?.method === 'qr' ? 'qr' : 'cash',
  }
}

function toStallSale(sale: SaleRow | null, shown: ReadonlyMap<number, DeskHousehold>): StallSale | null {
  const household = sale && shown.get(sale.householdId)
  return sale && household ? { ...sale, household } : null
}

function normalize(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

/** Names are matched here, in the server: no index of them is kept. */
function isAskedFor(household: StallHousehold, wanted: string): boolean {
  const { name, alias, village, number } = household
  return number === wanted || [name ?? '', alias, village].some((text) => normalize(text).includes(wanted))
}

function byVillage(a: StallHousehold, b: StallHousehold): number {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
  return order(a.village, b.village) || order(a.number, b.number)
}

async function readStallLots(
  desk: Desk,
  alsoSoldOut: boolean,
): Promise<(StallLot & { householdId: number })[]> {
  const day = toDateColumn(civilDateOf(new Date(desk.bar.startsAt)))
  const rows = await readDatabase().lot.findMany({
    where: {
      state: 'approved',
      available: { gte: alsoSoldOut ? 0 : 1 },
      availableFrom: { lte: day },
      availableTo: { gte: day },
      offer: { villageCode: { in: [...desk.names.servedVillageCodes] } },
    },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      householdId: true,
      offerId: true,
      available: true,
      offer: {
        select: {
          productId: true,
          unitPriceFen: true,
          referencePriceFen: true,
          product: {
            select: {
              nameZh: true,
              nameEn: true,
              drawing: true,
              kind: true,
              orderedBy: true,
              pricedBy: true,
              pieceUnit: true,
            },
          },
        },
      },
    },
  })
  return rows.map(({ id, householdId, offerId, available, offer: { product, ...price } }) => ({
    ...product,
    ...price,
    orderedBy: product.orderedBy as OrderedBy,
    pricedBy: product.pricedBy as PricedBy,
    lotId: id,
    offerId,
    householdId,
    available,
  }))
}
