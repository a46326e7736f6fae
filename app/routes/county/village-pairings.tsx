import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { beginVillagePairing } from '#app/commands/people/begin-village-pairing.server.ts'
import { endVillagePairing } from '#app/commands/people/end-village-pairing.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readPairingChoices, readVillagePairings } from '#app/queries/people/pairings.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { EndForm, VillageBeginForm } from '#app/ui/county/pairing-forms.tsx'
import { PairedDays } from '#app/ui/county/pairing-table.tsx'
import { BackLink, Pagination } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { Table } from '#app/ui/primitives/table.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { refusedPairing } from '#app/web/pairing-form.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.pairing_village_title() }) }]

const text = z.string().default('')
const schema = z.union([
  z.object({ intent: z.literal('begin'), agencyId: text, villageCode: text, startsOn: text }),
  z.object({
    intent: z.literal('end'),
    pairingId: z.string().transform(readId).pipe(z.number()),
    endsOn: text,
    reason: text,
    note: text,
  }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:read' })
  const search = new URL(args.request.url).searchParams
  const after = readId(search.get('after'))
  const now = new Date()
  const [page, choices, frame] = await Promise.all([
    readVillagePairings(scope, after, now),
    readPairingChoices(scope),
    readRoomFrame(actor),
  ])
  return json(
    { ...page, ...choices, after, today: civilDateOf(now), done: search.get('done'), frame },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:work' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const { value } = form
  const isBegin = value.intent === 'begin'
  const verdict = isBegin
    ? await beginVillagePairing(actor, scope, { ...value, agencyId: readId(value.agencyId) })
    : await endVillagePairing(actor, scope, value)
  if (verdict.ok) return redirect(paths.countyVillagePairings({ done: isBegin ? 'begun' : 'ended' }))
  if (verdict.code === 'not-found') throw notFound()
  return refusedPairing(isBegin ? 'begin' : `end-${value.pairingId}`, form, verdict)
}

const DONE: Record<string, (() => string) | undefined> = {
  begun: m.pairing_done_begun,
  ended: m.pairing_done_ended,
}

export default function VillagePairings() {
  const { rows, next, agencies, villages, after, today, done, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const said = answer === null ? DONE[done ?? '']?.() : undefined
  const mayWork = frame.may.includes('pairing:work')
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyPairings()}>{m.pairing_back()}</BackLink>
      <h1 className="head">{m.pairing_village_title()}</h1>
      <p className="soft">{m.pairing_village_why()}</p>
      {said && (
        <Note tone="ok" announce>
          {said}
        </Note>
      )}
      <section className="stack">
        <Table
          caption={m.pairing_village_list()}
          rows={rows}
          rowKey={(row) => row.id}
          empty={m.pairing_village_none()}
          columns={[
            { key: 'village', heading: m.pairing_village(), isRowHeading: true, cell: (row) => row.village },
            { key: 'agency', heading: m.pairing_agency(), cell: (row) => row.agency },
            {
              key: 'days',
              heading: m.pairing_column_days(),
              cell: (row) => (
                <>
                  <PairedDays span={row} />
                  {mayWork && row.endsOn === null && (
                    <details open={answer?.form === `end-${row.id}`}>
                      <summary>{m.pairing_end_do()}</summary>
                      <EndForm today={today} answer={answer} pairingId={row.id} />
                    </details>
                  )}
                </>
              ),
            },
          ]}
        />
        <Pagination
          nextHref={next === null ? null : paths.countyVillagePairings({ after: next })}
          firstHref={after === null ? null : paths.countyVillagePairings()}
        />
      </section>
      {mayWork && <VillageBeginForm agencies={agencies} villages={villages} today={today} answer={answer} />}
    </CountyRoom>
  )
}
