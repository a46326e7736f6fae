import { COOPERATIVE_KINDS, type CooperativeKind } from '#app/domain/catalogue/purchase-contract.ts'
import { formatAmount, formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { cooperativeKind } from '#app/ui/catalogue/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'

type Row = {
  id: number
  href: string
  name: string
  kind: CooperativeKind
  householdCount: number
  earnedFen: number
  marginFen: number
}

/** Who buys from households by contract, what those earned, and what was kept above it. */
export function CooperativeTable({ rows }: { rows: readonly Row[] }) {
  const sumOf = (part: 'earnedFen' | 'marginFen') => rows.reduce((sum, row) => sum + row[part], 0)
  return (
    <Table
      caption={m.contract_title()}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.contract_none_yet()}
      columns={[
        {
          key: 'name',
          heading: m.contract_column_name(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <a href={row.href}>{row.name}</a>
              <br />
              <span className="soft">{cooperativeKind(row.kind)}</span>
            </>
          ),
          total: m.contract_total(),
        },
        {
          key: 'households',
          heading: m.contract_column_households(),
          numeric: true,
          onlyWide: true,
          cell: (row) => formatCount(row.householdCount),
        },
        {
          key: 'earned',
          heading: m.contract_column_earned(),
          numeric: true,
          cell: (row) => formatAmount(row.earnedFen),
          total: formatAmount(sumOf('earnedFen')),
        },
        {
          key: 'margin',
          heading: m.contract_column_margin(),
          numeric: true,
          cell: (row) => formatAmount(row.marginFen),
          total: formatAmount(sumOf('marginFen')),
        },
      ]}
    />
  )
}

export function CooperativeForm({
  answer,
}: {
  answer: { values: Record<string, string>; errors: Record<string, string> } | null
}) {
  const field = (name: string) => ({
    name,
    error: answer?.errors[name],
    defaultValue: answer?.values[name] ?? '',
  })
  return (
    <section>
      <h2 className="mb-4">{m.contract_add_cooperative()}</h2>
      <form method="post" className="stack narrow">
        <ErrorSummary errors={answer?.errors ?? {}} />
        <TextInput
          {...field('name')}
          label={m.contract_column_name()}
          maxLength={60}
          autoComplete="off"
          required
        />
        <Select
          {...field('kind')}
          label={m.contract_kind()}
          options={COOPERATIVE_KINDS.map((kind) => ({ value: kind, label: cooperativeKind(kind) }))}
          required
        />
        <Button tone="go">{m.contract_add_cooperative_do()}</Button>
      </form>
    </section>
  )
}
