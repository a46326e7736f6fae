import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { settleEventException } from '#app/commands/handover/settle-event-exception.server.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readExceptionsInScope } from '#app/queries/handover/event-exceptions.server.ts'
import { ExceptionList } from '#app/ui/handover/exception-list.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.exception_title() }) }]

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'exception:settle' })
  const query = new URL(args.request.url).searchParams
  const [exceptions, frame] = await Promise.all([
    readExceptionsInScope(scope, actor.accountId, {
      isOverdue: query.get('only') === 'overdue',
      villageCode: query.get('village'),
    }),
    readRoomFrame(actor),
  ])
  return json({ exceptions, frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'exception:settle' })
  const form = await args.request.formData().catch(() => new FormData())
  const exceptionId = Number(form.get('exceptionId'))
  if (!Number.isSafeInteger(exceptionId)) throw notFound()
  const finding = String(form.get('finding') ?? '')
  const settled = await settleEventException(actor, scope, { exceptionId, finding })
  // A second tap finds it settled, which the page shows.
  if (settled.ok || settled.code === 'exception-settled') return redirect(paths.organizerExceptions())
  if (statusOf(settled) === 404) throw notFound()
  return json({ error: refusalText(settled.code, settled.facts) }, statusOf(settled))
}

export default function Exceptions() {
  const { exceptions, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <div className="report-head">
        <h1>{m.exception_title()}</h1>
        <p className="soft">{m.exception_lead()}</p>
      </div>
      {answer && (
        <Note tone="bad" announce>
          {answer.error}
        </Note>
      )}
      <ExceptionList
        canSettle
        exceptions={exceptions.map((row) => ({
          ...row,
          event: {
            words: m.joined({ first: row.eventTitle, second: formatDate(row.heldOn) }),
            href: paths.organizerEvent(row.eventId),
          },
        }))}
      />
    </OrganizerRoom>
  )
}
