import { database } from '#app/db/client.server.ts'
import { factsOf } from '#app/db/notices/told-notices.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { NoticeFacts } from '#app/domain/notices/kinds.ts'

/** Marks one of the actor's own notices read, and says what it is about. When it was first read stays. */
export async function openNotice(
  actor: Actor,
  input: { noticeId: number },
): Promise<Verdict<{ orderId: string | null; facts: NoticeFacts }, 'not-found'>> {
  const notice = await database().notice.findFirst({
    where: { id: input.noticeId, accountId: actor.accountId },
    select: { kind: true, orderId: true, facts: true },
  })
  if (!notice) return refuse('not-found')
  await database().notice.updateMany({
    where: { id: input.noticeId, readAt: null },
    data: { readAt: new Date() },
  })
  return accept({ orderId: notice.orderId, facts: factsOf(notice) })
}
