import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { maskName } from '#app/domain/access/visibility.ts'

/** Who ordered, as a desk shows it: masked. `fullName` stays in the server, to be searched in. */
export type Buyer = { fullName: string; shownName: string }

/** The buyers of an event's orders by account. */
export async function readBuyers(accountIds: readonly (number | null)[]): Promise<Map<number, Buyer>> {
  const ids = [...new Set(accountIds.flatMap((id) => (id === null ? [] : [id])))]
  const rows = await readDatabase().account.findMany({
    where: { id: { in: ids } },
    select: { id: true, nameSealed: true },
  })
  return new Map(
    rows.map(({ id, nameSealed }) => {
      const fullName = openText('account.name', nameSealed)
      return [id, { fullName, shownName: maskName(fullName) }]
    }),
  )
}
