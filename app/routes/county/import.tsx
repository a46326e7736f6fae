import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Upload } from 'lucide-react'
import { previewInWorker } from '#app/commands/intake/preview-in-worker.server.ts'
import { INTAKE_KINDS } from '#app/domain/intake/check-sheet.ts'
import { formatCount, formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readImportRounds } from '#app/queries/intake/import-rounds.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { roundStateName } from '#app/ui/intake/round-words.ts'
import { kindName } from '#app/ui/intake/words.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.county_import_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:preview' })
  const [rounds, frame] = await Promise.all([readImportRounds(scope), readRoomFrame(actor)])
  return json({ rounds, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:preview' })
  const { body, headers } = args.request
  const scopeCode = (scope.prefixes[0] ?? '').padEnd(12, '0')
  const contentType = headers.get('content-type') ?? ''
  const preview = await previewInWorker(actor, scope, { scopeCode, contentType, body })
  if (!preview.ok)
    return json({ error: refusalText(preview.code, preview.facts) }, { status: statusOf(preview) })
  return redirect(paths.countyImportRound(preview.value.roundId))
}

export default function Import() {
  const { rounds, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.county_import_title()}</h1>
      <form method="post" encType="multipart/form-data" className="stack narrow">
        <Choice
          legend={m.county_import_kind()}
          name="kind"
          chosen="households"
          options={INTAKE_KINDS.map((kind) => ({ value: kind, label: kindName(kind) }))}
        />
        <TextInput
          label={m.county_import_file()}
          name="file"
          type="file"
          accept=".xlsx,.csv"
          hint={m.county_import_file_hint()}
          error={answer?.error}
        />
        <Button tone="go" size="big" icon={Upload}>
          {m.county_import_preview()}
        </Button>
        <Note>{m.county_import_promise()}</Note>
      </form>
      <section>
        <Table
          caption={m.county_import_rounds()}
          rows={rounds}
          rowKey={(row) => row.id}
          empty={m.county_import_none()}
          columns={[
            {
              key: 'file',
              heading: m.county_import_file(),
              isRowHeading: true,
              cell: (row) => <a href={paths.countyImportRound(row.id)}>{row.fileName}</a>,
            },
            {
              key: 'kind',
              heading: m.county_import_kind(),
              onlyWide: true,
              cell: (row) => kindName(row.kind),
            },
            {
              key: 'rows',
              heading: m.county_import_rows(),
              numeric: true,
              onlyWide: true,
              cell: (row) => formatCount(row.rowCount),
            },
            {
              key: 'accepted',
              heading: m.county_import_accepted(),
              numeric: true,
              cell: (row) => formatCount(row.acceptedCount),
            },
            {
              key: 'refused',
              heading: m.county_import_refused(),
              numeric: true,
              cell: (row) => formatCount(row.refusedCount),
            },
            {
              key: 'state',
              heading: m.county_import_state(),
              onlyWide: true,
              noWrap: true,
              apart: true,
              cell: (row) => (
                <Chip tone={row.state === 'applied' ? 'ok' : 'look'}>{roundStateName(row.state)}</Chip>
              ),
            },
            {
              key: 'at',
              heading: m.county_import_at(),
              onlyWide: true,
              noWrap: true,
              cell: (row) => formatInstant(row.createdAt),
            },
          ]}
        />
      </section>
    </CountyRoom>
  )
}
