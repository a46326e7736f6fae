import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { changeMemberWeight } from '#app/commands/people/change-member-weight.server.ts'
import { endGroupMembership } from '#app/commands/people/end-group-membership.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { addDays, civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readGroupMember } from '#app/queries/people/groups.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { TapLink } from '#app/ui/primitives/button.tsx'
import { Note } from '#app/ui/primitives/note.tsx'
import { ChangeWeightForm, LeaveForm } from '#app/ui/village/group-forms.tsx'
import { PartTable, WeightHistory } from '#app/ui/village/group-tables.tsx'
import { weightWords } from '#app/ui/village/group-words.ts'
import { householdName } from '#app/ui/village/words.ts'
import { readForm } from '#app/web/form.server.ts'
import { refusedGroup } from '#app/web/group-form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.group_title() }) }]

const text = z.string().default('')
const schema = z.union([
  z.object({ intent: z.literal('weight'), weight: text, startsOn: text }),
  z.object({ intent: z.literal('leave'), reason: text }),
])

function idsOf({ params }: LoaderFunctionArgs): { groupId: number; householdId: number } {
  const [groupId, householdId] = [readId(params.id), readId(params.householdId)]
  if (groupId === null || householdId === null) throw notFound()
  return { groupId, householdId }
}

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:read' })
  const now = new Date()
  const member = await readGroupMember(actor, scope, idsOf(args), now)
  if (member === null) throw notFound()
  return json(
    {
      member,
      mayKeep: can(actor, 'group:keep'),
      tomorrow: addDays(civilDateOf(now), 1),
      done: new URL(args.request.url).searchParams.get('done'),
    },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:keep' })
  const of = idsOf(args)
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  const { value } = form
  const isWeight = value.intent === 'weight'
  const done = isWeight
    ? await changeMemberWeight(actor, scope, { ...of, weight: value.weight, startsOn: value.startsOn })
    : await endGroupMembership(actor, scope, { ...of, reason: value.reason })
  if (done.ok) {
    return redirect(
      paths.villageGroupMember(of.groupId, of.householdId, { done: isWeight ? 'weight' : 'left' }),
    )
  }
  if (done.code === 'not-found') throw notFound()
  return refusedGroup(value.intent, form, done)
}

const DONE: Record<string, (() => string) | undefined> = {
  weight: m.group_done_weight,
  left: m.group_done_left,
}

export default function GroupMember() {
  const { member, mayKeep, tomorrow, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { group, household, weight, changesOn, history } = member
  const said = answer === null ? DONE[done ?? '']?.() : undefined
  const isMember = weight !== null && history[0]?.endsOn === null
  return (
    <YardLayout
      back={{ href: paths.villageGroup(group.id), label: group.name }}
      status={group.village}
      className="stack"
    >
      <h1 className="head">{householdName(household)}</h1>
      <p>{weightWords(weight)}</p>
      {said && (
        <Note tone="ok" announce>
          {said}
        </Note>
      )}
      <PartTable caption={m.group_own_part({ year: member.year })} parts={member.parts} />
      <WeightHistory history={history} />
      {mayKeep && (
        <p>
          <TapLink href={paths.villageHousehold(household.id)}>{m.record_title()}</TapLink>
        </p>
      )}
      {mayKeep && isMember && changesOn !== null && (
        <Note>{m.group_change_weight_to_come({ day: formatDate(changesOn) })}</Note>
      )}
      {mayKeep && isMember && changesOn === null && (
        <>
          <section className="stack">
            <h2>{m.group_change_weight()}</h2>
            <ChangeWeightForm own={weight.own} tomorrow={tomorrow} answer={answer} />
          </section>
          <details open={answer?.form === 'leave'}>
            <summary>{m.group_leave()}</summary>
            <LeaveForm answer={answer} />
          </details>
        </>
      )}
    </YardLayout>
  )
}
