import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Check, Download } from 'lucide-react'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { queueImport } from '#app/commands/intake/queue-import.server.ts'
import { ITEM_GROUPS } from '#app/domain/people/roster-items.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { formatCount, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readImportRound } from '#app/queries/intake/import-rounds.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { appliedCount, groupName, tickCount } from '#app/ui/intake/round-words.ts'
import { kindName } from '#app/ui/intake/words.ts'
import { Button, ButtonLink } from '#app/ui/primitives/button.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { ProgressBar } from '#app/ui/primitives/progress-bar.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

/** While the server applies the round, the page asks again by itself, without a script. */
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: m.county_import_title() }) },
  ...(data?.round.state === 'waiting' ? [{ httpEquiv: 'refresh', content: '2' }] : []),
]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:preview' })
  const [round, frame] = await Promise.all([
    readImportRound(scope, args.params.id ?? ''),
    readRoomFrame(actor),
  ])
  if (round === null) throw notFound()
  const { refused, warnings, warningCount } = round.findings ?? { refused: [], warnings: [], warningCount: 0 }
  // In words here: in a component every refusal's words would go to the browser.
  const inWords = (faults: typeof warnings) =>
    faults.map(({ row, column, code, facts }) => ({ row, column, text: refusalText(code, facts) }))
  return json(
    {
      round: { ...round, findings: null, failure: round.failure && refusalText(round.failure) },
      refused: refused.map((each) => ({
        row: each.row,
        column: each.column,
        text: [each, ...each.also].map(({ code, facts }) => refusalText(code, facts)).join(' '),
      })),
      warnings: inWords(warnings),
      warningCount,
      frame,
    },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:apply' })
  const roundId = args.params.id ?? ''
  const round = await readImportRound(scope, roundId)
  if (round === null) throw notFound()
  const applied =
    round.kind === 'households'
      ? await queueImport(actor, scope, { roundId })
      : await applyImport(actor, scope, { roundId }, { checkSheet: checkSheetInChild })
  // A second tap: it was applied by the first.
  if (applied.ok || applied.code === 'import-applied') return redirect(paths.countyImportRound(roundId))
  return json({ error: refusalText(applied.code, applied.facts) }, { status: statusOf(applied) })
}

type FaultRow = { row: number; column: string; text: string }

function FaultTable({ caption, rows }: { caption: string; rows: FaultRow[] }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(each) => `${each.row} ${each.column} ${each.text}`}
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
  )
}

type Round = ReturnType<typeof useLoaderData<typeof loader>>['round']

function RoundState({ round }: { round: Round }) {
  if (round.state === 'waiting') {
    const { done, total } = round.progress ?? { done: 0, total: 0 }
    return (
      <Note tone="look" title={m.round_waiting()} announce>
        {total === 0 || done === 0
          ? m.round_waiting_start()
          : m.round_waiting_line({ done: formatCount(done), total: formatCount(total) })}
        <ProgressBar done={done} of={total} />
      </Note>
    )
  }
  if (round.state === 'undone') {
    return (
      <Note tone="look" title={m.round_undone()}>
        {round.undoneAt && formatInstant(round.undoneAt)}
      </Note>
    )
  }
  if (round.state === 'applied') {
    return (
      <Note tone="ok" title={m.county_import_applied()}>
        {round.appliedAt && formatInstant(round.appliedAt)}
      </Note>
    )
  }
  return (
    <>
      {round.failure && (
        <Note tone="bad" title={m.round_failed()}>
          {round.failure}
        </Note>
      )}
      <Note tone="look" title={m.county_import_not_yet()}>
        {m.county_import_not_yet_why()}
      </Note>
    </>
  )
}

/** The pieces of a roster by heading, each a way to their list. */
function RoundItems({ round }: { round: Round }) {
  const isOpen = round.state === 'previewed'
  const ticked = round.counts.reduce((sum, each) => sum + each.ticked, 0)
  return (
    <section className="stack">
      <Facts
        facts={ITEM_GROUPS.map((group) => {
          const sum = { count: 0, ticked: 0, applied: 0 }
          for (const each of round.counts.filter((one) => one.group === group)) {
            sum.count += each.count
            sum.ticked += each.ticked
            sum.applied += each.applied
          }
          return {
            key: group,
            name: <a href={paths.countyImportItems(round.id, { group })}>{groupName(group)}</a>,
            value: <b>{isOpen ? tickCount(sum) : appliedCount(sum)}</b>,
          }
        })}
      />
      {isOpen && (
        <form method="post" className="stack">
          <Note>{m.round_first_ticks()}</Note>
          <Button tone="go" size="big" icon={Check} disabled={ticked === 0}>
            {m.round_apply({ count: formatCount(ticked) })}
          </Button>
        </form>
      )}
      {round.state === 'applied' && <a href={paths.countyImportUndo(round.id)}>{m.round_undo()}</a>}
    </section>
  )
}

export default function ImportRound() {
  const { round, refused, warnings, warningCount, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { added, changed, removed, unchanged } = round.changes
  const isRoster = round.kind === 'households'
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyImport()}>{m.county_import_back()}</BackLink>
      <h1 className="head">{m.county_import_round({ kind: kindName(round.kind), file: round.fileName })}</h1>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      <RoundState round={round} />
      <section>
        <Facts
          facts={[
            { key: 'rows', name: m.county_import_rows(), value: formatCount(round.rowCount) },
            {
              key: 'accepted',
              name: m.county_import_accepted(),
              value: <b>{formatCount(round.acceptedCount)}</b>,
            },
            {
              key: 'refused',
              name: m.county_import_refused(),
              value: <b>{formatCount(round.refusedCount)}</b>,
            },
            { key: 'added', name: m.county_import_added(), value: formatCount(added) },
            { key: 'changed', name: m.county_import_changed(), value: formatCount(changed) },
            { key: 'removed', name: m.county_import_removed(), value: formatCount(removed) },
            { key: 'unchanged', name: m.county_import_unchanged(), value: formatCount(unchanged) },
          ]}
        />
        {!isRoster && round.state === 'previewed' && (
          <form method="post" className="stack">
            <Button tone="go" size="big" icon={Check} disabled={round.acceptedCount === 0}>
              {m.county_import_apply({ count: formatCount(round.acceptedCount) })}
            </Button>
          </form>
        )}
      </section>
      {isRoster && round.state !== 'waiting' && <RoundItems round={round} />}
      {refused.length > 0 && (
        <section className="stack">
          <FaultTable caption={m.county_import_refused_rows({ count: refused.length })} rows={refused} />
          <div className="exports">
            <ButtonLink icon={Download} href={paths.countyImportRefused(round.id, 'xlsx')}>
              {m.county_import_refused_file({ format: 'Excel' })}
            </ButtonLink>
            <ButtonLink icon={Download} href={paths.countyImportRefused(round.id, 'csv')}>
              {m.county_import_refused_file({ format: 'CSV' })}
            </ButtonLink>
          </div>
        </section>
      )}
      {warnings.length > 0 && (
        <details>
          <summary>{m.county_import_warnings({ count: formatCount(warningCount) })}</summary>
          <FaultTable caption={m.county_import_warnings_why()} rows={warnings} />
        </details>
      )}
    </CountyRoom>
  )
}
