import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { declareDays } from '#app/commands/pickup/declare-days.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { DECLARED_KINDS } from '#app/domain/pickup/public-holiday.ts'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readCountyCalendar } from '#app/queries/pickup/county-calendar.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { CalendarDays, DeclareForm } from '#app/ui/pickup/declared-days.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.calendar_title() }) }]

const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const schema = z.object({
  fromDay: day,
  toDay: day,
  kind: z.enum(DECLARED_KINDS, { error: 'declared-kind-missing' }),
  name: z.string({ error: 'declared-name-missing' }),
  source: z.string({ error: 'declared-source-missing' }),
})

const countyOf = (scope: Scope) => (scope.prefixes[0] ?? '').padEnd(12, '0')

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'calendar:declare' })
  const query = new URL(args.request.url).searchParams
  const [days, frame] = await Promise.all([
    readCountyCalendar(scope, countyOf(scope), new Date()),
    readRoomFrame(actor),
  ])
  if (days === null) throw notFound()
  return json({ days, frame, done: query.get('done'), count: readId(query.get('count')) ?? 0 })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'calendar:declare' })
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const declared = await declareDays(actor, scope, { countyCode: countyOf(scope), declaration: form.value })
  if (declared.ok) {
    const { added } = declared.value
    return redirect(
      paths.countyCalendar(added === 0 ? { done: 'unchanged' } : { done: 'added', count: added }),
    )
  }
  if (statusOf(declared) === 404) throw notFound()
  const faults = 'faults' in declared ? declared.faults : []
  const refused = Object.fromEntries(faults.map(({ field, code }) => [field, refuse(code)]))
  return json(answerOf(form, refused), statusOf(declared))
}

export default function Calendar() {
  const { days, frame, done, count } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.calendar_title()}</h1>
      <p className="soft">{m.calendar_lead()}</p>
      {!answer && (done === 'added' || done === 'unchanged') && (
        <Note tone="ok" announce>
          {done === 'added' ? m.calendar_done({ count: formatCount(count) }) : m.calendar_unchanged()}
        </Note>
      )}
      <DeclareForm answer={answer ?? null} />
      <CalendarDays days={days} />
    </CountyRoom>
  )
}
