import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { Transaction } from '../client.server.ts'
import { hashText, openText } from '../sealed/field-cipher.server.ts'

/** Who may fetch from the doors of a village: an account with the village's own people or a helper of these households. */
export type Carrier = { accountId: number; nameSealed: string; phoneSealed: string | null; isHelper: boolean }

/** The village's people first. `today` is the business day that pairings hold on. */
export async function readCarriers(
  client: Pick<Transaction, 'account' | 'pairing'>,
  {
    villageCode,
    householdIds,
    today,
  }: { villageCode: string; householdIds: readonly number[]; today: string },
): Promise<Carrier[]> {
  const day = toDateColumn(today)
  const pairings = await client.pairing.findMany({
    where: {
      householdId: { in: [...householdIds] },
      helperPhoneSealed: { not: null },
      fromDay: { lte: day },
      OR: [{ toDay: null }, { toDay: { gte: day } }],
    },
    select: { helperPhoneSealed: true },
  })
  const phones = pairings.map(({ helperPhoneSealed }) =>
    openText('pairing.helper-phone', helperPhoneSealed ?? ''),
  )
  const own = {
    role: { in: ['village-staff', 'village-lead', 'grid-worker'] },
    scopeCode: { startsWith: villageCode },
    endedAt: null,
  }
  const rows = await client.account.findMany({
    where: {
      endedAt: null,
      OR: [
        { assignments: { some: own } },
        { phoneHash: { in: phones.map((phone) => hashText('account.phone', phone)) } },
      ],
    },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      nameSealed: true,
      phoneSealed: true,
      assignments: { where: own, select: { id: true } },
    },
  })
  return rows
    .map(({ id, assignments, ...row }) => ({ accountId: id, ...row, isHelper: assignments.length === 0 }))
    .sort((a, b) => Number(a.isHelper) - Number(b.isHelper) || a.accountId - b.accountId)
}
