import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Check } from 'lucide-react'
import { applyBankStatement } from '#app/commands/payment/apply-bank-statement.server.ts'
import { formatCount, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readBankStatement } from '#app/queries/payment/bank-statement.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { BankLineTable } from '#app/ui/payment/bank-line-table.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.bank_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const [page, frame] = await Promise.all([
    readBankStatement(scope, args.params.id ?? '', new Date()),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  // In words here: in a component every refusal's words would go to the browser.
  const refused = page.refused.map(({ row, column, code, facts }) => ({
    row,
    column,
    text: refusalText(code, facts),
  }))
  return json({ ...page, refused, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'bank:work' })
  const statementId = args.params.id ?? ''
  if ((await readBankStatement(scope, statementId, new Date())) === null) throw notFound()
  const applied = await applyBankStatement(actor, scope, { statementId })
  // A second tap: it was applied by the first.
  if (applied.ok || applied.code === 'bank-statement-applied')
    return redirect(paths.countyBankStatement(statementId))
  return json({ error: refusalText(applied.code, applied.facts) }, { status: statusOf(applied) })
}

export default function BankStatement() {
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { statement, tally, lines, refused, frame } = page
  const isApplied = statement.state === 'applied'
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyBank()}>{m.bank_title()}</BackLink>
      <h1 className="head">{statement.fileName}</h1>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      {page.isOtherAccount && (
        <Note tone="bad" title={m.bank_other_account()}>
          {m.bank_other_account_why()}
        </Note>
      )}
      {isApplied ? (
        <Note tone="ok" title={m.bank_statement_applied()}>
          {page.appliedAt && formatInstant(page.appliedAt)}
        </Note>
      ) : (
        <Note tone="look" title={m.bank_not_yet()}>
          {m.bank_not_yet_why()}
        </Note>
      )}
      <section>
        <Facts
          facts={[
            { key: 'rows', name: m.county_import_rows(), value: formatCount(page.rowCount) },
            { key: 'left-out', name: m.bank_left_out(), value: formatCount(page.leftOutCount) },
            { key: 'refused', name: m.county_import_refused(), value: formatCount(refused.length) },
            { key: 'matched', name: m.bank_state_matched(), value: <b>{formatCount(tally.matched)}</b> },
            { key: 'open', name: m.bank_state_open(), value: <b>{formatCount(tally.open)}</b> },
            { key: 'aside', name: m.bank_state_set_aside(), value: formatCount(tally['set-aside']) },
            { key: 'known', name: m.bank_state_known(), value: formatCount(tally.known) },
          ]}
        />
        {!isApplied && (
          <form method="post" className="stack">
            <Button tone="go" size="big" icon={Check} disabled={statement.lineCount === 0}>
              {m.bank_apply({ count: formatCount(statement.lineCount) })}
            </Button>
          </form>
        )}
      </section>
      {refused.length > 0 && (
        <section>
          <Table
            caption={m.bank_refused_rows({ count: refused.length })}
            rows={refused}
            rowKey={(each) => `${each.row} ${each.column}`}
            columns={[
              {
                key: 'row',
                heading: m.county_import_row(),
                numeric: true,
                isRowHeading: true,
                cell: (each) => each.row,
              },
              { key: 'column', heading: m.county_import_column(), apart: true, cell: (each) => each.column },
              { key: 'text', heading: m.county_import_reason(), cell: (each) => each.text },
            ]}
          />
        </section>
      )}
      <section>
        <BankLineTable
          caption={isApplied ? m.bank_lines_done() : m.bank_lines_would()}
          empty={m.bank_lines_none()}
          lines={lines.map((line) => ({ ...line, ageDays: null }))}
        />
      </section>
    </CountyRoom>
  )
}
