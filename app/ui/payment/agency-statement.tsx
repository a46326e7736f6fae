import { Download } from 'lucide-react'
import type { AgencyMovementKind } from '#app/domain/payment/agency-statement.ts'
import { formatAmount, formatDay, formatInstantWithYear, formatMoney } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { ButtonLink } from '#app/ui/primitives/button.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { monthName, movementWord } from './statement-words.ts'

export type ShownStatementLine = {
  position: number
  businessDay: string
  kind: AgencyMovementKind
  amountFen: number
  orderNumber: number | null
  /** Left out for a reader who is not of the agency. */
  memberName: string | null
}

export type ShownStatement = {
  id: number
  agency: { name: string }
  countyName: string
  number: number
  month: string
  openingFen: number
  chargedFen: number
  takenBackFen: number
  paidFen: number
  closingFen: number
  issuedAt: string
  /** What goes onto the transfer. */
  reference: string
  /** Null where the county has not said where to. */
  transfer: { payee: string; bank: string; account: string } | null
  /** The number of the one after it; null for the last. */
  carriedTo: number | null
  /** What the agency owes now. */
  balanceFen: number
  lines: readonly ShownStatementLine[]
}

const SIGN: Record<AgencyMovementKind, 1 | -1> = { charged: 1, 'taken-back': -1, paid: -1 }

/** A statement as it was issued: what it comes to, how it is paid, and each line. It is meant to be printed. */
export function AgencyStatement({ statement }: { statement: ShownStatement }) {
  const { agency, month, number, issuedAt, closingFen, lines } = statement
  return (
    <>
      <h1 className="head">
        {m.joined({ first: agency.name, second: m.statement_of_month({ month: monthName(month) }) })}
      </h1>
      <p className="soft">{m.statement_number({ number, instant: formatInstantWithYear(issuedAt) })}</p>
      <section className="stack" aria-labelledby="closing">
        <h2 id="closing">{closingFen < 0 ? m.statement_closing_ahead() : m.statement_closing()}</h2>
        <BigMoney amountFen={Math.abs(closingFen)} />
        <Sums statement={statement} />
      </section>
      <HowItStands statement={statement} />
      <section className="stack">
        <LineTable lines={lines} />
      </section>
      <div className="stack no-print">
        <p className="soft">{m.statement_print_how()}</p>
        <p className="flex flex-wrap gap-3">
          <ButtonLink icon={Download} href={paths.agencyStatementFile(statement.id, 'csv')}>
            {m.statement_download_csv()}
          </ButtonLink>
          <ButtonLink icon={Download} href={paths.agencyStatementFile(statement.id, 'xlsx')}>
            {m.statement_download_xlsx()}
          </ButtonLink>
        </p>
      </div>
    </>
  )
}

function Sums({ statement }: { statement: ShownStatement }) {
  const { openingFen, chargedFen, takenBackFen, paidFen } = statement
  const sums = [
    { key: 'opening', name: m.statement_opening(), fen: openingFen },
    { key: 'charged', name: m.statement_charged(), fen: chargedFen },
    { key: 'taken-back', name: m.statement_taken_back(), fen: -takenBackFen },
    { key: 'paid', name: m.statement_paid(), fen: -paidFen },
  ]
  return (
    <Facts
      facts={sums
        .filter(({ key, fen }) => fen !== 0 || key === 'charged')
        .map(({ key, name, fen }) => ({
          key,
          name,
          value: <span className="num">{formatAmount(fen)}</span>,
        }))}
    />
  )
}

/** Only the last statement asks for money, and for no more than is owed by now: what was carried on is asked for there. */
function HowItStands({ statement }: { statement: ShownStatement }) {
  const { carriedTo, balanceFen, closingFen } = statement
  if (carriedTo !== null) return <p className="soft">{m.statement_carried({ number: carriedTo })}</p>
  const now = balanceFen !== closingFen && (
    <p className="no-print">
      {balanceFen > 0
        ? m.statement_owed_by_now({ amount: formatMoney(balanceFen) })
        : m.statement_settled_by_now()}
    </p>
  )
  return (
    <>
      {now}
      {balanceFen > 0 && closingFen > 0 && <HowToPay statement={statement} />}
    </>
  )
}

function HowToPay({ statement }: { statement: ShownStatement }) {
  const { transfer, reference, countyName } = statement
  return (
    <section className="weigh stack" aria-labelledby="pay">
      <h2 id="pay">{m.statement_pay()}</h2>
      {transfer === null ? (
        <p>{m.statement_pay_unset()}</p>
      ) : (
        <>
          <Facts
            facts={[
              {
                key: 'reference',
                name: m.payment_transfer_reference(),
                value: <b className="num">{reference}</b>,
              },
              { key: 'payee', name: m.payment_transfer_payee(), value: transfer.payee },
              { key: 'bank', name: m.payment_transfer_bank(), value: transfer.bank },
              {
                key: 'account',
                name: m.payment_transfer_account(),
                value: <span className="num">{transfer.account}</span>,
              },
            ]}
          />
          <p className="soft">{m.statement_pay_how()}</p>
        </>
      )}
      <p className="soft">{m.statement_from({ county: countyName })}</p>
    </section>
  )
}

function LineTable({ lines }: { lines: readonly ShownStatementLine[] }) {
  return (
    <Table
      caption={m.statement_lines()}
      rows={lines}
      rowKey={(line) => line.position}
      empty={m.statement_lines_empty()}
      columns={[
        {
          key: 'what',
          heading: m.statement_column_what(),
          isRowHeading: true,
          cell: (line) => (
            <>
              {movementWord(line.kind)}
              {line.orderNumber !== null && ` · ${m.statement_order({ number: line.orderNumber })}`}
              <br />
              <span className="soft">
                {formatDay(line.businessDay)}
                {line.memberName !== null && ` · ${line.memberName}`}
              </span>
            </>
          ),
        },
        {
          key: 'amount',
          heading: m.statement_column_amount(),
          numeric: true,
          cell: (line) => formatAmount(SIGN[line.kind] * line.amountFen),
        },
      ]}
    />
  )
}
