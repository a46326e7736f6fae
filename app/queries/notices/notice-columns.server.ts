/** What the pages that list notices read of each. */
import type { Prisma, Transaction } from '#app/db/client.server.ts'
import { toldNotices } from '#app/db/notices/told-notices.server.ts'
import type { MailState } from '#app/domain/notices/kinds.ts'
import type { MailError } from '#app/domain/notices/mail-tries.ts'
import type { MailRecord, ToldNotice } from '#app/domain/notices/told-notice.ts'

export type ListedNotice = ToldNotice & { isRead: boolean; mail: MailRecord }

export const NOTICE_COLUMNS = {
  id: true,
  kind: true,
  orderId: true,
  facts: true,
  createdAt: true,
  readAt: true,
  mail: true,
  mailSentAt: true,
  mailError: true,
} satisfies Prisma.NoticeSelect

type Row = Prisma.NoticeGetPayload<{ select: typeof NOTICE_COLUMNS }>
type Reader = Pick<Transaction, 'order' | 'pickupEvent' | 'offer' | 'division'>

/** Rows with their names, in order. */
export async function toListed(reader: Reader, rows: readonly Row[]): Promise<ListedNotice[]> {
  const told = await toldNotices(reader, rows)
  return told.map((notice, index) => {
    const row = rows[index]
    return {
      ...notice,
      isRead: row?.readAt !== null,
      mail: {
        state: (row?.mail ?? 'none') as MailState,
        sentAt: row?.mailSentAt?.toISOString() ?? null,
        error: (row?.mailError ?? null) as MailError | null,
      },
    }
  })
}
