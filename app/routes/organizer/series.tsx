import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { endEventSeries } from '#app/commands/pickup/end-event-series.server.ts'
import { planSeriesDays } from '#app/commands/pickup/plan-series-days.server.ts'
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import type { DayChoice } from '#app/domain/pickup/event-series.ts'
import { unclosedIn } from '#app/domain/pickup/unclosed-events.ts'
import { formatCount, formatDate, formatDay, formatPickupTime } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readSeriesPage, type SeriesEvent, type SeriesPage } from '#app/queries/pickup/series-page.server.ts'
import { EventState } from '#app/ui/pickup/event-state.tsx'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { SeriesPreviewForm } from '#app/ui/pickup/series-preview.tsx'
import { ruleWords } from '#app/ui/pickup/series-words.ts'
import { UnclosedEvents } from '#app/ui/pickup/unclosed-events.tsx'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Facts } from '#app/ui/primitives/facts.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.series_title() }) }]

const schema = z.union([
  z.object({ intent: z.literal('end') }),
  z.looseObject({
    intent: z.enum(['draft', 'open'], { error: 'changed-meanwhile' }),
    seen: z.string({ error: 'changed-meanwhile' }),
    from: z.string({ error: 'changed-meanwhile' }).refine(isCivilDate, { error: 'changed-meanwhile' }),
  }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const id = readId(args.params.id)
  const query = new URL(args.request.url).searchParams
  const [page, frame] = await Promise.all([
    id === null ? null : readSeriesPage(scope, id, new Date()),
    readRoomFrame(actor),
  ])
  if (page === null) throw notFound()
  return json({ ...page, frame, done: query.get('done'), count: readId(query.get('count')) ?? 0 })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:plan' })
  const seriesId = readId(args.params.id)
  if (seriesId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json({ ...answerOf(form), unclosed: [] }, 400)
  const { value } = form
  if (value.intent === 'end') {
    const ended = await endEventSeries(actor, scope, { seriesId })
    if (!ended.ok) throw notFound()
    return redirect(paths.organizerSeries(seriesId, { done: 'ended' }))
  }
  const planned = await planSeriesDays(actor, scope, {
    seriesId,
    from: value.from,
    seen: value.seen,
    choices: choicesOf(value),
    areOpen: value.intent === 'open',
  })
  if (planned.ok) {
    const { isRepeated, eventCount: count } = planned.value
    return redirect(
      paths.organizerSeries(seriesId, isRepeated ? { done: 'before' } : { done: 'planned', count }),
    )
  }
  if (statusOf(planned) === 404) throw notFound()
  return json({ ...answerOf(form, { '': planned }), unclosed: unclosedIn(planned.facts) }, statusOf(planned))
}

/** What was ticked of each day; anything but a day or "left out" was not ticked on this page. */
function choicesOf(value: Record<string, unknown>): DayChoice[] {
  return Object.entries(value).flatMap(([name, heldOn]) => {
    const day = name.startsWith('day-') ? name.slice(4) : ''
    if (!isCivilDate(day) || typeof heldOn !== 'string') return []
    return heldOn === 'left-out' || isCivilDate(heldOn) ? [{ day, heldOn }] : []
  })
}

export default function SeriesRoute() {
  const { series, preview, seen, holidays, events, frame, done, count } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <BackLink href={paths.organizerSeriesList()}>{m.series_title()}</BackLink>
      <h1 className="head">{series.title}</h1>
      {!answer && <Done done={done} count={count} />}
      <ErrorSummary errors={answer?.errors ?? {}} />
      <UnclosedEvents ids={answer?.unclosed ?? []} />
      <SeriesFacts series={series} />
      <section>
        {series.isEnded ? (
          <Note>{m.series_preview_ended()}</Note>
        ) : preview === null ? (
          <Note tone="ok">{m.series_preview_over()}</Note>
        ) : (
          <SeriesPreviewForm preview={preview} seen={seen} holidays={holidays} typed={answer?.values ?? {}} />
        )}
      </section>
      <section>
        <EventsOfSeries events={events} />
      </section>
      {!series.isEnded && (
        <section>
          <form method="post" className="stack narrow">
            <p className="hint">{m.series_end_why()}</p>
            <Button name="intent" value="end">
              {m.series_end()}
            </Button>
          </form>
        </section>
      )}
    </OrganizerRoom>
  )
}

function Done({ done, count }: { done: string | null; count: number }) {
  const words: Record<string, string> = {
    planned: m.series_done_planned({ count: formatCount(count) }),
    before: m.series_done_before(),
    ended: m.series_done_ended(),
  }
  const said = words[done ?? '']
  if (said === undefined) return null
  return (
    <Note tone="ok" announce>
      {said}
    </Note>
  )
}

function SeriesFacts({ series }: { series: SeriesPage['series'] }) {
  const { fromDay, toDay, cutOffDaysBefore: days, cutOffAt: time } = series
  return (
    <Facts
      facts={[
        { key: 'rule', name: m.series_fact_rule(), value: ruleWords(series) },
        {
          key: 'where',
          name: m.organizer_fact_where(),
          value: m.organizer_where({ village: series.village, place: series.place }),
        },
        {
          key: 'hours',
          name: m.series_fact_hours(),
          value: m.series_hours({ from: series.startsAt, to: series.endsAt }),
        },
        {
          key: 'cut-off',
          name: m.series_fact_cut_off(),
          value: days === 0 ? m.series_cut_off_same({ time }) : m.series_cut_off_before({ days, time }),
        },
        {
          key: 'span',
          name: m.series_fact_span(),
          value:
            toDay === null
              ? m.series_span_open({ from: formatDate(fromDay) })
              : m.series_span({ from: formatDate(fromDay), to: formatDate(toDay) }),
        },
        { key: 'orders', name: m.organizer_field_capacity(), value: formatCount(series.capacityOrders) },
        { key: 'scales', name: m.organizer_fact_scales(), value: formatCount(series.scaleCount) },
        { key: 'serves', name: m.organizer_fact_serves(), value: series.serves.join(m.organizer_and()) },
      ]}
    />
  )
}

function EventsOfSeries({ events }: { events: SeriesEvent[] }) {
  return (
    <Table
      caption={m.series_events()}
      rows={events}
      rowKey={(event) => event.id}
      empty={m.series_events_none()}
      columns={[
        {
          key: 'event',
          heading: m.organizer_column_event(),
          isRowHeading: true,
          cell: (event) => (
            <>
              <a href={paths.organizerEvent(event.id)}>{formatPickupTime(event.startsAt, event.endsAt)}</a>
              {event.movedFrom && (
                <>
                  <br />
                  <span className="soft">{m.series_events_moved({ day: formatDay(event.movedFrom) })}</span>
                </>
              )}
            </>
          ),
        },
        {
          key: 'state',
          heading: m.organizer_column_state(),
          noWrap: true,
          cell: (event) => <EventState state={event.state} />,
        },
      ]}
    />
  )
}
