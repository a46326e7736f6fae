import { parsePhone } from '#app/domain/intake/identity.ts'
import { cleanName } from '#app/domain/intake/text.ts'
import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type Helper, type HelperRefusal, readHelper } from '#app/domain/people/pairing-helper.ts'
import type { Transaction } from '../client.server.ts'
import { hashText, openText, sealText } from '../sealed/field-cipher.server.ts'

export type StoredPairing = {
  id: number
  agencyId: number
  helperName: string
  startsOn: CivilDate
  endsOn: CivilDate | null
  endReason: string | null
}

/**
 * A household with all its pairings, held so that nobody pairs it meanwhile, and the village it belongs to, or belonged
 * to when it was closed. Null where there is none.
 */
export async function holdHousehold(tx: Transaction, householdId: number) {
  await tx.$queryRaw`SELECT id FROM household WHERE id = ${householdId} FOR NO KEY UPDATE`
  const [state, rows] = await Promise.all([
    tx.householdState.findFirst({
      where: { householdId },
      orderBy: { fromDay: 'desc' },
      select: { countyCode: true, villageCode: true, household: { select: { closedOn: true } } },
    }),
    tx.pairing.findMany({ where: { householdId }, orderBy: { id: 'asc' } }),
  ])
  if (state === null) return null
  const pairings = rows.map(
    (row): StoredPairing => ({
      id: row.id,
      agencyId: row.agencyId,
      helperName: openText('pairing.helper-name', row.helperNameSealed),
      startsOn: fromDateColumn(row.fromDay),
      endsOn: row.toDay === null ? null : fromDateColumn(row.toDay),
      endReason: row.endReason,
    }),
  )
  const { countyCode, villageCode, household } = state
  return { countyCode, villageCode, isClosed: household.closedOn !== null, pairings }
}

/** A helper as an office types it in, with the agency that sends it. */
export type TypedHelper = {
  agencyId: number | null
  helperName: string
  helperTitle: string
  helperPhone: string
}
export type TypedHelperRefusal = HelperRefusal | 'pairing-agency-missing'

/** Reads a helper as typed in, sent by an agency of the county. */
export async function findHelper(
  tx: Transaction,
  countyCode: string,
  { agencyId, helperName, helperTitle, helperPhone }: TypedHelper,
): Promise<Verdict<Helper & { agencyId: number }, TypedHelperRefusal>> {
  const agency =
    agencyId === null
      ? null
      : await tx.agency.findFirst({ where: { id: agencyId, countyCode }, select: { id: true } })
  if (agency === null) return refuse('pairing-agency-missing')
  const helper = readHelper({
    name: cleanName(helperName),
    title: helperTitle,
    phone: { typed: helperPhone, read: parsePhone(helperPhone) },
  })
  return helper.ok ? accept({ ...helper.value, agencyId: agency.id }) : helper
}

/** A helper as it is stored: the name and the telephone sealed. */
export function sealedHelper(helper: { name: string; title: string | null; phone: string | null }) {
  return {
    helperNameSealed: sealText('pairing.helper-name', helper.name),
    helperTitle: helper.title,
    helperPhoneSealed: helper.phone === null ? null : sealText('pairing.helper-phone', helper.phone),
    helperPhoneHash: helper.phone === null ? null : hashText('pairing.helper-phone', helper.phone),
  }
}
