/**
 * The one writer of notices, in the transaction of their cause: what is rolled back was never told. The row is the
 * outbox of its mail, too; it waits to be mailed only where mail is set up and the account wants it and has an address.
 */
import { settings } from '#app/config/env.server.ts'
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'
import { Prisma, type Transaction } from '../client.server.ts'

export type NoticeToWrite = {
  countyCode: string
  /** Whom it tells. Null, as of a walk-up buyer nobody knows: nobody is told. */
  accountId: number | null
  /** The order it is about, whose page lists it. */
  orderId: string | null
  /** One of `onceKeys`: the same key again writes nothing. */
  onceKey: string
  facts: NoticeFacts
}

/** Whether mail is set up at all. */
export function isMailOn(): boolean {
  return settings().smtpUrl !== null
}

/**
 * The statement that writes notices, to run by itself or as one part (WITH …) of a larger one; there `only` says, as
 * a condition, whether the rest was written.
 */
export function noticeInsert(
  notices: readonly NoticeToWrite[],
  only: Prisma.Sql = Prisma.sql`true`,
): Prisma.Sql {
  const rows = notices.map(({ facts: { kind, ...facts }, ...notice }) => ({ ...notice, kind, facts }))
  const wanted = Prisma.sql`${isMailOn()}::boolean AND a.mail_wanted AND a.email_sealed IS NOT NULL AND a.ended_at IS NULL`
  return Prisma.sql`
    INSERT INTO notice (county_code, account_id, kind, order_id, facts, once_key, mail, mail_next_at)
    SELECT w."countyCode", a.id, w.kind, w."orderId", w.facts, w."onceKey",
      CASE WHEN ${wanted} THEN 'waiting' ELSE 'none' END, CASE WHEN ${wanted} THEN clock_timestamp() END
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ("countyCode" text, "accountId" int, kind text,
      "orderId" uuid, facts jsonb, "onceKey" text)) WITH ORDINALITY AS w ("countyCode", "accountId", kind, "orderId", facts,
      "onceKey", place)
    JOIN account a ON a.id = w."accountId"
    WHERE ${only} ORDER BY w.place
    ON CONFLICT (once_key) DO NOTHING`
}

/** Writes notices; those told before are left out. Returns how many were written. */
export async function writeNotices(tx: Transaction, notices: readonly NoticeToWrite[]): Promise<number> {
  const told = notices.filter((notice) => notice.accountId !== null)
  return told.length === 0 ? 0 : tx.$executeRaw(noticeInsert(told))
}

/** Writes one notice. False where nobody is to be told, or was told before. */
export async function writeNotice(tx: Transaction, notice: NoticeToWrite): Promise<boolean> {
  return (await writeNotices(tx, [notice])) === 1
}
