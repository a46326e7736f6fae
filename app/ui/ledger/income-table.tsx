import { type IncomeLevel, type IncomeRow, levelBelow, perHeadFen } from '#app/domain/ledger/income-report.ts'
import { formatAmount, formatCount, formatDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { type IncomeFilter, paths } from '#app/paths.ts'
import { MiniBar } from '#app/ui/primitives/month-chart.tsx'
import { type Column, Table } from '#app/ui/primitives/table.tsx'

/** A level in words. */
export function levelName(level: IncomeLevel): string {
  const names: Record<IncomeLevel, () => string> = {
    household: m.county_level_household,
    grid: m.county_level_grid,
    village: m.county_level_village,
    town: m.county_level_town,
    area: m.county_level_area,
    county: m.county_level_county,
  }
  return names[level]()
}

/** A household's category in words; for staff only, never in public. */
export function categoryName(category: string | null): string {
  const names: Record<string, () => string> = {
    exited: m.county_category_exited,
    unstable: m.county_category_unstable,
    marginal: m.county_category_marginal,
    sudden: m.county_category_sudden,
    ordinary: m.county_category_ordinary,
  }
  return category === null ? '' : (names[category]?.() ?? '')
}

function RowName({ row, level, filter }: { row: IncomeRow; level: IncomeLevel; filter: IncomeFilter }) {
  if (row.isUnassigned) return m.county_income_unassigned()
  if (level === 'household') {
    return (
      <>
        {row.household} <span className="soft num">{row.householdNumber}</span>
      </>
    )
  }
  const below = levelBelow(level)
  if (below === null || level === 'area') return row.divisionName
  return (
    <a href={paths.countyIncome({ ...filter, level: below, scope: row.divisionCode })}>{row.divisionName}</a>
  )
}

type IncomeTableProps = {
  report: {
    level: IncomeLevel
    rows: IncomeRow[]
    totals: { salesFen: number; baseFen: number; premiumFen: number }
  }
  filter: IncomeFilter
}

/** The rows of an income report, each name a way down to what it is made of. */
export function IncomeTable({ report, filter }: IncomeTableProps) {
  const { level, rows, totals } = report
  const mostFen = Math.max(1, ...rows.map((row) => row.salesFen))
  const columns: Column<IncomeRow>[] = [
    {
      key: 'name',
      heading: levelName(level),
      isRowHeading: true,
      cell: (row) => <RowName row={row} level={level} filter={filter} />,
      total: m.word_total(),
    },
    ...(level === 'household'
      ? [
          {
            key: 'place',
            heading: m.county_level_village(),
            onlyWide: true,
            cell: (row: IncomeRow) => row.divisionName,
          },
          {
            key: 'category',
            heading: m.county_income_category(),
            onlyWide: true,
            cell: (row: IncomeRow) => categoryName(row.category),
          },
        ]
      : []),
    {
      key: 'headcount',
      heading: m.county_income_headcount(),
      numeric: true,
      onlyWide: true,
      cell: (row) => (row.isUnassigned ? '' : formatCount(row.headcount)),
    },
    {
      key: 'base',
      heading: m.county_income_base_yuan(),
      numeric: true,
      onlyWide: true,
      cell: (row) => formatAmount(row.baseFen),
      total: formatAmount(totals.baseFen),
    },
    {
      key: 'premium',
      heading: m.county_income_premium_yuan(),
      numeric: true,
      onlyWide: true,
      cell: (row) => <span className="plus">{formatAmount(row.premiumFen)}</span>,
      total: formatAmount(totals.premiumFen),
    },
    {
      key: 'sales',
      heading: m.county_income_sales_yuan(),
      numeric: true,
      cell: (row) => <b>{formatAmount(row.salesFen)}</b>,
      total: formatAmount(totals.salesFen),
    },
    {
      key: 'per-head',
      heading: m.county_income_per_head_yuan(),
      numeric: true,
      onlyWide: level === 'household',
      cell: (row) => {
        const each = row.isUnassigned ? null : perHeadFen(row)
        return each === null ? '' : formatAmount(each)
      },
    },
    {
      key: 'orders',
      heading: m.county_income_orders(),
      numeric: true,
      onlyWide: true,
      cell: (row) => formatCount(row.orderCount),
    },
    {
      key: 'last',
      heading: m.county_income_last_sale(),
      onlyWide: true,
      noWrap: true,
      cell: (row) => (row.lastSaleOn === null ? m.county_income_never() : formatDay(row.lastSaleOn)),
    },
    {
      key: 'bar',
      heading: <span className="vh">{m.county_income_split()}</span>,
      onlyWide: true,
      apart: true,
      cell: (row) => (
        <MiniBar
          baseFen={Math.max(0, row.baseFen)}
          premiumFen={Math.max(0, row.premiumFen)}
          mostFen={mostFen}
        />
      ),
    },
  ]
  return (
    <Table
      caption={m.county_income_by({ level: levelName(level) })}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.divisionCode} ${row.householdId ?? ''}`}
      empty={m.county_income_empty()}
    />
  )
}
