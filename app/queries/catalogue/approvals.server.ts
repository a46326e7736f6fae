/** Goods that wait for the village lead, each with what there is to judge it by. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { highestWithinCap } from '#app/domain/catalogue/price.ts'
import { readHouseholdsById } from './village-households.server.ts'
import { householdIdsOf, LOT, toVillageLot, type VillageLot } from './village-lots.server.ts'

export type PendingLot = VillageLot & {
  capPercent: number
  /** The highest price that needs no second person. */
  capPriceFen: number
  witness: string | null
  /** Who listed it; null for an account that is none. */
  listedBy: string | null
  /** Listed by the one who looks: somebody else must approve it. */
  isOwn: boolean
}

const MOST = 100

/** Oldest first. */
export async function readApprovals(actor: Actor, scope: Scope): Promise<PendingLot[]> {
  const db = readDatabase()
  const rows = await db.lot.findMany({
    where: { state: 'pending', offer: { OR: withinScope(scope, 'villageCode') } },
    orderBy: { id: 'asc' },
    take: MOST,
    select: { ...LOT, countyCode: true, listedBy: true, agreementWitnessSealed: true },
  })
  const [households, names, caps] = await Promise.all([
    readHouseholdsById(actor, householdIdsOf(rows)),
    readNames(rows.flatMap((row) => row.listedBy ?? [])),
    readCaps(rows.map((row) => row.countyCode)),
  ])
  return rows.map(({ countyCode, listedBy, agreementWitnessSealed: witness, ...row }) => {
    const capPercent = caps.get(countyCode) ?? 0
    return {
      ...toVillageLot(row, households),
      capPercent,
      capPriceFen: highestWithinCap(row.referencePriceFen, capPercent),
      witness: witness === null ? null : openText('lot.witness', witness),
      listedBy: listedBy === null ? null : (names.get(listedBy) ?? null),
      isOwn: listedBy === actor.accountId,
    }
  })
}

async function readNames(accountIds: readonly number[]): Promise<Map<number, string>> {
  const accounts = await readDatabase().account.findMany({
    where: { id: { in: [...new Set(accountIds)] } },
    select: { id: true, nameSealed: true },
  })
  return new Map(accounts.map(({ id, nameSealed }) => [id, openText('account.name', nameSealed)]))
}

async function readCaps(countyCodes: readonly string[]): Promise<Map<string, number>> {
  const unique = [...new Set(countyCodes)]
  const caps = await Promise.all(unique.map((code) => readPremiumCap(readDatabase(), code)))
  return new Map(unique.map((code, index) => [code, caps[index] ?? 0]))
}
