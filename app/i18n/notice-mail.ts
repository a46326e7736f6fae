/** Notices as the pages show them: their sentences, and what became of their mail. */
import type { MailError } from '#app/domain/notices/mail-tries.ts'
import type { MailRecord, ToldNotice } from '#app/domain/notices/told-notice.ts'
import { formatInstant } from './format.ts'
import { m } from './generated/messages.js'
import { type NoticeWords, noticeWords } from './notices.ts'

const WHY: Record<MailError, () => string> = {
  'no-connection': m.notices_mail_no_connection,
  'not-let-in': m.notices_mail_not_let_in,
  'put-off': m.notices_mail_put_off,
  'sender-refused': m.notices_mail_sender_refused,
  'address-refused': m.notices_mail_address_refused,
  'content-refused': m.notices_mail_content_refused,
  'past-use': m.notices_mail_past_use,
}

/** How a notice was sent: `12月4日18:00发了邮件`. */
export function mailWords({ state, sentAt, error }: MailRecord): string {
  if (state === 'sent' && sentAt !== null) return m.notices_mail_sent({ instant: formatInstant(sentAt) })
  if (state === 'none') return m.notices_mail_none()
  if (error === null) return m.notices_mail_waiting()
  const why = WHY[error]()
  return state === 'waiting' ? m.notices_mail_again({ why }) : m.notices_mail_failed({ why })
}

export type ShownNotice = NoticeWords & { id: number; at: string; isRead: boolean; mail: string }

/** A notice in the reader's language. */
export function shownNotice(notice: ToldNotice & { isRead: boolean; mail: MailRecord }): ShownNotice {
  return {
    ...noticeWords(notice),
    id: notice.id,
    at: formatInstant(notice.createdAt),
    isRead: notice.isRead,
    mail: mailWords(notice.mail),
  }
}
