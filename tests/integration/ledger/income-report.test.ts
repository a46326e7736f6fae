import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type RoleAssignment, scopeOf } from '#app/domain/access/roles.ts'
import { yearOf } from '#app/domain/kernel/calendar.ts'
import type { IncomeLevel } from '#app/domain/ledger/income-report.ts'
import { readIncomeReport } from '#app/queries/ledger/income-report.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  seedAccount,
  seedGround,
  seedHousehold,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedSettledSale } from '#seed/settled-sale.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

async function reader(
  role: 'county-office' | 'village-staff' | 'inspector',
  scopeCode: string,
): Promise<Actor> {
  const { account } = await seedAccount({ role, scopeCode })
  return { accountId: account.id, assignments: [{ role, scopeCode, agencyId: null } as RoleAssignment] }
}

async function report(
  actor: Actor,
  level: IncomeLevel,
  scopeCode = COUNTY,
  more: { withOrdinary?: boolean; asOf?: string } = {},
) {
  return readIncomeReport(actor, scopeOf(actor, rolesWith('income:read')), {
    year: yearOf(today()),
    level,
    scopeCode,
    withOrdinary: more.withOrdinary ?? false,
    asOf: more.asOf ?? today(),
  })
}

describe('the income report', () => {
  it('gives a household what was handed over, base and premium apart, to the fen', async () => {
    const sale = await seedSettledSale({ quantity: 3, unitPriceFen: 12_345, referencePriceFen: 11_111 })
    const actor = await reader('county-office', COUNTY)
    const rows = (await report(actor, 'household'))?.rows
    const household = await database().household.findUniqueOrThrow({ where: { id: sale.householdId } })
    expect(rows).toEqual([
      {
        divisionCode: `${VILLAGE}-01`,
        divisionName: '白鹿垭',
        isUnassigned: false,
        householdId: sale.householdId,
        householdNumber: household.number,
        household: household.alias,
        category: 'exited',
        headcount: 3,
        salesFen: 37_035,
        baseFen: 33_333,
        premiumFen: 3_702,
        orderCount: 1,
        lastSaleOn: today(),
      },
    ])
  })

  it('shows the name to the village and the alias to the county', async () => {
    await seedHousehold({ name: '测试甲', alias: '井边户' })
    const staff = await reader('village-staff', VILLAGE)
    const office = await reader('county-office', COUNTY)
    expect((await report(staff, 'household', VILLAGE))?.rows.map((r) => r.household)).toEqual(['测试甲'])
    expect((await report(office, 'household'))?.rows.map((r) => r.household)).toEqual(['井边户'])
  })

  it.each(['grid', 'village', 'town', 'area', 'county'] as const)(
    'adds up to the same total by %s',
    async (level) => {
      await seedSettledSale({ quantity: 1 })
      await seedSettledSale({ quantity: 2, unitPriceFen: 9_999, referencePriceFen: 10_000 })
      const made = await report(await reader('county-office', COUNTY), level)
      expect(made?.rows.reduce((sum, row) => sum + row.salesFen, 0)).toBe(12_000 + 19_998)
      expect(made?.totals).toEqual({
        salesFen: 31_998,
        baseFen: 11_000 + 19_998,
        premiumFen: 1_000,
        orderCount: 2,
      })
      expect(made?.months.reduce((sum, each) => sum + each.baseFen + each.premiumFen, 0)).toBe(31_998)
    },
  )

  it('shows towns outside every supervision area as unassigned', async () => {
    await seedSettledSale({ quantity: 1 })
    const made = await report(await reader('county-office', COUNTY), 'area')
    expect(made?.rows.map((r) => [r.isUnassigned, r.salesFen])).toEqual([[true, 12_000]])
  })

  it('leaves ordinary households out above household level unless asked', async () => {
    await seedSettledSale({ quantity: 1 })
    await seedSettledSale({
      quantity: 1,
      category: 'ordinary',
      unitPriceFen: 8_000,
      referencePriceFen: 8_000,
    })
    const actor = await reader('county-office', COUNTY)
    expect((await report(actor, 'village'))?.totals.salesFen).toBe(12_000)
    expect((await report(actor, 'village', COUNTY, { withOrdinary: true }))?.totals.salesFen).toBe(20_000)
    expect((await report(actor, 'household'))?.rows.map((r) => r.salesFen)).toEqual([12_000, 8_000])
  })

  it('is as it was known on the day asked for', async () => {
    await seedSettledSale({ quantity: 1 })
    const actor = await reader('county-office', COUNTY)
    expect((await report(actor, 'town', COUNTY, { asOf: '2020-01-01' }))?.totals.salesFen).toBe(0)
  })

  it('does not find what is out of scope', async () => {
    await seedSettledSale({ quantity: 1 })
    const foreign = await reader('county-office', FOREIGN_COUNTY)
    const staff = await reader('village-staff', VILLAGE)
    expect(await report(foreign, 'town', COUNTY)).toBeNull()
    expect(await report(staff, 'village', TOWN)).toBeNull()
    expect(await report(staff, 'household', '510981100211')).toBeNull()
    expect((await report(foreign, 'town', FOREIGN_COUNTY))?.totals.salesFen).toBe(0)
  })
})
