import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { InvoiceOutcome, InvoiceText } from '#app/domain/payment/invoice-request.ts'
import { formatAmount, formatDate, formatInstantWithYear, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { ageWords } from './bank-words.ts'
import { InvoiceTextLines } from './invoice-text.tsx'
import { invoiceStateWord, invoiceTones } from './invoice-words.ts'

export type OpenInvoiceShown = InvoiceText & {
  id: string
  orderNumber: number
  version: number
  agency: string | null
  amountFen: number
  goodsFen: number
  requestedAt: string
  ageDays: number
  standingNumber: string | null
}

/** What a refused form of one of the rows said. */
type Answered = { values: Record<string, string>; errors: Record<string, string> }

/** What waits, each with the forms that say what was done. */
export function OpenInvoices({
  caption,
  rows,
  action,
  answer,
}: {
  caption: string
  rows: readonly OpenInvoiceShown[]
  action: string
  answer: Answered | undefined
}) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.invoice_county_open_none()}
      columns={[
        {
          key: 'request',
          heading: m.invoice_column_version(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <RowWhat row={row} />
              <IssueForm row={row} action={action} answer={answer} />
              <DeclineForm row={row} action={action} answer={answer} />
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.invoice_column_amount(),
          numeric: true,
          noWrap: true,
          cell: (row) => formatAmount(row.amountFen),
        },
      ]}
    />
  )
}

function RowWhat({ row }: { row: OpenInvoiceShown }) {
  return (
    <>
      <p>
        {m.invoice_county_row({ number: row.orderNumber, version: row.version })}
        {row.agency && ` · ${row.agency}`}
        <br />
        <InvoiceTextLines text={row} />
        <br />
        <span className="soft">
          {m.invoice_county_asked({ instant: formatInstantWithYear(row.requestedAt) })} ·{' '}
          {ageWords(row.ageDays)}
        </span>
      </p>
      {row.standingNumber !== null && (
        <Note tone="look">{m.invoice_county_red_first({ number: row.standingNumber })}</Note>
      )}
      {row.goodsFen < row.amountFen && (
        <Note tone="bad">{m.invoice_county_fell({ goods: formatMoney(row.goodsFen) })}</Note>
      )}
    </>
  )
}

type RowForm = { row: OpenInvoiceShown; action: string; answer: Answered | undefined }

/** What was typed into the form of this row that was refused, if it was this one. */
function answeredIn({ row, answer }: RowForm, intent: 'issue' | 'decline'): Answered | null {
  const isIt = answer?.values.requestId === row.id && answer.values.intent === intent
  return isIt ? answer : null
}

function IssueForm(props: RowForm) {
  const { row, action } = props
  const answered = answeredIn(props, 'issue')
  const field = (name: string) => ({
    name,
    id: `${name}-${row.id}`,
    defaultValue: answered?.values[name] ?? '',
    error: answered?.errors[`${name}-${row.id}`],
  })
  return (
    <details open={answered !== null}>
      <summary>{m.invoice_county_issue()}</summary>
      <form method="post" action={action} className="stack narrow">
        <input type="hidden" name="intent" value="issue" />
        <input type="hidden" name="requestId" value={row.id} />
        <TextInput
          label={m.invoice_county_number()}
          hint={m.invoice_county_number_hint()}
          inputMode="numeric"
          autoComplete="off"
          required
          {...field('number')}
        />
        <TextInput label={m.invoice_county_issued_on()} type="date" required {...field('issuedOn')} />
        {row.standingNumber !== null && (
          <TextInput
            label={m.invoice_county_red_number()}
            inputMode="numeric"
            autoComplete="off"
            required
            {...field('redNumber')}
          />
        )}
        <Button>{m.invoice_county_issue_do()}</Button>
      </form>
    </details>
  )
}

function DeclineForm(props: RowForm) {
  const { row, action } = props
  const answered = answeredIn(props, 'decline')
  return (
    <details open={answered !== null}>
      <summary>{m.invoice_county_decline()}</summary>
      <form method="post" action={action} className="stack narrow">
        <input type="hidden" name="intent" value="decline" />
        <input type="hidden" name="requestId" value={row.id} />
        <TextInput
          label={m.invoice_county_reason()}
          hint={m.invoice_county_reason_hint()}
          name="reason"
          id={`reason-${row.id}`}
          defaultValue={answered?.values.reason ?? ''}
          error={answered?.errors[`reason-${row.id}`]}
          required
        />
        <Button>{m.invoice_county_decline_do()}</Button>
      </form>
    </details>
  )
}

export type AnsweredInvoiceShown = {
  id: string
  orderNumber: number
  version: number
  title: string
  amountFen: number
  outcome: InvoiceOutcome
  number: string | null
  issuedOn: CivilDate | null
  redNumber: string | null
  reason: string
  answeredAt: string
}

/** What was answered, the newest of it. */
export function AnsweredInvoices({ rows }: { rows: readonly AnsweredInvoiceShown[] }) {
  return (
    <Table
      caption={m.invoice_county_answered()}
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.invoice_county_answered_none()}
      columns={[
        {
          key: 'request',
          heading: m.invoice_column_version(),
          isRowHeading: true,
          cell: (row) => (
            <>
              {m.invoice_county_row({ number: row.orderNumber, version: row.version })}{' '}
              <Chip tone={invoiceTones[row.outcome]}>{invoiceStateWord(row.outcome)}</Chip>
              <br />
              <b>{row.title}</b>
              <br />
              <span className="soft">{whatWasDone(row)}</span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.invoice_column_amount(),
          numeric: true,
          noWrap: true,
          cell: (row) => formatAmount(row.amountFen),
        },
      ]}
    />
  )
}

function whatWasDone({ number, issuedOn, redNumber, reason }: AnsweredInvoiceShown): string {
  if (number === null || issuedOn === null) return m.invoice_reason_is({ reason })
  const issued = m.invoice_issued_as({ number, day: formatDate(issuedOn) })
  return redNumber === null ? issued : `${issued} · ${m.invoice_red_as({ number: redNumber })}`
}
