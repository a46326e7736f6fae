/** A household's lead helper, as the register holds him. */
import { database } from '#app/db/client.server.ts'
import { sealedHelper } from '#app/db/people/pairing-place.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { VILLAGE } from './builders.ts'

export async function seedPairing(input: {
  householdId: number
  agencyId: number
  helperName?: string
  phone?: string
  startsOn?: string
  villageCode?: string
}) {
  const villageCode = input.villageCode ?? VILLAGE
  return database().pairing.create({
    data: {
      countyCode: `${villageCode.slice(0, 6)}000000`,
      villageCode,
      householdId: input.householdId,
      agencyId: input.agencyId,
      ...sealedHelper({ name: input.helperName ?? '陈某某', title: '科员', phone: input.phone ?? null }),
      fromDay: toDateColumn(input.startsOn ?? '2025-03-08'),
    },
  })
}
