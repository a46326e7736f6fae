import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { changeLeadHelper } from '#app/commands/people/change-lead-helper.server.ts'
import { endPairing } from '#app/commands/people/end-pairing.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readPairing, readPairingChoices } from '#app/queries/people/pairings.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { ChangeForm, EndForm } from '#app/ui/county/pairing-forms.tsx'
import { PairingTable } from '#app/ui/county/pairing-table.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { refusedPairing } from '#app/web/pairing-form.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.pairing_title() }) }]

const text = z.string().default('')
const schema = z.union([
  z.object({ intent: z.literal('end'), endsOn: text, reason: text, note: text }),
  z.object({
    intent: z.literal('change'),
    agencyId: text,
    helperName: text,
    helperTitle: text,
    helperPhone: text,
    startsOn: text,
    reason: text,
    note: text,
  }),
])

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:read' })
  const id = readId(args.params.id)
  const now = new Date()
  const [found, { agencies }, frame] = await Promise.all([
    id === null ? null : readPairing(scope, id, now),
    readPairingChoices(scope),
    readRoomFrame(actor),
  ])
  if (found === null) throw notFound()
  const done = new URL(args.request.url).searchParams.get('done')
  return json(
    { ...found, agencies, today: civilDateOf(now), done, frame },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:work' })
  const pairingId = readId(args.params.id)
  const form = await readForm(args.request, schema)
  if (pairingId === null || !form.ok) throw notFound()
  const { value } = form
  if (value.intent === 'end') {
    const ended = await endPairing(actor, scope, { pairingId, ...value })
    if (ended.ok) return redirect(paths.countyPairing(pairingId, { done: 'ended' }))
    if (ended.code === 'not-found') throw notFound()
    return refusedPairing('end', form, ended)
  }
  const changed = await changeLeadHelper(actor, scope, {
    ...value,
    pairingId,
    agencyId: readId(value.agencyId),
  })
  if (changed.ok) return redirect(paths.countyPairing(changed.value.pairingId, { done: 'changed' }))
  if (changed.code === 'not-found') throw notFound()
  return refusedPairing('change', form, changed)
}

const DONE: Record<string, (() => string) | undefined> = {
  ended: m.pairing_done_ended,
  changed: m.pairing_done_changed,
}

export default function Pairing() {
  const { pairing, history, agencies, today, done, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const said = answer === null ? DONE[done ?? '']?.() : undefined
  const canChange = pairing.endsOn === null && frame.may.includes('pairing:work')
  return (
    <CountyRoom frame={frame}>
      <BackLink href={paths.countyPairings()}>{m.pairing_back()}</BackLink>
      <h1 className="head">{m.pairing_of({ number: pairing.householdNumber })}</h1>
      {said && (
        <Note tone="ok" announce>
          {said}
        </Note>
      )}
      <PairingTable caption={m.pairing_history()} rows={history} />
      {canChange && (
        <>
          <ChangeForm agencies={agencies} today={today} answer={answer} />
          <section>
            <h2>{m.pairing_end()}</h2>
            <EndForm today={today} answer={answer} />
          </section>
        </>
      )}
    </CountyRoom>
  )
}
