import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { makeGroup } from '#app/commands/people/make-group.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { refuse } from '#app/domain/kernel/verdict.ts'
import { formatCount, formatDate } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readGroups, readGroupVillages } from '#app/queries/people/groups.server.ts'
import { YardLayout } from '#app/ui/layouts/yard-layout.tsx'
import { EmptyState } from '#app/ui/primitives/empty-state.tsx'
import { MakeGroupForm } from '#app/ui/village/group-forms.tsx'
import { readForm } from '#app/web/form.server.ts'
import { refusedGroup } from '#app/web/group-form.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'

export const meta: MetaFunction = () => [{ title: m.brand_title({ title: m.group_title() }) }]

const text = z.string().default('')
const schema = z.object({ villageCode: text, name: text, startsOn: text })

export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:read' })
  const now = new Date()
  const [groups, villages, frame] = await Promise.all([
    readGroups(scope, now),
    readGroupVillages(scopeOf(actor, rolesWith('group:keep'))),
    readRoomFrame(actor),
  ])
  return json(
    { groups, villages, frame, today: civilDateOf(now) },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}

export async function action(args: ActionFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'group:keep' })
  const form = await readForm(args.request, schema)
  if (!form.ok) throw notFound()
  if (form.value.villageCode === '') return refusedGroup('make', form, refuse('group-village-missing'))
  const made = await makeGroup(actor, scope, form.value)
  if (made.ok) return redirect(paths.villageGroup(made.value.groupId, { done: 'made' }))
  if (made.code === 'not-found') throw notFound()
  return refusedGroup('make', form, made)
}

export default function Groups() {
  const { groups, villages, frame, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const back = frame.may.includes('lot:list')
    ? { href: paths.villageHome(), label: m.village_back_home() }
    : { href: paths.county(), label: m.county_nav_home() }
  return (
    <YardLayout back={back} status={frame.where} className="stack">
      <h1 className="head">{m.group_title()}</h1>
      <p className="soft">{m.group_lead()}</p>
      {groups.length === 0 ? (
        <EmptyState title={m.group_none()}>{m.group_lead()}</EmptyState>
      ) : (
        <nav aria-label={m.group_list()}>
          {groups.map((group) => (
            <a key={group.id} className="dl" href={paths.villageGroup(group.id)}>
              <span className="mark" />
              <span>
                {group.name}
                <br />
                <span className="soft">
                  {m.joined({
                    first: group.village,
                    second:
                      group.endsOn === null
                        ? m.group_members_count({ count: formatCount(group.memberCount) })
                        : m.group_over({ day: formatDate(group.endsOn) }),
                  })}
                </span>
              </span>
              <span />
            </a>
          ))}
        </nav>
      )}
      {villages.length > 0 && (
        <section className="stack">
          <h2>{m.group_make()}</h2>
          <MakeGroupForm villages={villages} today={today} answer={answer} />
        </section>
      )}
    </YardLayout>
  )
}
