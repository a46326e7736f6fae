import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { findHouseholds } from '#app/commands/people/find-households.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { FindAnywhere } from '#app/ui/county/find-anywhere.tsx'
import { readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.wider_title() }) }]

const PRIVATE = { 'Cache-Control': 'private, no-store' }
const schema = z.object({ asked: z.string().max(200).default('') })

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await guard(args, { can: 'people:find' })
  return json({ frame: await readRoomFrame(actor) }, { headers: PRIVATE })
}

/** Posted, so that no name and no number stands in an address that is kept somewhere. */
export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'people:find' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const { asked } = form.value
  const verdict = await findHouseholds(actor, scope, { asked })
  // What was found says enough: a number that was typed is not written out again.
  if (verdict.ok) return json({ asked: '', answer: verdict.value, error: null }, { headers: PRIVATE })
  if (statusOf(verdict) === 404) throw notFound()
  const error = refusalText(verdict.code, verdict.facts)
  return json({ asked, answer: null, error }, { status: statusOf(verdict), headers: PRIVATE })
}

export default function CountyHouseholds() {
  const { frame } = useLoaderData<typeof loader>()
  const searched = useActionData<typeof action>()
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.wider_title()}</h1>
      <p className="soft mb-4">{m.wider_lead()}</p>
      <FindAnywhere
        asked={searched?.asked ?? ''}
        answer={searched?.answer ?? null}
        error={searched?.error ?? null}
      />
    </CountyRoom>
  )
}
