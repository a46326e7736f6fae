import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Column<Row> = {
  key: string
  heading: ReactNode
  /** Right-aligned, tabular figures; the unit goes into the heading. */
  numeric?: boolean
  /** Left out on a phone. */
  onlyWide?: boolean
  /** Names the row: at most one column. */
  isRowHeading?: boolean
  /** A little room before it: for a bar or a word that follows a figure. */
  apart?: boolean
  /** On one line. */
  noWrap?: boolean
  cell: (row: Row) => ReactNode
  /** The cell below the column in the totals row. */
  total?: ReactNode
}

type TableProps<Row> = {
  caption: ReactNode
  hideCaption?: boolean
  columns: ReadonlyArray<Column<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  /** Words in place of the rows when there are none. */
  empty?: ReactNode
  className?: string
}

function columnClass<Row>(column: Column<Row>) {
  return classNames(
    column.numeric && 'n',
    column.onlyWide && 'only-wide',
    column.noWrap && 'nb',
    column.apart && 'gap',
  )
}

/** Ink rule above and below, hairlines between. The totals row is drawn when a column has a total. */
export function Table<Row>({
  caption,
  hideCaption,
  columns,
  rows,
  rowKey,
  empty,
  className,
}: TableProps<Row>) {
  const hasTotals = columns.some((column) => column.total !== undefined)
  return (
    <table className={className}>
      <caption className={hideCaption ? 'vh' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={columnClass(column)}>
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && empty && (
          <tr>
            <td colSpan={columns.length} className="soft">
              {empty}
            </td>
          </tr>
        )}
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) =>
              column.isRowHeading ? (
                <th key={column.key} scope="row" className={columnClass(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.key} className={columnClass(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {hasTotals && (
        <tfoot>
          <tr>
            {columns.map((column) =>
              column.isRowHeading && column.total !== undefined ? (
                <th key={column.key} scope="row" className={columnClass(column)}>
                  {column.total}
                </th>
              ) : (
                <td key={column.key} className={columnClass(column)}>
                  {column.total}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      )}
    </table>
  )
}
