import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { recordCooperative } from '#app/commands/catalogue/record-cooperative.server.ts'
import { COOPERATIVE_KINDS } from '#app/domain/catalogue/purchase-contract.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readCooperatives } from '#app/queries/catalogue/cooperatives.server.ts'
import { CooperativeForm, CooperativeTable } from '#app/ui/county/cooperatives.tsx'
import { CountyRoom } from '#app/ui/county/county-room.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.contract_title() }) }]

const schema = z.object({
  name: z.string().default(''),
  kind: z.enum(COOPERATIVE_KINDS, { error: 'cooperative-kind-missing' }),
})

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cooperative:read' })
  const [cooperatives, frame] = await Promise.all([
    readCooperatives(scope, civilDateOf(new Date())),
    readRoomFrame(actor),
  ])
  return json({ cooperatives, frame }, { headers: { 'Cache-Control': 'private, no-store' } })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'cooperative:work' })
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const countyCode = (scope.prefixes[0] ?? '').padEnd(12, '0')
  const recorded = await recordCooperative(actor, scope, { countyCode, ...form.value })
  if (recorded.ok) return redirect(paths.countyCooperative(recorded.value.cooperativeId))
  if (statusOf(recorded) === 404) throw notFound()
  return json(answerOf(form, { name: recorded }), statusOf(recorded))
}

export default function Cooperatives() {
  const { cooperatives, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  return (
    <CountyRoom frame={frame}>
      <h1 className="head">{m.contract_title()}</h1>
      <p className="soft">{m.contract_lead()}</p>
      <CooperativeTable
        rows={cooperatives.map((row) => ({ ...row, href: paths.countyCooperative(row.id) }))}
      />
      {frame.may.includes('cooperative:work') && <CooperativeForm answer={answer} />}
    </CountyRoom>
  )
}
