import type { Transaction } from '../client.server.ts'

/** What is left of an event's desk time, in seconds; null where it has no limit. */
export async function readDeskSecondsLeft(
  db: Pick<Transaction, '$queryRaw'>,
  eventId: number,
): Promise<number | null> {
  const [row] = await db.$queryRaw<
    { left: bigint | null }[]
  >`SELECT desk_seconds_left(${eventId}::int) AS left`
  return row?.left == null ? null : Number(row.left)
}
