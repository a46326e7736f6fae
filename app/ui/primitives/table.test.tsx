import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type Column, Table } from './table.tsx'

type Town = { name: string; sales: string }

const columns: ReadonlyArray<Column<Town>> = [
  { key: 'name', heading: 'Town', isRowHeading: true, cell: (town) => town.name },
  { key: 'sales', heading: 'Sales, yuan', numeric: true, onlyWide: true, cell: (town) => town.sales },
]

test('a table has a caption, headings of columns and of rows', () => {
  const html = renderToStaticMarkup(
    <Table
      caption="By town"
      columns={columns}
      rows={[{ name: 'Quhe', sales: '158.51' }]}
      rowKey={(one) => one.name}
    />,
  )
  expect(html).toContain('<caption>By town</caption>')
  expect(html).toContain('<th scope="col" class="n only-wide">Sales, yuan</th>')
  expect(html).toContain('<th scope="row">Quhe</th><td class="n only-wide">158.51</td>')
  expect(html).not.toContain('<tfoot>')
})

test('totals make a foot; without rows the table says so', () => {
  const withTotal = columns.map((column) => ({ ...column, total: column.key === 'name' ? 'All' : '0.00' }))
  const html = renderToStaticMarkup(
    <Table caption="By town" columns={withTotal} rows={[]} rowKey={(one) => one.name} empty="No sales yet" />,
  )
  expect(html).toContain('<td colSpan="2" class="soft">No sales yet</td>')
  expect(html).toContain('<tfoot><tr><th scope="row">All</th><td class="n only-wide">0.00</td></tr></tfoot>')
})
