/** Notices with the names their sentences need: one look-up for a page of them or a batch of mails. */
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { type NoticeFacts, namedIn } from '#app/domain/notices/kinds.ts'
import type { NamedEvent, NamedOffer, ToldNotice } from '#app/domain/notices/told-notice.ts'
import type { Transaction } from '../client.server.ts'

export type NoticeRow = { id: number; kind: string; orderId: string | null; facts: unknown; createdAt: Date }

type Reader = Pick<Transaction, 'order' | 'pickupEvent' | 'offer' | 'division'>

/** The facts of a row: its kind is a column of its own. */
export function factsOf(row: Pick<NoticeRow, 'kind' | 'facts'>): NoticeFacts {
  return { kind: row.kind, ...(row.facts as object) } as NoticeFacts
}

/** In the order of `rows`. */
export async function toldNotices(reader: Reader, rows: readonly NoticeRow[]): Promise<ToldNotice[]> {
  if (rows.length === 0) return []
  const facts = rows.map(factsOf)
  const named = facts.map(namedIn)
  const [orders, events, offers] = await Promise.all([
    reader.order.findMany({
      where: { id: { in: rows.flatMap((row) => row.orderId ?? []) } },
      select: { id: true, number: true, pickupCode: true },
    }),
    readEvents(
      reader,
      named.flatMap((of) => of.eventIds),
    ),
    readOffers(
      reader,
      named.flatMap((of) => of.offerIds),
    ),
  ])
  return rows.map((row, index) => ({
    id: row.id,
    facts: factsOf(row),
    createdAt: row.createdAt.toISOString(),
    order: orders.find((order) => order.id === row.orderId) ?? null,
    events: only(events, named[index]?.eventIds ?? []),
    offers: only(offers, named[index]?.offerIds ?? []),
  }))
}

function only<Value>(values: ReadonlyMap<number, Value>, ids: readonly number[]): Record<number, Value> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const value = values.get(id)
      return value === undefined ? [] : [[id, value]]
    }),
  )
}

async function readEvents(reader: Reader, ids: number[]): Promise<Map<number, NamedEvent>> {
  if (ids.length === 0) return new Map()
  const events = await reader.pickupEvent.findMany({ where: { id: { in: ids } } })
  const names = await readNames(
    reader,
    events.flatMap((event) => [event.villageCode, townOf(event.villageCode)]),
  )
  return new Map(
    events.map((event) => [
      event.id,
      {
        id: event.id,
        countyCode: event.countyCode,
        village: names.get(event.villageCode) ?? '',
        town: names.get(townOf(event.villageCode)) ?? '',
        place: event.place,
        startsAt: event.startsAt.toISOString(),
        endsAt: event.endsAt.toISOString(),
        cutOffAt: event.cutOffAt.toISOString(),
        revision: event.revision,
        revisedAt: event.revisedAt.toISOString(),
        isCancelled: event.state === 'cancelled',
      },
    ]),
  )
}

function townOf(villageCode: string): string {
  return `${villageCode.slice(0, 9)}000`
}

async function readOffers(reader: Reader, ids: number[]): Promise<Map<number, NamedOffer>> {
  if (ids.length === 0) return new Map()
  const offers = await reader.offer.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      villageCode: true,
      product: { select: { nameZh: true, nameEn: true, orderedBy: true, pricedBy: true, pieceUnit: true } },
    },
  })
  const names = await readNames(
    reader,
    offers.map((offer) => offer.villageCode),
  )
  return new Map(
    offers.map(({ id, villageCode, product }) => [
      id,
      {
        id,
        ...product,
        orderedBy: product.orderedBy as OrderedBy,
        pricedBy: product.pricedBy as PricedBy,
        village: names.get(villageCode) ?? '',
      },
    ]),
  )
}

async function readNames(reader: Reader, codes: string[]): Promise<Map<string, string>> {
  const divisions = await reader.division.findMany({
    where: { code: { in: [...new Set(codes)] } },
    select: { code: true, shortName: true },
  })
  return new Map(divisions.map((division) => [division.code, division.shortName]))
}
