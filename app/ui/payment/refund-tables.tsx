import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import { formatAmount, formatCount, formatDay, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { ageWords } from './bank-words.ts'
import { refundCauseWords, refundStateWords } from './refund-list.tsx'

type Way = 'card' | 'transfer'

export type CountyRefund = {
  id: string
  reference: string
  orderNumber: number
  amountFen: number
  method: Way
  cause: RefundCause
  state: RefundState
  ageDays: number
  decidedOn: string
  payer: string
  sentOn: string | null
  sentWay: Way | null
  note: string
  isOnStatement: boolean
}

const tones = { due: 'look', sending: 'look', sent: 'ok', failed: 'bad' } as const

function wayWord(way: Way): string {
  return way === 'card' ? m.bank_way_card() : m.bank_way_transfer()
}

/** What is owed back in all, beside what the ledger says. */
export function OwedBack({
  owed,
  owedFen,
  ledgerFen,
}: {
  owed: readonly { method: Way; count: number; amountFen: number }[]
  owedFen: number
  ledgerFen: number
}) {
  return (
    <section className="stack" aria-labelledby="owed">
      <h2 id="owed">{m.bank_refunds_owed()}</h2>
      <BigMoney amountFen={owedFen} />
      {owed.length > 0 && (
        <Facts
          facts={owed.map((each) => ({
            key: each.method,
            name: wayWord(each.method),
            value: m.bank_refunds_of({ count: formatCount(each.count), amount: formatMoney(each.amountFen) }),
          }))}
        />
      )}
      {owedFen === ledgerFen ? (
        <Note tone="ok">{m.bank_refunds_ledger_same({ amount: formatMoney(ledgerFen) })}</Note>
      ) : (
        <Note tone="bad" announce>
          {m.bank_refunds_ledger_differs({ amount: formatMoney(ledgerFen) })}
        </Note>
      )}
    </section>
  )
}

type UnsentProps = {
  rows: readonly CountyRefund[]
  values: Record<string, string>
  errors: Record<string, string>
}

/** Each with what it is, what is to be done, and the form that says it was done. */
export function UnsentRefunds({ rows, values, errors }: UnsentProps) {
  return (
    <Table
      caption={m.bank_refunds_unsent()}
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.bank_refunds_unsent_none()}
      columns={[
        {
          key: 'refund',
          heading: m.bank_refund(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <RefundWhat row={row} />
              <p className="soft">{whatToDo(row)}</p>
              {(row.method === 'transfer' || row.state === 'failed') && (
                <SentForm row={row} values={values} errors={errors} />
              )}
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.payment_refund_amount(),
          numeric: true,
          cell: (row) => formatAmount(row.amountFen),
        },
      ]}
    />
  )
}

function RefundWhat({ row }: { row: CountyRefund }) {
  return (
    <>
      <b className="num">{row.reference}</b>{' '}
      <Chip tone={tones[row.state]}>{refundStateWords[row.state]()}</Chip>
      <br />
      <span className="soft">
        {m.ordering_orders_number({ number: row.orderNumber })} · {wayWord(row.method)}
        {row.payer && ` · ${row.payer}`}
        <br />
        {refundCauseWords[row.cause]()} · {formatDay(row.decidedOn)}
        {row.state !== 'sent' && ` · ${ageWords(row.ageDays)}`}
      </span>
    </>
  )
}

function whatToDo(row: CountyRefund): string {
  if (row.state === 'failed') return m.bank_refund_failed_do({ reference: row.reference })
  if (row.method === 'card') return m.bank_refund_card_do()
  return m.bank_refund_transfer_do({ reference: row.reference })
}

function SentForm({ row, values, errors }: { row: CountyRefund } & Omit<UnsentProps, 'rows'>) {
  const isAnswered = values.refundId === row.id
  const typed = (name: string) => (isAnswered ? (values[name] ?? '') : '')
  return (
    <details open={isAnswered}>
      <summary>{m.bank_refund_mark()}</summary>
      <form method="post" action={paths.countyRefunds()} className="stack narrow">
        <input type="hidden" name="refundId" value={row.id} />
        <TextInput
          label={m.bank_refund_sent_on()}
          name="sentOn"
          id={`sentOn-${row.id}`}
          type="date"
          defaultValue={typed('sentOn')}
          error={errors[`sentOn-${row.id}`]}
          required
        />
        <TextInput
          label={row.method === 'card' ? m.bank_refund_note_card() : m.bank_refund_note()}
          name="note"
          id={`note-${row.id}`}
          defaultValue={typed('note')}
          error={errors[`note-${row.id}`]}
          optional={row.method !== 'card'}
        />
        <Button>{m.bank_refund_mark_button()}</Button>
      </form>
    </details>
  )
}

/** What went, the newest of it. */
export function SentRefunds({ rows }: { rows: readonly CountyRefund[] }) {
  return (
    <Table
      caption={m.bank_refunds_sent()}
      rows={rows}
      rowKey={(row) => row.id}
      empty={m.bank_refunds_sent_none()}
      columns={[
        {
          key: 'refund',
          heading: m.bank_refund(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <RefundWhat row={row} />
              <br />
              <span className="soft">
                {row.sentOn && row.sentWay && sentWords(row.sentWay, row.sentOn)}
                {row.isOnStatement && ` · ${m.bank_refund_on_statement()}`}
                {row.note && ` · ${row.note}`}
              </span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.payment_refund_amount(),
          numeric: true,
          cell: (row) => formatAmount(row.amountFen),
        },
      ]}
    />
  )
}

function sentWords(way: Way, on: string): string {
  const day = formatDay(on)
  return way === 'card' ? m.bank_refund_sent_by_card({ day }) : m.bank_refund_sent_by_bank({ day })
}
