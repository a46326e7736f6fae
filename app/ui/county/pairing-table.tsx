import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { daysText, endText, type ShownSpan } from './pairing-words.ts'

export type ShownPairing = ShownSpan & {
  id: number
  householdNumber: string
  village: string
  agency: string
  helperName: string
  helperTitle: string | null
  helperPhone: string | null
}

/** The days of a pairing, and why it ended. */
export function PairedDays({ span }: { span: ShownSpan }) {
  const why = endText(span)
  return (
    <>
      {daysText(span)}
      {why && <div className="soft">{why}</div>}
    </>
  )
}

/** Pairings, one a row; `isLinked` leads to each household's page. */
export function PairingTable({
  caption,
  rows,
  isLinked = false,
}: {
  caption: ReactNode
  rows: readonly ShownPairing[]
  isLinked?: boolean
}) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.pairing_none()}
      columns={[
        {
          key: 'household',
          heading: m.pairing_column_household(),
          isRowHeading: true,
          cell: (row) => (
            <>
              {isLinked ? (
                <a className="nb" href={paths.countyPairing(row.id)}>
                  {row.householdNumber}
                </a>
              ) : (
                <span className="nb">{row.householdNumber}</span>
              )}
              <small className="below">{row.village}</small>
            </>
          ),
        },
        {
          key: 'helper',
          heading: m.pairing_column_helper(),
          cell: (row) => (
            <>
              {row.helperName} <small>{row.helperTitle}</small>
              <div className="soft">{row.agency}</div>
              {row.helperPhone && <small className="num">{row.helperPhone}</small>}
            </>
          ),
        },
        { key: 'days', heading: m.pairing_column_days(), cell: (row) => <PairedDays span={row} /> },
      ]}
    />
  )
}
