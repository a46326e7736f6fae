import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatCount, formatDate, formatInstant, formatUnitPrice } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import type { PricedProduct } from './price-forms.tsx'

type ShownPrice = {
  id: number
  priceFen: number
  source: string
  pricedOn: CivilDate
  enteredAt: string
  enteredBy: string
}

/** What villages are offered now, product by product. */
export function NewestPrices({
  products,
}: {
  products: readonly (PricedProduct & { newest: ShownPrice | null })[]
}) {
  const withPrice = products.flatMap(({ newest, ...product }) => (newest ? [{ product, ...newest }] : []))
  const without = products.filter(({ newest }) => newest === null)
  return (
    <section>
      <Table
        caption={m.prices_newest()}
        rows={withPrice}
        rowKey={(row) => row.id}
        empty={m.prices_newest_none()}
        columns={[
          {
            key: 'product',
            heading: m.prices_product(),
            isRowHeading: true,
            cell: (row) => <ProductOfDay {...row} />,
          },
          {
            key: 'price',
            heading: m.prices_price_short(),
            numeric: true,
            cell: (row) => formatUnitPrice(row.priceFen, row.product),
          },
          {
            key: 'source',
            heading: m.prices_source_short(),
            apart: true,
            onlyWide: true,
            cell: (row) => row.source,
          },
        ]}
      />
      {without.length > 0 && withPrice.length > 0 && (
        <p className="soft">
          {m.prices_without({ count: formatCount(without.length) })}{' '}
          {without.map((product) => productName(product)).join(m.prices_comma())}
        </p>
      )}
    </section>
  )
}

/** A product with the day of its price; in the history also whether that is the one in use. */
function ProductOfDay({
  product,
  pricedOn,
  isOffered,
}: {
  product: PricedProduct
  pricedOn: CivilDate
  isOffered?: boolean
}) {
  return (
    <>
      {productName(product)} {isOffered && <Chip tone="ok">{m.prices_offered()}</Chip>}
      <br />
      <span className="soft">{formatDate(pricedOn)}</span>
      {isOffered === false && (
        <>
          <br />
          <span className="soft">{m.prices_superseded()}</span>
        </>
      )}
    </>
  )
}

/** What was entered last, by whom; superseded rows stay. */
export function PriceHistory({
  rows,
}: {
  rows: readonly (ShownPrice & { product: PricedProduct; isOffered: boolean })[]
}) {
  if (rows.length === 0) return null
  return (
    <section>
      <Table
        caption={m.prices_history()}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'product',
            heading: m.prices_product(),
            isRowHeading: true,
            cell: (row) => <ProductOfDay {...row} />,
          },
          {
            key: 'price',
            heading: m.prices_price_short(),
            numeric: true,
            cell: (row) => formatUnitPrice(row.priceFen, row.product),
          },
          { key: 'source', heading: m.prices_source_short(), onlyWide: true, cell: (row) => row.source },
          {
            key: 'by',
            heading: m.prices_entered_by(),
            onlyWide: true,
            cell: (row) => m.joined({ first: row.enteredBy, second: formatInstant(row.enteredAt) }),
          },
        ]}
      />
    </section>
  )
}

/** Rows of a file that were not taken, each with what is wrong with it. */
export function RefusedPrices({
  rows,
}: {
  rows: readonly { row: number; column: string; reason: string }[]
}) {
  return (
    <section>
      <Table
        caption={m.prices_refused({ count: formatCount(rows.length) })}
        rows={rows}
        rowKey={(row) => row.row}
        columns={[
          {
            key: 'row',
            heading: m.county_import_row(),
            numeric: true,
            isRowHeading: true,
            cell: (row) => row.row,
          },
          { key: 'column', heading: m.county_import_column(), apart: true, cell: (row) => row.column },
          { key: 'reason', heading: m.county_import_reason(), cell: (row) => row.reason },
        ]}
      />
    </section>
  )
}
