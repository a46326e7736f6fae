import { createHash } from 'node:crypto'
import { bringContent, toBringLines } from '#app/domain/pickup/bring-list.ts'
import type { Transaction } from '../client.server.ts'
import { readReservedGoods } from './reserved-goods.server.ts'

/**
 * Writes what each village of a held event is to bring: number 1 once there is something, and the next number where it
 * is something else than the last list says. Returns how many lists were written.
 */
export async function writeBringLists(
  tx: Transaction,
  event: { id: number; countyCode: string },
): Promise<number> {
  const reserved = await readReservedGoods(tx, event.id)
  const last = await tx.bringList.findMany({
    where: { eventId: event.id },
    distinct: ['villageCode'],
    orderBy: [{ villageCode: 'asc' }, { number: 'desc' }],
    select: { villageCode: true, number: true, contentHash: true },
  })
  const villages = new Set([...reserved, ...last].map(({ villageCode }) => villageCode))
  let count = 0
  for (const villageCode of [...villages].sort()) {
    const lines = toBringLines(reserved.filter((one) => one.villageCode === villageCode))
    const contentHash = createHash('sha256').update(bringContent(lines)).digest('hex')
    const before = last.find((list) => list.villageCode === villageCode)
    if (before?.contentHash === contentHash) continue
    const { id: eventId, countyCode } = event
    const number = (before?.number ?? 0) + 1
    await tx.bringList.create({
      data: { countyCode, eventId, villageCode, number, lines, contentHash },
      select: { id: true },
    })
    count += 1
  }
  return count
}
