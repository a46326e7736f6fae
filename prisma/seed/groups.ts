import { database } from '#app/db/client.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { VILLAGE } from './builders.ts'

/** A ten-household group with these households and weights, all from the same day on. */
export async function seedGroup(
  members: readonly { householdId: number; weight: number }[],
  input: { villageCode?: string; name?: string; startsOn?: string } = {},
): Promise<{ id: number; name: string }> {
  const villageCode = input.villageCode ?? VILLAGE
  const countyCode = `${villageCode.slice(0, 6)}000000`
  const name = input.name ?? '向阳十户组'
  const fromDay = toDateColumn(input.startsOn ?? '2024-01-01')
  return database().householdGroup.create({
    data: {
      countyCode,
      villageCode,
      name,
      fromDay,
      recordedBy: 1,
      members: { create: members.map((member) => ({ ...member, countyCode, fromDay, recordedBy: 1 })) },
    },
    select: { id: true, name: true },
  })
}
