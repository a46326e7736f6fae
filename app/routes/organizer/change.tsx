import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { doEventChange } from '#app/commands/pickup/do-event-change.server.ts'
import { dropEventChange } from '#app/commands/pickup/drop-event-change.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventChange } from '#app/queries/pickup/event-change.server.ts'
import { ChangePlan, ChangeProgress, changeTitle } from '#app/ui/pickup/change-plan.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readOrderId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: m.brand_title({ title: m.organizer_change_title() }) },
  ...(data && isAtWork(data.page.state) ? [{ httpEquiv: 'refresh', content: '2' }] : []),
]

const schema = z.object({ intent: z.enum(['do', 'drop'], { error: 'event-change-not-ready' }) })

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const [page, frame] = await Promise.all([
    readEventChange(scope, readOrderId(args.params.id)),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  return json({ page, frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const changeId = readOrderId(args.params.id)
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const act = form.value.intent === 'do' ? doEventChange : dropEventChange
  const verdict = await act(actor, scope, { changeId })
  if (verdict.ok) return redirect(paths.organizerChange(changeId))
  if (statusOf(verdict) === 404) throw notFound()
  return json(answerOf(form, { '': verdict }), statusOf(verdict))
}

function isAtWork(state: string): boolean {
  return state === 'waiting' || state === 'planning'
}

export default function Change() {
  const { page, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <BackLink href={paths.organizerEvent(page.event.id)}>{m.organizer_change_event()}</BackLink>
      <h1 className="head">{changeTitle(page.change)}</h1>
      <ErrorSummary errors={answer?.errors ?? {}} />
      <ChangeProgress page={page} />
      {page.groups.length > 0 && <ChangePlan page={page} />}
      {page.state === 'ready' && (
        <form method="post" className="stack no-print mt-6">
          <Button name="intent" value="do" tone="go" size="big">
            {m.organizer_change_do()}
          </Button>
          <p className="hint">{m.organizer_change_do_hint()}</p>
        </form>
      )}
      {(page.state === 'ready' || isAtWork(page.state)) && (
        <form method="post" className="no-print mt-4">
          <Button name="intent" value="drop">
            {m.organizer_change_drop()}
          </Button>
        </form>
      )}
      {page.state === 'failed' && <Note tone="bad">{m.organizer_change_failed()}</Note>}
    </OrganizerRoom>
  )
}
