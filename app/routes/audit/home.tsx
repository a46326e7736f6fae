import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formatCount, formatInstantWithYear } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { checkName } from '#app/ui/audit/check-name.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { guard } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.county_audit_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guard(args, { can: 'audit:read' })
  const [report, frame] = await Promise.all([runAudit(), readRoomFrame(actor)])
  return json({ report, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export default function Audit() {
  const { report, frame } = useLoaderData<typeof loader>()
  const failed = report.checks.filter((check) => !check.ok)
  return (
    <CountyRoom frame={frame}>
      <div className="report-head">
        <div>
          <h1>{m.county_audit_title()}</h1>
          <p className="soft">{m.county_audit_at({ at: formatInstantWithYear(report.at) })}</p>
        </div>
      </div>
      <Note
        tone={report.ok ? 'ok' : 'bad'}
        title={report.ok ? m.county_audit_ok() : m.county_audit_failed({ count: failed.length })}
      >
        {m.county_audit_why()}
      </Note>
      {failed.map((check) => (
        <section key={check.name} className="stack">
          <Table
            caption={checkName(check.name)}
            rows={check.differences}
            rowKey={(row) => `${row.what} ${row.expected} ${row.found}`}
            columns={[
              { key: 'what', heading: m.county_audit_what(), isRowHeading: true, cell: (row) => row.what },
              { key: 'expected', heading: m.county_audit_expected(), cell: (row) => row.expected },
              { key: 'found', heading: m.county_audit_found(), cell: (row) => row.found },
            ]}
          />
        </section>
      ))}
      <section>
        <Table
          caption={m.county_audit_checks()}
          rows={report.checks}
          rowKey={(row) => row.name}
          columns={[
            {
              key: 'name',
              heading: m.county_audit_check(),
              isRowHeading: true,
              cell: (row) => checkName(row.name),
            },
            {
              key: 'checked',
              heading: m.county_audit_rows(),
              numeric: true,
              onlyWide: true,
              cell: (row) => formatCount(row.checked),
            },
            {
              key: 'ok',
              heading: m.county_audit_result(),
              noWrap: true,
              apart: true,
              cell: (row) => (
                <Chip tone={row.ok ? 'ok' : 'bad'}>
                  {row.ok
                    ? m.county_audit_holds()
                    : m.county_audit_differs({ count: row.differences.length })}
                </Chip>
              ),
            },
          ]}
        />
      </section>
    </CountyRoom>
  )
}
