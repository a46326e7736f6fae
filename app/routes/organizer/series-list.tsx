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
import { createEventSeries } from '#app/commands/pickup/create-event-series.server.ts'
import { civilDateOf, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { MONTH_WEEKS, WEEK_READINGS } from '#app/domain/pickup/recurrence.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readPlanChoices } from '#app/queries/pickup/plan-choices.server.ts'
import { type ListedSeries, readSeriesList } from '#app/queries/pickup/series-list.server.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { SeriesForm } from '#app/ui/pickup/series-form.tsx'
import { ruleWords } from '#app/ui/pickup/series-words.ts'
import { Chip } from '#app/ui/primitives/chip.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { answerOf, readForm, wholeNumber } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.series_title() }) }]

const day = z.string({ error: 'day-missing' }).refine(isCivilDate, { error: 'day-missing' })
const time = z.string({ error: 'time-missing' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time-missing' })
const schema = z.object({
  formKey: z.uuid({ error: 'operation-id-missing' }),
  title: z.string({ error: 'title-missing' }),
  villageCode: z.string({ error: 'event-village-missing' }),
  servicePointId: wholeNumber({ missing: 'point-not-found', unreadable: 'point-not-found' }).optional(),
  // Left empty where it is a service point's.
  place: z.string().default(''),
  weekday: wholeNumber({ missing: 'weekday-missing', unreadable: 'weekday-missing' }),
  weeks: z.array(z.enum(MONTH_WEEKS)).default([]),
  reading: z.enum(WEEK_READINGS, { error: 'help-day-reading-unknown' }),
  fromDay: day,
  toDay: day.optional(),
  startsAt: time,
  endsAt: time,
  cutOffDaysBefore: wholeNumber({
    missing: 'cut-off-days-out-of-range',
    unreadable: 'cut-off-days-out-of-range',
  }),
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
  const [list, choices, frame] = await Promise.all([
    readSeriesList(scope),
    readPlanChoices(scope),
    readRoomFrame(actor),
  ])
  return json({ ...list, ...choices, frame, formKey: randomUUID(), today: civilDateOf(new Date()) })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const form = await readForm(args.request, schema)
  const typed = (form.ok ? form.reply({}) : form.reply).initialValue ?? {}
  const ticked = { weeks: textsOf(typed.weeks), served: textsOf(typed.servedVillageCodes) }
  if (!form.ok) return json({ ...answerOf(form), ...ticked }, 400)
  const { formKey, toDay = null, deskMinutesPerScale = null, servicePointId = null, ...rest } = form.value
  const series = { ...rest, toDay, deskMinutesPerScale, servicePointId }
  const made = await createEventSeries(actor, scope, { formKey, series })
  if (made.ok) return redirect(paths.organizerSeries(made.value.seriesId))
  const refused =
    'faults' in made
      ? Object.fromEntries(made.faults.map(({ field, code }) => [field, refuse(code)]))
      : { '': made }
  return json({ ...answerOf(form, refused), ...ticked }, statusOf(made))
}

/** Ticked boxes come as one text or a list of them. */
function textsOf(ticked: unknown): string[] {
  return [ticked].flat().filter((text): text is string => typeof text === 'string')
}

export default function SeriesListPage() {
  const { series, towns, points, countyReading, frame, formKey, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const defaults = {
    formKey,
    title: m.organizer_title_default(),
    weekday: '1',
    reading: countyReading,
    fromDay: today,
    startsAt: '09:00',
    endsAt: '11:30',
    cutOffDaysBefore: '3',
    cutOffAt: '18:00',
    scaleCount: '1',
  }
  return (
    <OrganizerRoom frame={frame}>
      <h1 className="head">{m.series_title()}</h1>
      <p className="soft">{m.series_lead()}</p>
      {series.length > 0 && (
        <section>
          <SeriesTable series={series} />
        </section>
      )}
      <section>
        <h2>{m.series_new()}</h2>
        <SeriesForm
          towns={towns}
          points={points}
          values={answer?.values ?? defaults}
          weeks={answer?.weeks ?? ['1', '3']}
          served={answer?.served ?? []}
          errors={answer?.errors ?? {}}
        />
      </section>
    </OrganizerRoom>
  )
}

function SeriesTable({ series }: { series: ListedSeries[] }) {
  return (
    <Table
      caption={m.series_list()}
      rows={series}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'series',
          heading: m.series_column_series(),
          isRowHeading: true,
          cell: (row) => (
            <>
              <a href={paths.organizerSeries(row.id)}>
                {m.organizer_where({ village: row.village, place: row.place })}
              </a>
              <br />
              <span className="soft">{ruleWords(row)}</span>
            </>
          ),
        },
        {
          key: 'planned',
          heading: m.series_column_planned(),
          cell: (row) =>
            row.isEnded ? (
              <Chip>{m.series_ended()}</Chip>
            ) : row.plannedTo === null ? (
              m.series_planned_none()
            ) : (
              formatDate(row.plannedTo)
            ),
        },
      ]}
    />
  )
}
