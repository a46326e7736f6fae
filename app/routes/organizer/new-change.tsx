import { randomUUID } from 'node:crypto'
import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { proposeEventChange } from '#app/commands/pickup/propose-event-change.server.ts'
import { civilDateOf, instantOf, isCivilDate, timeOfDay } from '#app/domain/kernel/calendar.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventToChange } from '#app/queries/pickup/event-change.server.ts'
import { ChangeForms } from '#app/ui/pickup/change-forms.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { answerOf, readForm, wholeNumber } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.organizer_change_title() }) }]

const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const time = z.string({ error: 'time-missing' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time-missing' })
const asked = {
  changeId: z.string({ error: 'operation-id-missing' }),
  reason: z.string({ error: 'event-change-reason' }),
}
const fewer = { missing: 'event-change-not-fewer', unreadable: 'event-change-not-fewer' }
const schema = z.discriminatedUnion('kind', [
  z.object({ ...asked, kind: z.literal('cancel') }),
  z.object({ ...asked, kind: z.literal('shrink'), capacityOrders: wholeNumber(fewer) }),
  z.object({
    ...asked,
    kind: z.literal('move'),
    day,
    startsAt: time,
    endsAt: time,
    cutOffDay: day,
    cutOffAt: time,
    place: z.string({ error: 'event-place-empty' }),
  }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const eventId = readId(args.params.id)
  const [event, frame] = await Promise.all([
    eventId === null ? null : readEventToChange(scope, eventId),
    readRoomFrame(actor),
  ])
  if (event === null) throw notFound()
  if (event.openChangeId !== null) return redirect(paths.organizerChange(event.openChangeId))
  const { startsAt, endsAt, cutOffAt, place } = event
  const values = {
    day: civilDateOf(startsAt),
    startsAt: timeOfDay(startsAt),
    endsAt: timeOfDay(endsAt),
    cutOffDay: civilDateOf(cutOffAt),
    cutOffAt: timeOfDay(cutOffAt),
    place,
  }
  return json({ event, values, changeId: randomUUID(), frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const eventId = readId(args.params.id)
  if (eventId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { changeId, reason, ...value } = form.value
  const proposed = await proposeEventChange(actor, scope, {
    changeId,
    eventId,
    reason,
    change: changeOf(value),
  })
  if (proposed.ok) return redirect(paths.organizerChange(proposed.value.changeId))
  if (statusOf(proposed) === 404) throw notFound()
  return json(answerOf(form, { '': proposed }), statusOf(proposed))
}

type Typed =
  | { kind: 'cancel' }
  | { kind: 'shrink'; capacityOrders: number }
  | {
      kind: 'move'
      day: string
      startsAt: string
      endsAt: string
      cutOffDay: string
      cutOffAt: string
      place: string
    }

function changeOf(value: Typed): EventChange {
  if (value.kind === 'cancel') return { kind: 'cancel' }
  if (value.kind === 'shrink') return { kind: 'shrink', capacityOrders: value.capacityOrders }
  return {
    kind: 'move',
    startsAt: instantOf(value.day, value.startsAt).toISOString(),
    endsAt: instantOf(value.day, value.endsAt).toISOString(),
    cutOffAt: instantOf(value.cutOffDay, value.cutOffAt).toISOString(),
    place: value.place.trim(),
  }
}

export default function NewChange() {
  const { event, values, changeId, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <BackLink href={paths.organizerEvent(event.id)}>{event.title}</BackLink>
      <h1 className="head">{m.organizer_change_title()}</h1>
      <p className="soft">{m.organizer_change_lead()}</p>
      <ErrorSummary errors={answer?.errors ?? {}} />
      <ChangeForms event={event} changeId={changeId} begun={values} answer={answer ?? null} />
    </OrganizerRoom>
  )
}
