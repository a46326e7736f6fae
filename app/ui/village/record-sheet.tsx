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
    purchasePriceFen: number | null
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
    purchase: { cooperative: string; soldFen: number } | null
    fee: { lead: string; amountFen: number } | null
  }[]
  others: readonly {
    key: string
    day: string
    kind: 'paid' | 'no-show-share' | 'lead-fee'
    from: string | null
    amountFen: number
  }[]
  groups: readonly {
    groupId: number
    name: string
    weight: { own: number; total: number } | null
    parts: readonly ShownPart[]
  }[]
  soldFen: number
  feesFen: number
  paidFen: number
  owedFen: number
}

const OTHERS = {
  paid: m.record_paid,
  'no-show-share': m.record_no_show,
  'lead-fee': m.lead_fee_earned,
} as const

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
          ...(record.feesFen > 0
            ? [{ key: 'fees', name: m.lead_fee_paid_total(), value: formatMoney(record.feesFen) }]
            : []),
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
                  <SoldWords row={row} />
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
                  <span className="soft">
                    {row.from === null
                      ? formatDay(row.day)
                      : m.joined({ first: formatDay(row.day), second: row.from })}
                  </span>
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
                  <ListedPrice row={row} />
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

/** Of a sale by contract who bought and at what it was sold on; of one that was collected, the fee and to whom. */
function SoldWords({ row: { purchase, fee } }: { row: ShownRecord['sold'][number] }) {
  return (
    <>
      {purchase && (
        <>
          <br />
          {m.contract_record_sold({
            cooperative: purchase.cooperative,
            sold: formatMoney(purchase.soldFen),
          })}
        </>
      )}
      {fee && (
        <>
          <br />
          {m.lead_fee_record({ lead: fee.lead, fee: formatMoney(fee.amountFen) })}
        </>
      )}
    </>
  )
}

function ListedPrice({ row }: { row: ShownRecord['listed'][number] }) {
  const price = (fen: number) =>
    formatUnitPrice(fen, { pricedBy: row.pricedBy, pieceUnit: row.product.pieceUnit })
  if (row.purchasePriceFen === null) return price(row.unitPriceFen)
  return m.contract_record_price({ purchase: price(row.purchasePriceFen), price: price(row.unitPriceFen) })
}
