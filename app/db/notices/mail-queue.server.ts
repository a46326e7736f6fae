/**
 * The outbox of mails, shared by however many processes. A mail is claimed for a while before it is handed over; if
 * its process dies, another claims it when that while is over. What became of it is written only under the claim.
 */
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'
import type { MailError } from '#app/domain/notices/mail-tries.ts'
import type { Database } from '../client.server.ts'
import { factsOf, type NoticeRow } from './told-notices.server.ts'

/** Longer than a whole batch can take, so that no mail is claimed twice by living processes. */
const CLAIM_SECONDS = 600

export type ClaimedMail = {
  row: NoticeRow
  facts: NoticeFacts
  onceKey: string
  /** Which try this is; names the claim. */
  tries: number
  /** Null where mail is no longer wanted, or there is no address any more. */
  emailSealed: string | null
  language: string
  /** The database's clock. */
  now: Date
}

type ClaimedRow = Omit<ClaimedMail, 'row' | 'facts'> & NoticeRow

/** Claims up to `most` mails whose time has come, the longest waiting first. */
export async function claimMails(db: Database, most: number): Promise<ClaimedMail[]> {
  const rows = await db.$queryRaw<ClaimedRow[]>`
    WITH due AS (
      SELECT id FROM notice WHERE mail = 'waiting' AND mail_next_at <= clock_timestamp()
      ORDER BY mail_next_at, id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE notice n
    SET mail_tries = n.mail_tries + 1, mail_next_at = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}::int)
    FROM due, account a
    WHERE n.id = due.id AND a.id = n.account_id
    RETURNING n.id, n.kind, n.order_id AS "orderId", n.facts, n.created_at AS "createdAt", n.once_key AS "onceKey",
      n.mail_tries AS tries, a.language, clock_timestamp() AS now,
      CASE WHEN a.mail_wanted AND a.ended_at IS NULL THEN a.email_sealed END AS "emailSealed"`
  return rows.map((row) => ({ ...row, row, facts: factsOf(row) }))
}

export type MailOutcome =
  | { state: 'sent' }
  | { state: 'none' }
  | { state: 'failed'; error: MailError }
  | { state: 'waiting'; error: MailError; waitSeconds: number }

/** Writes what became of a claimed mail. False where the claim ran out and another process has it. */
export async function settleMail(
  db: Database,
  { row, tries }: Pick<ClaimedMail, 'row' | 'tries'>,
  outcome: MailOutcome,
): Promise<boolean> {
  const error = 'error' in outcome ? outcome.error : null
  const waitSeconds = outcome.state === 'waiting' ? outcome.waitSeconds : null
  const written = await db.$executeRaw`
    UPDATE notice SET mail = ${outcome.state}, mail_error = ${error}::text,
      mail_sent_at = CASE WHEN ${outcome.state} = 'sent' THEN clock_timestamp() END,
      mail_next_at = clock_timestamp() + make_interval(secs => ${waitSeconds}::int)
    WHERE id = ${row.id}::int AND mail = 'waiting' AND mail_tries = ${tries}::int`
  return written === 1
}
