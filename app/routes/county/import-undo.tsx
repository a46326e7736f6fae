import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Undo2 } from 'lucide-react'
import { undoImport } from '#app/commands/intake/undo-import.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readImportRound } from '#app/queries/intake/import-rounds.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.round_undo_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:apply' })
  const [round, frame] = await Promise.all([
    readImportRound(scope, args.params.id ?? ''),
    readRoomFrame(actor),
  ])
  if (round === null) throw notFound()
  const { id, fileName, state } = round
  return json({ id, fileName, state, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:apply' })
  const roundId = args.params.id ?? ''
  const form = await args.request.formData().catch(() => new FormData())
  const undone = await undoImport(actor, scope, { roundId, leavingOut: form.get('rest') === 'yes' })
  if (undone.ok) return redirect(paths.countyImportRound(roundId))
  if (undone.code === 'not-found') throw notFound()
  const mayLeaveOut = undone.code === 'import-households-moved-on'
  return json({ error: refusalText(undone.code, undone.facts), mayLeaveOut }, { status: statusOf(undone) })
}

export default function ImportUndo() {
  const { id, fileName, state, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyImportRound(id)}>{fileName}</BackLink>
      <h1 className="head">{m.round_undo_title()}</h1>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      {state !== 'applied' && <Note>{m.round_undo_why()}</Note>}
      {state === 'applied' && (
        <form method="post" className="stack">
          <Note>{m.round_undo_why()}</Note>
          <Button icon={Undo2} size="big">
            {m.round_undo_go()}
          </Button>
          {answer?.mayLeaveOut && (
            <Button name="rest" value="yes">
              {m.round_undo_rest()}
            </Button>
          )}
        </form>
      )}
    </CountyRoom>
  )
}
