import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { instantOf, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readEventToRepeat } from '#app/queries/pickup/event-to-repeat.server.ts'
import { readPlanChoices } from '#app/queries/pickup/plan-choices.server.ts'
import { EventForm } from '#app/ui/pickup/event-form.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { answerOf, readForm, wholeNumber } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.organizer_new_title() }) }]

const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const time = z.string({ error: 'time-missing' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time-missing' })
const schema = z.object({
  title: z.string({ error: 'title-missing' }),
  villageCode: z.string({ error: 'event-village-missing' }),
  servicePointId: wholeNumber({ missing: 'point-not-found', unreadable: 'point-not-found' }).optional(),
  // Left empty where it is a service point's.
  place: z.string().default(''),
  day,
  startsAt: time,
  endsAt: time,
  cutOffDay: day,
  cutOffAt: time,
  capacityOrders: wholeNumber({ missing: 'capacity-out-of-range', unreadable: 'capacity-out-of-range' }),
  scaleCount: wholeNumber({ missing: 'scales-out-of-range', unreadable: 'scales-out-of-range' }),
  deskMinutesPerScale: wholeNumber({
    missing: 'desk-minutes-out-of-range',
    unreadable: 'desk-minutes-out-of-range',
  }).optional(),
  servedVillageCodes: z.array(z.string()).default([]),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const asked = new URL(args.request.url).searchParams.get('from')
  const from = readId(asked)
  const [choices, frame, repeated] = await Promise.all([
    readPlanChoices(scope),
    readRoomFrame(actor),
    from === null ? null : readEventToRepeat(scope, from),
  ])
  if (asked !== null && repeated === null) throw notFound()
  return json({ ...choices, frame, repeated })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const form = await readForm(args.request, schema)
  const served = servedOf((form.ok ? form.reply({}) : form.reply).initialValue?.servedVillageCodes)
  if (!form.ok) return json({ ...answerOf(form), served }, 400)
  const { day, startsAt, endsAt, cutOffDay, cutOffAt, ...rest } = form.value
  const { deskMinutesPerScale = null, servicePointId = null } = rest
  const made = await createPickupEvent(actor, scope, {
    ...rest,
    deskMinutesPerScale,
    servicePointId,
    startsAt: instantOf(day, startsAt),
    endsAt: instantOf(day, endsAt),
    cutOffAt: instantOf(cutOffDay, cutOffAt),
  })
  if (made.ok) return redirect(paths.organizerEvent(made.value.eventId))
  const refused =
    'faults' in made
      ? Object.fromEntries(made.faults.map(({ field, code }) => [field, refuse(code)]))
      : { '': made }
  return json({ ...answerOf(form, refused), served }, 400)
}

/** Ticked boxes come as one text or a list of them. */
function servedOf(ticked: unknown): string[] {
  return [ticked].flat().filter((code): code is string => typeof code === 'string')
}

export default function NewEvent() {
  const { towns, points, frame, repeated } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const defaults = { title: m.organizer_title_default(), scaleCount: '1' }
  const [only] = towns.length === 1 && towns[0]?.villages.length === 1 ? towns[0].villages : []
  return (
    <OrganizerRoom frame={frame}>
      <h1 className="head">{m.organizer_new_title()}</h1>
      <p className="soft">
        {repeated ? m.series_again_lead({ day: formatDate(repeated.heldOn) }) : m.organizer_new_lead()}
      </p>
      <EventForm
        towns={towns}
        points={points}
        values={answer?.values ?? repeated?.values ?? { ...defaults, villageCode: only?.code ?? '' }}
        served={answer?.served ?? repeated?.served ?? (only ? [only.code] : [])}
        errors={answer?.errors ?? {}}
      />
    </OrganizerRoom>
  )
}
