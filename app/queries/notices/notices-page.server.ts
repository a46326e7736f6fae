/** The actor's own notices, newest first, a page at a time. */
import { readDatabase } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { type ListedNotice, NOTICE_COLUMNS, toListed } from './notice-columns.server.ts'

export type NoticesPage = {
  notices: ListedNotice[]
  /** The id to go on before; null on the last page. */
  nextBefore: number | null
}

const PAGE = 20

/** `before` is the id of the last notice of the page before. */
export async function readNoticesPage(actor: Actor, before: number | null): Promise<NoticesPage> {
  const db = readDatabase()
  const rows = await db.notice.findMany({
    where: { accountId: actor.accountId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
    select: NOTICE_COLUMNS,
  })
  const shown = rows.slice(0, PAGE)
  return {
    notices: await toListed(db, shown),
    nextBefore: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  }
}
