import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { InvoiceState, InvoiceText } from '#app/domain/payment/invoice-request.ts'
import { formatAmount, formatDate, formatInstantWithYear } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { InvoiceTextLines } from './invoice-text.tsx'
import { invoiceStateWord, invoiceTones } from './invoice-words.ts'

export type InvoiceVersionShown = InvoiceText & {
  version: number
  state: InvoiceState
  amountFen: number
  requestedAt: string
  number: string | null
  issuedOn: CivilDate | null
  redNumber: string | null
  reason: string
}

/** Every version that was asked for, newest first, and what became of it. */
export function InvoiceVersions({ versions }: { versions: readonly InvoiceVersionShown[] }) {
  if (versions.length === 0) return null
  return (
    <Table
      caption={m.invoice_versions()}
      rows={versions}
      rowKey={(version) => version.version}
      columns={[
        {
          key: 'version',
          heading: m.invoice_column_version(),
          isRowHeading: true,
          cell: (version) => (
            <>
              {m.invoice_version({ version: version.version })}{' '}
              <Chip tone={invoiceTones[version.state]}>{invoiceStateWord(version.state)}</Chip>
              <br />
              <InvoiceTextLines text={version} />
              <Answer version={version} />
              <br />
              <span className="soft">{formatInstantWithYear(version.requestedAt)}</span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.invoice_column_amount(),
          numeric: true,
          noWrap: true,
          cell: (version) => formatAmount(version.amountFen),
        },
      ]}
    />
  )
}

function Answer({ version }: { version: InvoiceVersionShown }) {
  const { number, issuedOn, redNumber, reason } = version
  if (reason) {
    return (
      <>
        <br />
        {m.invoice_reason_is({ reason })}
      </>
    )
  }
  if (number === null || issuedOn === null) return null
  return (
    <>
      <br />
      <span>{m.invoice_issued_as({ number, day: formatDate(issuedOn) })}</span>
      {redNumber && (
        <>
          <br />
          <span className="soft">{m.invoice_red_as({ number: redNumber })}</span>
        </>
      )}
    </>
  )
}
