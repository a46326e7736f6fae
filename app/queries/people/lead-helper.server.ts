/** Who helps a household now. */
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { maskName, maskPhone, seesNameInFull } from '#app/domain/access/visibility.ts'
import { type CivilDate, civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'

/** The name in full only for who sees the household's own; the telephone never. */
export type LeadHelper = {
  name: string
  title: string | null
  phone: string | null
  agency: string
  startsOn: CivilDate
}

/** Of a household that is in scope: the caller has seen to that. Null where nobody helps it today. */
export async function readLeadHelper(
  actor: Actor,
  householdId: number,
  now: Date,
): Promise<LeadHelper | null> {
  const db = readDatabase()
  const today = toDateColumn(civilDateOf(now))
  const [state, pairing] = await Promise.all([
    db.householdState.findFirst({
      where: { householdId, toDay: null },
      select: { villageCode: true, gridCode: true },
    }),
    db.pairing.findFirst({
      where: { householdId, fromDay: { lte: today }, OR: [{ toDay: null }, { toDay: { gte: today } }] },
      select: {
        helperNameSealed: true,
        helperTitle: true,
        helperPhoneSealed: true,
        fromDay: true,
        agency: { select: { name: true } },
      },
    }),
  ])
  if (pairing === null) return null
  const name = openText('pairing.helper-name', pairing.helperNameSealed)
  const { helperPhoneSealed: phone } = pairing
  return {
    name: state !== null && seesNameInFull(actor, state) ? name : maskName(name),
    title: pairing.helperTitle,
    phone: phone && maskPhone(openText('pairing.helper-phone', phone)),
    agency: pairing.agency.name,
    startsOn: fromDateColumn(pairing.fromDay),
  }
}
