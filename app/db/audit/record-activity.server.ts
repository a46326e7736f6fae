import type { Transaction } from '../client.server.ts'

export type Activity = {
  countyCode: string
  actorId: number | null
  /** The command, in the glossary's words: `lot:list`. */
  act: string
  subjectKind: string
  subjectId: string | number
  scopeCode?: string | null
  /** Codes, ids and figures; never a name, a number or an address of a person. */
  facts?: Record<string, string | number | boolean | null | string[] | number[]>
}

/** Adds the one activity record of an act, in the act's own transaction. */
export async function recordActivity(tx: Transaction, activity: Activity): Promise<void> {
  await tx.activityRecord.create({
    data: {
      countyCode: activity.countyCode,
      actorId: activity.actorId,
      act: activity.act,
      subjectKind: activity.subjectKind,
      subjectId: String(activity.subjectId),
      scopeCode: activity.scopeCode ?? null,
      facts: activity.facts ?? {},
    },
    select: { id: true },
  })
}
