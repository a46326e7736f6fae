import { formatAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { ageWords, eventWords } from './bank-words.ts'

export type ShownQrClaim = {
  event: { id: number; village: string; startsAt: string }
  /** What a payment code can have written on it, so that its lines find the event by themselves. */
  reference: string
  ageDays: number
  claimedFen: number
  confirmedFen: number
}

/** Events at which the desk claims other money by QR code than the bank has confirmed. */
export function QrClaimTable({ rows }: { rows: readonly ShownQrClaim[] }) {
  return (
    <Table
      caption={m.bank_qr_claims()}
      rows={rows}
      rowKey={(row) => String(row.event.id)}
      columns={[
        {
          key: 'event',
          heading: m.bank_line_event(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <a href={paths.event(row.event.id)}>{eventWords(row.event)}</a>
              <br />
              <span className="soft">
                <span className="num">{row.reference}</span> · {ageWords(row.ageDays)}
              </span>
            </>
          ),
        },
        {
          key: 'claimed',
          heading: m.bank_qr_claimed(),
          numeric: true,
          cell: (row) => formatAmount(row.claimedFen),
        },
        {
          key: 'confirmed',
          heading: m.bank_qr_confirmed(),
          numeric: true,
          cell: (row) => formatAmount(row.confirmedFen),
        },
      ]}
    />
  )
}
