import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Upload } from 'lucide-react'
import { previewBankStatement } from '#app/commands/payment/preview-bank-statement.server.ts'
import { readSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { bytesOf, readUploadedFile } from '#app/files/uploaded-file.server.ts'
import { formatAmount, formatCount, formatDaySpan, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { type BankFigures, readBankPage, type StatementRow } from '#app/queries/payment/bank-page.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { BankLineTable } from '#app/ui/payment/bank-line-table.tsx'
import { MoneyLinks } from '#app/ui/payment/money-links.tsx'
import { QrClaimTable } from '#app/ui/payment/qr-claim-table.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bank_title() }) }]

const UUID = /^[0-9a-f-]{36}$/

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const asked = new URL(args.request.url).searchParams.get('after')
  const after = asked !== null && UUID.test(asked) ? asked : null
  const [page, frame] = await Promise.all([readBankPage(scope, after, new Date()), readRoomFrame(actor)])
  return json({ ...page, after, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const sent = await readUploadedFile(args.request)
  if (!sent.ok) return json({ error: refusalText(sent.code, sent.facts) }, { status: 400 })
  const { file } = sent.value
  const countyCode = (scope.prefixes[0] ?? '').padEnd(12, '0')
  const preview = await previewBankStatement(
    actor,
    scope,
    { countyCode, fileName: file.name, bytes: await bytesOf(file) },
    { readSheet: readSheetInChild },
  )
  if (!preview.ok)
    return json({ error: refusalText(preview.code, preview.facts) }, { status: statusOf(preview) })
  return redirect(paths.countyBankStatement(preview.value.statementId))
}

export default function Bank() {
  const { figures, open, nextAfter, after, statements, unconfirmed, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.bank_title()}</h1>
      <MoneyLinks current="bank" />
      <form method="post" encType="multipart/form-data" className="stack narrow">
        <TextInput
          label={m.bank_file()}
          name="file"
          type="file"
          accept=".xlsx,.csv"
          hint={m.bank_file_hint()}
          error={answer?.error}
        />
        <Button tone="go" size="big" icon={Upload}>
          {m.county_import_preview()}
        </Button>
        <Note>{m.bank_promise()}</Note>
      </form>
      <section>
        <FigureTable figures={figures} />
      </section>
      <section>
        <BankLineTable
          caption={m.bank_open_lines({ count: formatCount(figures.open.count) })}
          empty={m.bank_open_none()}
          lines={open.map((line) => ({ ...line, key: line.id, lineId: line.id, outcome: line.state }))}
        />
        <Pagination
          nextHref={nextAfter && paths.countyBank({ after: nextAfter })}
          firstHref={after && paths.countyBank()}
        />
      </section>
      {unconfirmed.length > 0 && (
        <section>
          <QrClaimTable rows={unconfirmed} />
        </section>
      )}
      <section>
        <Statements statements={statements} />
      </section>
    </CountyRoom>
  )
}

/** Everything the statements said, by what became of it. */
function FigureTable({ figures }: { figures: BankFigures }) {
  const rows = [
    { key: 'matched', name: m.bank_state_matched(), ...figures.matched },
    { key: 'open', name: m.bank_state_open(), ...figures.open },
    { key: 'set-aside', name: m.bank_state_set_aside(), ...figures['set-aside'] },
  ]
  return (
    <Table
      caption={m.bank_figures()}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        {
          key: 'state',
          heading: m.bank_figures_state(),
          isRowHeading: true,
          cell: (row) => row.name,
          total: m.bank_figures_found(),
        },
        {
          key: 'count',
          heading: m.bank_figures_lines(),
          numeric: true,
          cell: (row) => formatCount(row.count),
          total: formatCount(figures.found.count),
        },
        {
          key: 'in',
          heading: m.bank_figures_in(),
          numeric: true,
          cell: (row) => formatAmount(row.inFen),
          total: formatAmount(figures.found.inFen),
        },
        {
          key: 'out',
          heading: m.bank_figures_out(),
          numeric: true,
          onlyWide: true,
          cell: (row) => formatAmount(row.outFen),
          total: formatAmount(figures.found.outFen),
        },
      ]}
    />
  )
}

function Statements({ statements }: { statements: readonly StatementRow[] }) {
  return (
    <Table
      caption={m.bank_statements()}
      rows={statements}
      rowKey={(row) => row.id}
      empty={m.bank_statements_none()}
      columns={[
        {
          key: 'file',
          heading: m.bank_statement_file(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <a href={paths.countyBankStatement(row.id)}>{row.fileName}</a>
              <br />
              <span className="soft">
                {row.firstDay && row.lastDay && formatDaySpan(row.firstDay, row.lastDay)}
              </span>
            </>
          ),
        },
        {
          key: 'lines',
          heading: m.bank_figures_lines(),
          numeric: true,
          cell: (row) => formatCount(row.lineCount),
        },
        {
          key: 'state',
          heading: m.county_import_state(),
          noWrap: true,
          apart: true,
          cell: (row) => (
            <Chip tone={row.state === 'applied' ? 'ok' : 'look'}>
              {row.state === 'applied' ? m.bank_statement_applied() : m.bank_statement_previewed()}
            </Chip>
          ),
        },
        {
          key: 'at',
          heading: m.county_import_at(),
          onlyWide: true,
          noWrap: true,
          cell: (row) => formatInstant(row.uploadedAt),
        },
      ]}
    />
  )
}
