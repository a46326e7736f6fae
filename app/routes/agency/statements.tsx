import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import {
  type AgencyStatementRow,
  readAgencyStatements,
} from '#app/queries/payment/agency-statements.server.ts'
import { AgencyRoom } from '#app/ui/access/agency-room.tsx'
import { monthName } from '#app/ui/payment/statement-words.ts'
import { BigMoney } from '#app/ui/primitives/big-figure.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.statement_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'agency:read' })
  const query = new URL(args.request.url).searchParams
  const filter = { agencyId: readId(query.get('agency')), before: readId(query.get('before')) }
  const [page, frame] = await Promise.all([readAgencyStatements(scope, filter), readRoomFrame(actor)])
  if (page === null) throw notFound()
  return json(
    { ...page, frame, before: filter.before },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export default function AgencyStatements() {
  const { frame, agency, agencies, balanceFen, statements, before, nextBefore } =
    useLoaderData<typeof loader>()
  return (
    <AgencyRoom
      frame={frame}
      agencies={agencies.map((each) => ({
        ...each,
        href: paths.agencyStatements({ agency: each.id }),
        isCurrent: each.id === agency.id,
      }))}
    >
      <h1 className="head">{m.joined({ first: agency.name, second: m.statement_title() })}</h1>
      <Balance balanceFen={balanceFen} />
      <p className="soft">{m.statement_how()}</p>
      <section className="stack">
        <StatementTable statements={statements} />
        <Pagination
          nextHref={
            nextBefore === null ? null : paths.agencyStatements({ agency: agency.id, before: nextBefore })
          }
          firstHref={before === null ? null : paths.agencyStatements({ agency: agency.id })}
        />
      </section>
    </AgencyRoom>
  )
}

function Balance({ balanceFen }: { balanceFen: number }) {
  if (balanceFen === 0) return <p>{m.statement_balance_none()}</p>
  return (
    <>
      <p>{balanceFen < 0 ? m.statement_balance_ahead() : m.statement_balance()}</p>
      <BigMoney amountFen={Math.abs(balanceFen)} />
    </>
  )
}

function StatementTable({ statements }: { statements: readonly AgencyStatementRow[] }) {
  return (
    <Table
      caption={m.statement_list()}
      rows={statements}
      rowKey={(row) => row.id}
      empty={m.statement_list_empty()}
      columns={[
        {
          key: 'month',
          heading: m.statement_column_month(),
          isRowHeading: true,
          cell: (row) => <a href={paths.agencyStatement(row.id)}>{monthName(row.month)}</a>,
        },
        {
          key: 'charged',
          heading: m.statement_column_charged(),
          numeric: true,
          onlyWide: true,
          cell: (row) => formatAmount(row.chargedFen - row.takenBackFen),
        },
        {
          key: 'paid',
          heading: m.statement_column_paid(),
          numeric: true,
          onlyWide: true,
          cell: (row) => formatAmount(row.paidFen),
        },
        {
          key: 'closing',
          heading: m.statement_column_closing(),
          numeric: true,
          cell: (row) => formatAmount(row.closingFen),
        },
      ]}
    />
  )
}
