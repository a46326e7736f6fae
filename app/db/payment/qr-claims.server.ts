import type { Transaction } from '../client.server.ts'
import { Prisma } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/** What an event's desk claims was paid by QR code, and what of it the bank's lines have confirmed. In fen. */
export type QrClaim = { eventId: number; claimedFen: number; confirmedFen: number }

type Client = Pick<Transaction, '$queryRaw'>
type Row = { eventId: number; claimed: bigint; confirmed: bigint }

function claims(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT p.event_id AS "eventId", sum(p.paid_fen)::bigint AS claimed,
      (SELECT coalesce(sum(l.in_fen), 0)::bigint FROM bank_line l WHERE l.event_id = p.event_id) AS confirmed
    FROM payment p WHERE p.method = 'qr' AND ${where} GROUP BY p.event_id`
}

function toClaim({ eventId, claimed, confirmed }: Row): QrClaim {
  return { eventId, claimedFen: safeFen(claimed), confirmedFen: safeFen(confirmed) }
}

/** Of these events of the county, those at which something was paid by QR code. */
export async function readQrClaims(
  client: Client,
  countyCode: string,
  eventIds: readonly number[],
): Promise<QrClaim[]> {
  const rows = await client.$queryRaw<Row[]>(
    claims(Prisma.sql`p.county_code = ${countyCode} AND p.event_id = ANY (${[...eventIds]}::int[])`),
  )
  return rows.map(toClaim)
}

/** The events whose claims and bank lines don't agree, oldest first. `prefixes` are of county codes. */
export async function readUnconfirmedClaims(
  client: Client,
  prefixes: readonly string[],
  most: number,
): Promise<QrClaim[]> {
  const within = Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s (prefix)
    WHERE p.county_code LIKE s.prefix || '%')`
  const rows = await client.$queryRaw<Row[]>`
    SELECT c.* FROM (${claims(within)}) c JOIN pickup_event e ON e.id = c."eventId"
    WHERE c.claimed <> c.confirmed ORDER BY e.starts_at, e.id LIMIT ${most}`
  return rows.map(toClaim)
}
