import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type CountySettings,
  checkSettings,
  DEFAULT_SETTINGS,
  type SettingsRefusal,
} from '#app/domain/people/county-settings.ts'

/** Sets what a county decides for itself. Holds for what is listed, ordered and paid from now on. */
export async function changeSettings(
  actor: Actor,
  scope: Scope,
  input: { countyCode: string } & CountySettings,
): Promise<Verdict<null, 'out-of-scope' | SettingsRefusal>> {
  const { countyCode, ...settings } = input
  const { premiumCapPercent, cashRoundingFen, unpaidOrdersMost, noShowSharePercent } = settings
  const isReached = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'settings:change') || !isReached) return refuse('out-of-scope')
  const judged = checkSettings(settings)
  if (!judged.ok) return judged
  return inTransaction(async (tx) => {
    await tx.countySetting.createMany({ data: [{ countyCode, ...DEFAULT_SETTINGS }], skipDuplicates: true })
    await tx.$queryRaw`SELECT county_code FROM county_setting WHERE county_code = ${countyCode} FOR UPDATE`
    const before = await tx.countySetting.findUniqueOrThrow({ where: { countyCode } })
    await tx.countySetting.update({ where: { countyCode }, data: settings })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'settings:change',
      subjectKind: 'county',
      subjectId: countyCode,
      scopeCode: countyCode,
      facts: {
        premiumCapPercentFrom: before.premiumCapPercent,
        premiumCapPercentTo: premiumCapPercent,
        cashRoundingFenFrom: before.cashRoundingFen,
        cashRoundingFenTo: cashRoundingFen,
        unpaidOrdersMostFrom: before.unpaidOrdersMost,
        unpaidOrdersMostTo: unpaidOrdersMost,
        noShowSharePercentFrom: before.noShowSharePercent,
        noShowSharePercentTo: noShowSharePercent,
        helpDayReadingFrom: before.helpDayReading,
        helpDayReadingTo: settings.helpDayReading,
        // That it changed, and who did it; the number itself stands in the settings.
        isTransferAccountChanged:
          before.transferAccount !== settings.transferAccount ||
          before.transferPayee !== settings.transferPayee,
      },
    })
    return accept(null)
  })
}
