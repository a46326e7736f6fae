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
import { createServicePoint } from '#app/commands/pickup/create-service-point.server.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readPlanChoices } from '#app/queries/pickup/plan-choices.server.ts'
import { readServicePoints } from '#app/queries/pickup/service-points.server.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { PointForm } from '#app/ui/pickup/point-form.tsx'
import { PointTable } from '#app/ui/pickup/point-table.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { hourValues, pointFields, pointOf } from '#app/web/point-form.server.ts'
import { statusOf } from '#app/web/respond.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.point_name() }) }]

const schema = z.object({
  formKey: z.uuid({ error: 'operation-id-missing' }),
  villageCode: z.string({ error: 'event-village-missing' }),
  ...pointFields,
})

const WORKDAYS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opensAt: '09:00', closesAt: '17:00' }))

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'event:read' })
  const [points, choices, frame] = await Promise.all([
    readServicePoints(scope, new Date()),
    readPlanChoices(scope),
    readRoomFrame(actor),
  ])
  const values = { formKey: randomUUID(), scaleCount: '1', staffCount: '1', ...hourValues(WORKDAYS) }
  return json({ points, towns: choices.towns, frame, values })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'point:keep' })
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const { formKey, villageCode, ...value } = form.value
  const point = { villageCode, ...pointOf(value) }
  const made = await createServicePoint(actor, scope, { formKey, point })
  if (made.ok) return redirect(paths.organizerPoint(made.value.pointId, { done: 'created' }))
  const refused =
    'faults' in made
      ? Object.fromEntries(made.faults.map(({ field, code }) => [field, refuse(code)]))
      : { '': made }
  return json(answerOf(form, refused), statusOf(made))
}

export default function PointsPage() {
  const { points, towns, frame, values } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <h1 className="head">{m.point_name()}</h1>
      <p className="soft">{m.point_lead()}</p>
      <section>
        <PointTable points={points} />
      </section>
      {frame.may.includes('point:keep') && (
        <section>
          <h2>{m.point_new()}</h2>
          <PointForm
            towns={towns}
            values={answer?.values ?? values}
            errors={answer?.errors ?? {}}
            save={m.point_create()}
          />
        </section>
      )}
    </OrganizerRoom>
  )
}
