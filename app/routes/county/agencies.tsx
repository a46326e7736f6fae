import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readCountyAgencies } from '#app/queries/payment/agency-statements.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { MoneyLinks } from '#app/ui/payment/money-links.tsx'
import { monthName } from '#app/ui/payment/statement-words.ts'
import { Table } from '#app/ui/primitives/table.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.statement_agencies_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const [agencies, frame] = await Promise.all([readCountyAgencies(scope), readRoomFrame(actor)])
  return json({ agencies, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function CountyAgencies() {
  const { agencies, frame } = useLoaderData<typeof loader>()
  const totalFen = agencies.reduce((sum, each) => sum + each.balanceFen, 0)
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.statement_agencies_title()}</h1>
      <MoneyLinks current="agencies" />
      <p className="soft">{m.statement_agencies_how()}</p>
      <Table
        caption={m.statement_agencies_title()}
        hideCaption
        rows={agencies}
        rowKey={(row) => row.id}
        empty={m.statement_agencies_empty()}
        columns={[
          {
            key: 'agency',
            heading: m.statement_column_agency(),
            isRowHeading: true,
            cell: (row) => row.name,
            total: m.statement_agencies_total(),
          },
          {
            key: 'last',
            heading: m.statement_column_last(),
            cell: (row) =>
              row.last && <a href={paths.countyAgencyStatement(row.last.id)}>{monthName(row.last.month)}</a>,
          },
          {
            key: 'now',
            heading: m.statement_column_now(),
            numeric: true,
            cell: (row) => formatAmount(row.balanceFen),
            total: formatAmount(totalFen),
          },
        ]}
      />
    </CountyRoom>
  )
}
