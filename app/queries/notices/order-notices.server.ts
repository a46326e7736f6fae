/** What was told of one order, oldest first, and how each was sent. */
import { readDatabase } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { type ListedNotice, NOTICE_COLUMNS, toListed } from './notice-columns.server.ts'

/** The actor's own only; nothing for an order that is not his. */
export async function readOrderNotices(actor: Actor, orderId: string): Promise<ListedNotice[]> {
  const db = readDatabase()
  const rows = await db.notice.findMany({
    where: { accountId: actor.accountId, orderId },
    orderBy: { id: 'asc' },
    select: NOTICE_COLUMNS,
  })
  return toListed(db, rows)
}
