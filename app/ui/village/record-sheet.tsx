import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import {
  formatAmount,
  formatDay,
  formatMoney,
  formatQuantity,
  formatUnitPrice,
  formatWeight,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Totals } from '#app/ui/primitives/facts.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { gridWords } from './bring-words.ts'
import { PartTable, type ShownPart } from './group-tables.tsx'
import { weightWords } from './group-words.ts'

type Product = { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }

export type ShownRecord = {
  household: { number: string; name: string }
  village: string
  gridCode: string | null
  year: number
  listed: readonly {
    key: string
    product: Product
    unitPriceFen: number
    pricedBy: 'piece' | 'jin'
    listed: number
    given: number
    left: number
  }[]
  sold: readonly {
    key: string
    day: string
    product: Product
    quantity: number
    weightGrams: number | null
    amountFen: number
  }[]
  others: readonly { key: string; day: string; kind: 'paid' | 'no-show-share'; amountFen: number }[]
  groups: readonly {
    groupId: number
    name: string
    weight: { own: number; total: number } | null
    parts: readonly ShownPart[]
  }[]
  soldFen: number
  paidFen: number
  owedFen: number
}

const OTHERS = { paid: m.record_paid, 'no-show-share': m.record_no_show } as const

/** A household's own paper in large type, with a line to sign: what it listed, sold, was paid and is owed. */
export function RecordSheet({ record }: { record: ShownRecord }) {
  const { household, village, gridCode, year, listed, sold, others, groups } = record
  return (
    <article className="record stack">
      <h1>{m.record_of({ name: household.name, year })}</h1>
      <p>
        {village} {gridWords(gridCode)}
        <br />
        <span className="soft">{m.record_number({ number: household.number })}</span>
      </p>
      <Totals
        rows={[
          { key: 'sold', name: m.record_sold_total(), value: formatMoney(record.soldFen) },
          { key: 'paid', name: m.record_paid_total(), value: formatMoney(record.paidFen) },
          { key: 'owed', name: m.record_owed(), value: formatMoney(record.owedFen), kind: 'all' },
        ]}
      />
      <Table
        caption={m.record_sold()}
        rows={sold}
        rowKey={(row) => row.key}
        empty={m.record_sold_none()}
        columns={[
          {
            key: 'what',
            heading: m.record_column_what(),
            isRowHeading: true,
            cell: (row) => (
              <>
                {productName(row.product)} {formatQuantity(row.quantity, row.product)}
                <br />
                <span className="soft">
                  {formatDay(row.day)}
                  {row.weightGrams !== null && ` · ${formatWeight(row.weightGrams)}`}
                </span>
              </>
            ),
          },
          {
            key: 'amount',
            heading: m.record_column_yuan(),
            numeric: true,
            cell: (row) => formatAmount(row.amountFen),
            total: formatAmount(record.soldFen),
          },
        ]}
      />
      {others.length > 0 && (
        <Table
          caption={m.record_others()}
          rows={others}
          rowKey={(row) => `${row.key} ${row.kind}`}
          columns={[
            {
              key: 'what',
              heading: m.record_column_what(),
              isRowHeading: true,
              cell: (row) => (
                <>
                  {OTHERS[row.kind]()}
                  <br />
                  <span className="soft">{formatDay(row.day)}</span>
                </>
              ),
            },
            {
              key: 'amount',
              heading: m.record_column_yuan(),
              numeric: true,
              cell: (row) => formatAmount(row.amountFen),
            },
          ]}
        />
      )}
      <Table
        caption={m.record_listed()}
        rows={listed}
        rowKey={(row) => row.key}
        empty={m.record_listed_none()}
        columns={[
          {
            key: 'what',
            heading: m.record_column_what(),
            isRowHeading: true,
            cell: (row) => (
              <>
                {productName(row.product)}
                <br />
                <span className="soft">
                  {formatUnitPrice(row.unitPriceFen, {
                    pricedBy: row.pricedBy,
                    pieceUnit: row.product.pieceUnit,
                  })}
                </span>
              </>
            ),
          },
          {
            key: 'listed',
            heading: m.record_column_listed(),
            numeric: true,
            cell: (row) => formatQuantity(row.listed, row.product),
          },
          {
            key: 'given',
            heading: m.record_column_given(),
            numeric: true,
            onlyWide: true,
            cell: (row) => formatQuantity(row.given, row.product),
          },
          {
            key: 'left',
            heading: m.record_column_left(),
            numeric: true,
            cell: (row) => formatQuantity(row.left, row.product),
          },
        ]}
      />
      {groups.length > 0 && (
        <section className="stack" aria-labelledby="groups">
          <h2 id="groups">{m.group_record()}</h2>
          {groups.map((group) => (
            <div key={group.groupId} className="stack">
              <p>
                {group.name}
                <br />
                <span className="soft">{weightWords(group.weight)}</span>
              </p>
              <PartTable caption={m.group_own_part({ year })} parts={group.parts} />
            </div>
          ))}
        </section>
      )}
      <p className="record-sign">
        <span>{m.record_sign()}</span>
        <span>{m.record_sign_day()}</span>
        <span>{m.record_sign_staff()}</span>
      </p>
    </article>
  )
}
