/** What is told on a timer: mails out of the outbox, reminders, events that wait to be closed, and goods that can be ordered again. */
import { nagUnclosedEvents } from '#app/commands/notices/nag-unclosed-events.server.ts'
import { remindBuyers } from '#app/commands/notices/remind-buyers.server.ts'
import { remindOrganizers } from '#app/commands/notices/remind-organizers.server.ts'
import { sendMails } from '#app/commands/notices/send-mails.server.ts'
import { tellWatchers } from '#app/commands/notices/tell-watchers.server.ts'
import { settings } from '#app/config/env.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { noticeLetter } from '#app/files/notice-letter.ts'
import { readGoodsBack } from '#app/queries/notices/goods-back.server.ts'

/** Where the links of letters lead: the public address, or this machine's while there is none. */
function letterOrigin(): string {
  const { publicUrl, port } = settings()
  return publicUrl?.origin ?? `http://localhost:${port}`
}

export async function mailNotices(stopping: AbortSignal): Promise<number> {
  const origin = letterOrigin()
  return sendMails(SYSTEM_ACTOR, {
    writeLetter: (told, language) => noticeLetter(told, language, origin),
    stopping,
  })
}

export async function remind(): Promise<number> {
  return (await remindBuyers(SYSTEM_ACTOR)) + (await remindOrganizers(SYSTEM_ACTOR))
}

export async function nag(): Promise<number> {
  return nagUnclosedEvents(SYSTEM_ACTOR)
}

export async function tellOfGoodsBack(): Promise<number> {
  return tellWatchers(SYSTEM_ACTOR, { goods: await readGoodsBack() })
}
