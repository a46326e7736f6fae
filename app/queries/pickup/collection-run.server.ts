/** The run that fetches a village's goods from its doors for an event: who, and in what order what. */
import { readDatabase } from '#app/db/client.server.ts'
import { readCarriers } from '#app/db/pickup/carriers.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { type BringHousehold, type BringList, readBringList } from './bring-lists.server.ts'

export type CollectionRun = {
  list: BringList
  /** By grid and number, of the list that was asked for; a grid worker's own. */
  stops: BringHousehold[]
  /** Who fetches; null while nobody was named. */
  carrier: string | null
  /** Whom the reader may name; empty for a grid worker. */
  carriers: { accountId: number; name: string; isHelper: boolean }[]
}

/** Null where there is no such list in scope. */
export async function readCollectionRun(
  actor: Actor,
  scope: Scope,
  listId: number,
  now: Date,
): Promise<CollectionRun | null> {
  const list = await readBringList(actor, scope, listId)
  if (list === null) return null
  const db = readDatabase()
  const { eventId, villageCode } = await db.bringList.findUniqueOrThrow({
    where: { id: listId },
    select: { eventId: true, villageCode: true },
  })
  const run = await db.collectionRun.findFirst({
    where: { eventId, villageCode },
    orderBy: { id: 'desc' },
    select: { carrierId: true },
  })
  const stops = list.households.filter((household) => household.isDoorStep)
  const [carrier, carriers] = await Promise.all([
    run === null
      ? null
      : db.account.findUniqueOrThrow({ where: { id: run.carrierId }, select: { nameSealed: true } }),
    reaches(scope, villageCode)
      ? readCarriers(db, {
          villageCode,
          householdIds: list.households.map(({ id }) => id),
          today: civilDateOf(now),
        })
      : [],
  ])
  return {
    list,
    stops,
    carrier: carrier && openText('account.name', carrier.nameSealed),
    carriers: carriers.map(({ accountId, nameSealed, isHelper }) => ({
      accountId,
      name: openText('account.name', nameSealed),
      isHelper,
    })),
  }
}
