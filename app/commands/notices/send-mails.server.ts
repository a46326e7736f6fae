import { createHash } from 'node:crypto'
import { database } from '#app/db/client.server.ts'
import {
  type ClaimedMail,
  claimMails,
  type MailOutcome,
  settleMail,
} from '#app/db/notices/mail-queue.server.ts'
import { toldNotices } from '#app/db/notices/told-notices.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { isPastUse, waitSeconds } from '#app/domain/notices/mail-tries.ts'
import type { ToldNotice } from '#app/domain/notices/told-notice.ts'
import { type Letter, liveMail, type MailAnswer, type MailGateway } from '#app/gateways/mail.server.ts'

/** The words of a letter, which its caller brings along: made for one notice, in one language. */
export type WriteLetter = (told: ToldNotice, language: string) => Omit<Letter, 'to' | 'messageKey'>

export type SendMailsInput = {
  writeLetter: WriteLetter
  /** The process is about to end: nothing more is claimed. */
  stopping: AbortSignal
}

const liveDeps = { openMail: liveMail }
type Deps = { openMail: (stopping: AbortSignal) => MailGateway | null }

const BATCH = 12

/**
 * Hands the mails whose time has come to the mail server, until none is left. Each is recorded as sent, to be tried
 * again later, or failed for good; the same mail is never in two hands. Does nothing where mail is not set up.
 * Returns how many were sent.
 */
export async function sendMails(
  _actor: SystemActor,
  { writeLetter, stopping }: SendMailsInput,
  deps: Deps = liveDeps,
): Promise<number> {
  const mail = deps.openMail(stopping)
  if (mail === null) return 0
  let sent = 0
  try {
    while (!stopping.aborted) {
      const claimed = await claimMails(database(), BATCH)
      if (claimed.length === 0) break
      const told = await toldNotices(
        database(),
        claimed.map((one) => one.row),
      )
      const outcomes = await Promise.all(
        claimed.map(async (one, index) => {
          const outcome = await outcomeOf(one, told[index], { mail, writeLetter })
          await settleMail(database(), one, outcome)
          return outcome
        }),
      )
      sent += outcomes.filter((outcome) => outcome.state === 'sent').length
    }
  } finally {
    mail.close()
  }
  return sent
}

async function outcomeOf(
  claimed: ClaimedMail,
  told: ToldNotice | undefined,
  { mail, writeLetter }: { mail: MailGateway; writeLetter: WriteLetter },
): Promise<MailOutcome> {
  if (claimed.emailSealed === null || told === undefined) return { state: 'none' }
  if (isPastUse({ facts: claimed.facts, createdAt: claimed.row.createdAt }, claimed.now)) {
    return { state: 'failed', error: 'past-use' }
  }
  const letter: Letter = {
    ...writeLetter(told, claimed.language),
    to: openText('account.email', claimed.emailSealed),
    messageKey: messageKey(claimed),
  }
  return afterAnswer(await mail.send(letter), claimed.tries)
}

function afterAnswer(answer: MailAnswer, tries: number): MailOutcome {
  if (answer.ok) return { state: 'sent' }
  if (answer.isFinal) return { state: 'failed', error: answer.error }
  return { state: 'waiting', error: answer.error, waitSeconds: waitSeconds(tries) }
}

/** Says nothing to whoever reads it, and is another in another installation that counts from one as well. */
function messageKey({ row, onceKey }: ClaimedMail): string {
  const hash = createHash('sha256').update(`${onceKey} ${row.createdAt.toISOString()}`).digest('hex')
  return `${row.id}.${hash.slice(0, 20)}`
}
