import { DEFAULT_SETTINGS } from '#app/domain/people/county-settings.ts'
import type { Transaction } from '../client.server.ts'

/** How far above its reference a price may be without a second person, in percent: the county's setting. */
export async function readPremiumCap(
  db: Pick<Transaction, 'countySetting'>,
  countyCode: string,
): Promise<number> {
  const setting = await db.countySetting.findUnique({
    where: { countyCode },
    select: { premiumCapPercent: true },
  })
  return setting?.premiumCapPercent ?? DEFAULT_SETTINGS.premiumCapPercent
}
