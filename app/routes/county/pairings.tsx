import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Download } from 'lucide-react'
import { z } from 'zod'
import { beginPairing } from '#app/commands/people/begin-pairing.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readPairingChoices, readPairings } from '#app/queries/people/pairings.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { BeginForm } from '#app/ui/county/pairing-forms.tsx'
import { PairingTable } from '#app/ui/county/pairing-table.tsx'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { FilterLinks, Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { refusedPairing } from '#app/web/pairing-form.server.ts'
import { pairingsFilter } from '#app/web/pairing-request.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.pairing_title() }) }]

const text = z.string().default('')
const schema = z.object({
  householdNumber: text,
  agencyId: text,
  helperName: text,
  helperTitle: text,
  helperPhone: text,
  startsOn: text,
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:read' })
  const search = new URL(args.request.url).searchParams
  const filter = pairingsFilter(args.request)
  const after = readId(search.get('after'))
  const now = new Date()
  const [page, { agencies }, frame] = await Promise.all([
    readPairings(scope, { ...filter, after }, now),
    readPairingChoices(scope),
    readRoomFrame(actor),
  ])
  return json(
    {
      ...page,
      agencies,
      filter,
      after,
      today: civilDateOf(now),
      isBegun: search.get('done') === 'begun',
      frame,
    },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:work' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const { agencyId, ...input } = form.value
  const begun = await beginPairing(actor, scope, { ...input, agencyId: readId(agencyId) })
  if (begun.ok) return redirect(paths.countyPairings({ number: input.householdNumber.trim(), done: 'begun' }))
  if (begun.code === 'not-found') throw notFound()
  return refusedPairing('begin', form, begun)
}

export default function Pairings() {
  const { rows, next, counts, agencies, filter, after, today, isBegun, frame } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const states = [
    { state: 'now', label: m.pairing_state_now(), count: counts.now },
    { state: 'ended', label: m.pairing_state_ended(), count: counts.ended },
    { state: 'all', label: m.pairing_state_all(), count: counts.now + counts.ended },
  ]
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.pairing_title()}</h1>
      <p className="soft">{m.pairing_why()}</p>
      {isBegun && answer === null && (
        <Note tone="ok" announce>
          {m.pairing_done_begun()}
        </Note>
      )}
      <p className="flex flex-wrap gap-x-4">
        <TapLink href={paths.countyVillagePairings()}>{m.pairing_villages_link()}</TapLink>
        {frame.may.includes('import:preview') && (
          <TapLink href={paths.countyImport()}>{m.pairing_by_file()}</TapLink>
        )}
      </p>
      <search>
        <form method="get" action={paths.countyPairings()} className="stack narrow">
          <TextInput name="agency" label={m.pairing_search_agency()} defaultValue={filter.agency} />
          <TextInput name="village" label={m.pairing_search_village()} defaultValue={filter.village} />
          <TextInput
            name="number"
            label={m.pairing_search_number()}
            defaultValue={filter.number}
            inputMode="numeric"
          />
          <input type="hidden" name="state" value={filter.state} />
          <Button>{m.pairing_search_go()}</Button>
        </form>
      </search>
      <FilterLinks
        label={m.pairing_states()}
        links={states.map(({ state, label, count }) => ({
          href: paths.countyPairings({ ...filter, state }),
          label,
          count,
          current: state === filter.state,
        }))}
      />
      <section className="stack">
        <PairingTable caption={m.pairing_list()} rows={rows} isLinked />
        <Pagination
          nextHref={next === null ? null : paths.countyPairings({ ...filter, after: next })}
          firstHref={after === null ? null : paths.countyPairings(filter)}
        />
        <p className="flex flex-wrap gap-x-4">
          <TapLink icon={Download} href={paths.countyPairingsFile('xlsx', filter)}>
            {m.statement_download_xlsx()}
          </TapLink>
          <TapLink icon={Download} href={paths.countyPairingsFile('csv', filter)}>
            {m.statement_download_csv()}
          </TapLink>
        </p>
      </section>
      {frame.may.includes('pairing:work') && <BeginForm agencies={agencies} today={today} answer={answer} />}
    </CountyRoom>
  )
}
