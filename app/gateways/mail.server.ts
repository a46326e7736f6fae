/**
 * The mail server. A letter is handed over once a call; whether it was taken is the answer, never an exception, and a
 * connection that breaks in the middle is not tried again here: the outbox does that, under the same Message-ID.
 */
import nodemailer from 'nodemailer'
import { settings } from '#app/config/env.server.ts'
import type { MailError } from '#app/domain/notices/mail-tries.ts'

export type Letter = {
  to: string
  /** The same for every try of the same letter: receivers drop the second of two with one Message-ID. */
  messageKey: string
  /** The sender's name where the settings name none. */
  fromName: string
  subject: string
  text: string
  html: string
  /** A BCP 47 tag. */
  language: string
  calendars: { filename: string; content: string }[]
  unsubscribeUrl: string
}

/** `isFinal`: another try would be answered the same. */
export type MailAnswer = { ok: true } | { ok: false; error: MailError; isFinal: boolean }

export type MailGateway = {
  send: (letter: Letter) => Promise<MailAnswer>
  close: () => void
}

type MailOptions = { url: string; from: { name: string | null; address: string } }

const CONNECTIONS = 3
const SEND_LIMIT_MS = 60_000
const GRACE_MS = 4_000

/**
 * A gateway over SMTP; its connections are kept until it is closed. Once the process is `stopping`, letters under way
 * have a few seconds more.
 */
export function smtpMail({ url, from }: MailOptions, stopping: AbortSignal): MailGateway {
  const transport = nodemailer.createTransport({
    pool: true,
    url,
    maxConnections: CONNECTIONS,
    // A letter whose connection closes may have been taken: the pool must not send it again on its own.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
  })
  const cut = new AbortController()
  let grace: NodeJS.Timeout | undefined
  const onStop = () => {
    grace = setTimeout(() => cut.abort(), GRACE_MS)
  }
  if (stopping.aborted) onStop()
  else stopping.addEventListener('abort', onStop, { once: true })
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    async send(letter) {
      try {
        await transport.sendMail({
          from: { name: from.name ?? letter.fromName, address: from.address },
          to: { name: '', address: letter.to },
          messageId: `<${letter.messageKey}@${domain}>`,
          subject: letter.subject,
          text: letter.text,
          html: letter.html,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
          list: { unsubscribe: { url: letter.unsubscribeUrl, comment: '' } },
          attachments: letter.calendars.map(({ filename, content }) => ({
            filename,
            content,
            contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
          })),
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: AbortSignal.any([cut.signal, AbortSignal.timeout(SEND_LIMIT_MS)]),
        })
        return { ok: true }
      } catch (error) {
        return { ok: false, ...judged(error) }
      }
    },
    close: () => {
      clearTimeout(grace)
      stopping.removeEventListener('abort', onStop)
      transport.close({ force: true })
    },
  }
}

type SmtpError = { code?: string; command?: string; responseCode?: number }

/** What a failure means. Only a 5xx about the address or the letter itself is for good; the rest an office can mend. */
function judged(error: unknown): { error: MailError; isFinal: boolean } {
  const { code, command, responseCode = 0 } = error as SmtpError
  if (code === 'EAUTH') return { error: 'not-let-in', isFinal: false }
  if (responseCode >= 500 && command === 'MAIL FROM') return { error: 'sender-refused', isFinal: false }
  if (responseCode >= 500 && command === 'RCPT TO') return { error: 'address-refused', isFinal: true }
  if (responseCode >= 500 && command === 'DATA') return { error: 'content-refused', isFinal: true }
  // An address that can't be written into an envelope at all.
  if (code === 'EENVELOPE' && responseCode === 0) return { error: 'address-refused', isFinal: true }
  if (responseCode >= 400) return { error: 'put-off', isFinal: false }
  return { error: 'no-connection', isFinal: false }
}

/** The mail server of the settings; null where none is set. */
export function liveMail(stopping: AbortSignal): MailGateway | null {
  const { smtpUrl, mailFrom } = settings()
  return smtpUrl === null ? null : smtpMail({ url: smtpUrl, from: mailFrom }, stopping)
}
