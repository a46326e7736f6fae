import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { changeServicePoint } from '#app/commands/pickup/change-service-point.server.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readServicePoint } from '#app/queries/pickup/service-points.server.ts'
import { OrganizerRoom } from '#app/ui/pickup/organizer-room.tsx'
import { PointForm } from '#app/ui/pickup/point-form.tsx'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { answerOf, readForm } from '#app/web/form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { hourValues, pointFields, pointOf } from '#app/web/point-form.server.ts'
import { statusOf } from '#app/web/respond.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.point_change() }) }]

const schema = z.object(pointFields)

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'point:keep' })
  const id = readId(args.params.id)
  const [point, frame] = await Promise.all([
    id === null ? null : readServicePoint(scope, id, new Date()),
    readRoomFrame(actor),
  ])
  if (point === null) throw notFound()
  const { name, place, scaleCount, staffCount, hasColdBox, openingHours } = point
  const values = {
    name,
    place,
    scaleCount: String(scaleCount),
    staffCount: String(staffCount),
    hasColdBox: hasColdBox ? 'yes' : 'no',
    ...hourValues(openingHours),
  }
  return json({ id: point.id, name, values, frame })
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'point:keep' })
  const pointId = readId(args.params.id)
  if (pointId === null) throw notFound()
  const form = await readForm(args.request, schema)
  if (!form.ok) return json(answerOf(form), 400)
  const changed = await changeServicePoint(actor, scope, { pointId, point: pointOf(form.value) })
  if (changed.ok) return redirect(paths.organizerPoint(pointId, { done: 'changed' }))
  if (statusOf(changed) === 404) throw notFound()
  const refused =
    'faults' in changed
      ? Object.fromEntries(changed.faults.map(({ field, code }) => [field, refuse(code)]))
      : { '': changed }
  return json(answerOf(form, refused), statusOf(changed))
}

export default function ChangePointPage() {
  const { id, name, values, frame } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <OrganizerRoom frame={frame}>
      <BackLink href={paths.organizerPoint(id)}>{name}</BackLink>
      <h1 className="head">{m.point_change()}</h1>
      <p className="soft">{m.point_change_lead()}</p>
      <PointForm
        towns={null}
        values={answer?.values ?? values}
        errors={answer?.errors ?? {}}
        save={m.point_save()}
      />
    </OrganizerRoom>
  )
}
