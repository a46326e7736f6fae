import { formatAmount, formatQuantity, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Table } from '#app/ui/primitives/table.tsx'
import { householdName, type ShownHousehold, type ShownProduct } from './words.ts'

type PoolRow = {
  lotId: number
  household: ShownHousehold
  isLeadFarmer: boolean
  listed: number
  given: number
  feeFen: number | null
  paidFen: number
}

/** What each household has in the pool, the lead farmer's own share, and the fees so far. */
export function PoolTable({ rows, product }: { rows: readonly PoolRow[]; product: ShownProduct }) {
  const total = rows.reduce((sum, row) => sum + row.paidFen, 0)
  return (
    <Table
      caption={m.lead_fee_pool()}
      rows={rows}
      rowKey={(row) => row.lotId}
      columns={[
        {
          key: 'household',
          heading: m.lead_fee_column_household(),
          isRowHeading: true,
          cell: (row) => (
            <>
              {householdName(row.household)}
              <br />
              <span className="soft">
                {row.isLeadFarmer && m.lead_fee_own()}
                {row.feeFen !== null && m.lead_fee_each({ fee: formatUnitPrice(row.feeFen, product) })}
              </span>
            </>
          ),
        },
        {
          key: 'listed',
          heading: m.record_column_listed(),
          numeric: true,
          cell: (row) => formatQuantity(row.listed, product),
        },
        {
          key: 'given',
          heading: m.record_column_given(),
          numeric: true,
          cell: (row) => formatQuantity(row.given, product),
        },
        {
          key: 'fees',
          heading: m.lead_fee_column_paid(),
          numeric: true,
          cell: (row) => (row.feeFen === null ? '' : formatAmount(row.paidFen)),
          total: formatAmount(total),
        },
      ]}
    />
  )
}
